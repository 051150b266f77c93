"""Examples for the finder of the demonstration: which centre takes on which speciality, and a few guides, each labelled."""

from datetime import date
from typing import NamedTuple

from telecentres import guides
from telecentres.models import Guide, Need, Speciality, Telecentre, TelecentreSpeciality

BEGINNING = date(2026, 1, 1)
LEAD, SUPPORT = TelecentreSpeciality.Role.LEAD, TelecentreSpeciality.Role.SUPPORT


class Part(NamedTuple):
    """A role that a centre plays for a speciality, in a sentence."""

    centre: str
    speciality: str
    role: str
    note: str


# The two attested specialities come with the places; languages stay without a centre, so that a gap is seen.
PARTS = [
    Part("saint-flour", "comptabilite", LEAD, "Une permanence le mardi, un poste avec un logiciel de devis et de paie."),
    Part("chaudes-aigues", "comptabilite", SUPPORT, "Un point mensuel avec Saint-Flour, en visioconférence."),
    Part("murat", "comptabilite", SUPPORT, "Pour la comptabilité d’une entreprise qui démarre."),
    Part("allanche", "recrutement", LEAD, "Relecture d’annonces, un bureau fermé pour les entretiens."),
    Part("saint-flour", "recrutement", SUPPORT, "Entretiens sur place, le jeudi."),
    Part("murat", "creation", LEAD, "Un rendez-vous par quinzaine avec ceux qui se sont lancés avant vous."),
    Part("montmurat", "creation", SUPPORT, "Pour ceux qui s’installent dans la Châtaigneraie."),
    Part("murat", "sante-et-travail", SUPPORT, "Un bureau réglable en hauteur à essayer, sur rendez-vous."),
    Part("allanche", "telemarketing", SUPPORT, "Une cabine pour téléphoner, en attendant Aurillac."),
    Part("montmurat", "visioconference", LEAD, "Un essai de son et d’image avant votre réunion."),
    Part("murat", "visioconference", SUPPORT, "Une salle de huit places, équipée."),
    Part("murat", "informatique", LEAD, "Dépannage le mercredi après-midi."),
    Part("chaudes-aigues", "informatique", SUPPORT, "Pour les sauvegardes et les mots de passe."),
    Part("allanche", "teletravail-salarie", LEAD, "Des modèles de demande à l’employeur, un café des télétravailleurs."),
    Part("chaudes-aigues", "teletravail-salarie", SUPPORT, "Des bureaux au calme, proches de l’école."),
    Part("ydes", "vente", LEAD, "Un atelier de vente en ligne, à l’ouverture du centre."),
    Part("murat", "vente", SUPPORT, "Un atelier par mois, en attendant Ydes."),
    Part("saint-flour", "documents", LEAD, "Imprimante, numériseur et aide aux démarches à l’accueil."),
    Part("montmurat", "documents", SUPPORT, "Numériseur en libre accès."),
]


class Text(NamedTuple):
    """A guide: about a need, or about a whole speciality where no need is named."""

    centre: str
    title: str
    body: str
    need: str = ""
    speciality: str = ""
    audience: str = Guide.Audience.PUBLIC


GUIDES = [
    Text(
        "saint-flour",
        "Tenir ses comptes en une heure par semaine",
        "Choisissez un jour fixe. Classez les reçus de la semaine par date, puis inscrivez chaque recette et chaque dépense "
        "sur une ligne.\n\nComparez le total avec le relevé de la banque : un écart se trouve mieux au bout de sept jours "
        "qu’au bout d’un an.\n\nGardez dix minutes pour relancer ce qui n’est pas payé.",
        need="tenir-ma-comptabilite",
    ),
    Text(
        "saint-flour",
        "Ce qu’il faut apporter à la permanence",
        "Vos trois derniers relevés, vos factures dans l’ordre, et la liste de vos questions.",
        speciality="comptabilite",
    ),
    Text(
        "saint-flour",
        "Déroulé de la permanence du mardi",
        "Vingt minutes par personne, une fiche de suite pour chacune, un point entre centres le dernier mardi du mois.",
        speciality="comptabilite",
        audience=Guide.Audience.CENTRES,
    ),
    Text(
        "chaudes-aigues",
        "Régler son siège et son écran",
        "Les pieds à plat, les coudes à hauteur de la table, le haut de l’écran à hauteur des yeux.\n\n"
        "Levez-vous toutes les heures. Une douleur qui dure se montre à un médecin.",
        need="soulager-mon-dos",
    ),
    Text(
        "montmurat",
        "Préparer une visioconférence en dix minutes",
        "Essayez le son avant l’image. Placez la lumière devant vous, fermez les autres programmes, gardez un numéro de "
        "téléphone sous la main pour prévenir si la ligne tombe.",
        need="tenir-une-visioconference",
    ),
    Text(
        "murat",
        "Se lancer : les questions des dix premières semaines",
        "Qui paiera, combien, et quand ? De quoi vivez-vous jusque-là ? Qui vous remplace si vous êtes malade ?\n\n"
        "Venez en parler avec ceux qui y sont passés.",
        need="me-lancer",
    ),
    Text(
        "allanche",
        "Demander le télétravail à son employeur",
        "Dites quels jours, quelles tâches et comment on vous joint. Proposez un essai de trois mois et une date pour en faire "
        "le bilan. Précisez que vous travaillerez dans un télécentre : le poste, la ligne et le calme y sont assurés.",
        need="negocier-un-accord",
    ),
]


def create(telecentres: dict[str, Telecentre]) -> None:
    """Roles for specialities that have no lead centre yet, supports for the others, guides by their title; never twice."""
    specialities = Speciality.objects.in_bulk(field_name="slug")
    taken = set(TelecentreSpeciality.objects.filter(role=LEAD, until=None).values_list("speciality__slug", flat=True))
    held = set(TelecentreSpeciality.objects.values_list("telecentre__slug", "speciality__slug"))
    TelecentreSpeciality.objects.bulk_create(
        TelecentreSpeciality(
            telecentre=telecentres[part.centre],
            speciality=specialities[part.speciality],
            role=part.role,
            note=part.note,
            since=BEGINNING,
            is_example=True,
        )
        for part in PARTS
        if part.speciality in specialities
        and (part.centre, part.speciality) not in held
        and not (part.role == LEAD and part.speciality in taken)
    )
    guides.load()
    needs = Need.objects.in_bulk(field_name="slug")
    for text in GUIDES:
        if not (text.need in needs or text.speciality in specialities):
            continue  # staff have given it up
        Guide.objects.get_or_create(
            title=text.title,
            telecentre=telecentres[text.centre],
            defaults={
                "need": needs.get(text.need),
                "speciality": specialities.get(text.speciality),
                "audience": text.audience,
                "body": text.body,
                "is_example": True,
            },
        )
