"""
Invented employers, offers and applications for a trial of the portal.

The SIRET numbers are of a block that is never given out (they begin with 0000), the addresses are all at exemple.fr, the
telephone number is of the range reserved for fiction. Pay is above the minimum wage of 2026 (12,02 € gross an hour).
"""

from typing import NamedTuple

from jobs.codes import Contract, NafVersion, Nature

MURAT, SAINT_FLOUR, CHAUDES_AIGUES = "murat", "saint-flour", "chaudes-aigues"
MONTMURAT, ALLANCHE = "montmurat", "allanche"
EVERYWHERE = (MURAT, SAINT_FLOUR, CHAUDES_AIGUES, MONTMURAT, ALLANCHE)
ONSITE, TELECENTRE, HYBRID, REMOTE = "onsite", "telecentre", "hybrid", "fully_remote"
HOUR, MONTH, YEAR = "hour", "month", "year"
BEGINNER, WISHED, REQUIRED = "D", "S", "E"


class Firm(NamedTuple):
    """Who offers the work; by its key in `FIRMS`. The commune by its name in the Cantal."""

    name: str
    siret: str
    naf: str
    industry: str
    commune: str
    about: str
    naf_version: str = NafVersion.REV2


FIRMS = {
    "cabinet": Firm(
        "Cabinet comptable Exemple",
        "00005402300015",
        "6920Z",
        "Expertise comptable",
        "Aurillac",
        "Douze personnes tiennent les comptes et la paie de deux cents entreprises du département.",
    ),
    "laiterie": Firm(
        "Laiterie Exemple",
        "00009529900012",
        "1051C",
        "Fabrication de fromages",
        "Riom-ès-Montagnes",
        "Une laiterie de quarante personnes, qui collecte le lait de soixante fermes.",
    ),
    "numerique": Firm(
        "Coopérative numérique Exemple",
        "00003657400010",
        "6210Y",
        "Programmation informatique",
        "Aurillac",
        "Une coopérative de neuf personnes qui développe des sites pour les associations et les communes.",
        NafVersion.NAF2025,
    ),
    "editeur": Firm(
        "Éditeur de logiciels Exemple",
        "00007784200011",
        "5829C",
        "Édition de logiciels",
        "Mauriac",
        "Un logiciel de gestion pour les exploitations agricoles, utilisé par mille cinq cents fermes.",
    ),
    "secretariat": Firm(
        "Secrétariat partagé Exemple",
        "00001912500012",
        "8211Z",
        "Secrétariat pour cabinets médicaux",
        "Saint-Flour",
        "Un groupement qui tient le secrétariat de seize cabinets du Cantal.",
    ),
    "etudes": Firm(
        "Bureau d’études Exemple",
        "00006039200016",
        "7112B",
        "Ingénierie du bâtiment",
        "Murat",
        "Cinq personnes, des écoles, des mairies et des logements à rénover.",
    ),
    "intercommunalite": Firm(
        "Intercommunalité Exemple",
        "00000167700012",
        "8411Z",
        "Administration publique",
        "Massiac",
        "Une intercommunalité d’exemple, avec ses services techniques et son accueil.",
    ),
    "mutuelle": Firm(
        "Mutuelle Exemple",
        "00004294500014",
        "6512Z",
        "Assurance",
        "Arpajon-sur-Cère",
        "Une mutuelle à but non lucratif, trente mille adhérents, trois agences.",
    ),
    "formation": Firm(
        "Organisme de formation Exemple",
        "00008421000012",
        "8559A",
        "Formation continue",
        "Vic-sur-Cère",
        "Des formations courtes à distance et dans les télécentres du département.",
    ),
    "tourisme": Firm(
        "Office de tourisme Exemple",
        "00002549400014",
        "7990Z",
        "Accueil et promotion touristiques",
        "Salers",
        "Deux bureaux d’accueil, un site et un agenda pour tout le massif.",
    ),
    "traduction": Firm(
        "Agence de traduction Exemple",
        "00006676100016",
        "7430Z",
        "Traduction et interprétation",
        "Maurs",
        "Modes d’emploi, sites et catalogues traduits pour des fabricants de toute la France.",
    ),
    "relation": Firm(
        "Relation client Exemple",
        "00000804500015",
        "8220Z",
        "Centre d’appels",
        "Aurillac",
        "Des équipes de six personnes qui répondent pour des services publics et des commerces, jamais de vente forcée.",
    ),
    "transports": Firm(
        "Transports Exemple",
        "00004931200010",
        "4941A",
        "Transport routier de marchandises",
        "Neussargues-Moissac",
        "Vingt-deux camions, un entrepôt, des tournées de fromages et de bois.",
    ),
    "conseil": Firm(
        "Conseil rural Exemple",
        "00009058900011",
        "7020Y",
        "Conseil de gestion",
        "Pierrefort",
        "Des études et du conseil pour les exploitations, les commerces et les collectivités.",
        NafVersion.NAF2025,
    ),
    "interim": Firm(
        "Agence d’intérim Exemple",
        "00003186400010",
        "7820Z",
        "Travail temporaire",
        "Mauriac",
        "Des missions de bureau, d’une semaine à un an.",
    ),
    "numerisation": Firm(
        "Atelier de numérisation Exemple",
        "00007313000015",
        "6311Z",
        "Traitement de données, insertion",
        "Aurillac",
        "Une entreprise d’insertion qui numérise et décrit des archives.",
    ),
}


class Work(NamedTuple):
    """
    An offer: what one does, in a sentence and points, and what is asked for.

    `published` counts the days since, `ends` the days to come, `starts` the months until the first day of one. Without
    a commune the work is at the employer's. What a draft does not say yet is empty.
    """

    title: str
    firm: str
    rome: str
    intro: str
    points: tuple[str, ...]
    outro: str
    profile: str
    pay: tuple[str, str] | None
    mode: str
    hours: str | None = "35"
    unit: str = MONTH
    pay_note: str = ""
    contract: str = Contract.CDI
    nature: str = Nature.WORK
    months: int | None = None
    starts: int | None = None
    part_time: bool = False
    flexible: bool = False
    experience: str = BEGINNER
    positions: int = 1
    commune: str = ""
    telecentres: tuple[str, ...] = ()
    days: int | None = None
    features: tuple[str, ...] = ()
    url: str = ""
    phone: str = ""
    published: int = 0
    ends: int = 30

    @property
    def description(self) -> str:
        """As it is typed in the form: each point on a line of its own."""
        parts = [self.intro, "\n".join(f"- {point}" for point in self.points), self.outro]
        return "\n\n".join(part for part in parts if part)


# --- partly at a telecentre -------------------------------------------------------------------------------

HYBRID_WORK = [
    Work(
        "Gestionnaire de paie",
        "cabinet",
        "M1203",
        "Vous établissez la paie de quarante petites entreprises, deux jours au cabinet d’Aurillac, trois jours au télécentre "
        "de votre choix.",
        (
            "Préparer chaque mois les bulletins et les déclarations sociales d’entreprises de un à trente salariés.",
            "Répondre par téléphone et par écrit à leurs questions sur les contrats, les absences et les congés.",
            "Relire avec une seconde personne du cabinet avant chaque envoi.",
        ),
        "Les jours au télécentre se choisissent ensemble, le vendredi pour la semaine suivante. Arrivée libre entre 8 h et 10 h.",
        "Avoir établi des bulletins de paie, quel que soit le logiciel. Un diplôme n’est pas demandé. La formation au logiciel "
        "du cabinet, deux semaines, est comprise et payée.",
        ("2150", "2400"),
        HYBRID,
        pay_note="13e mois, titres-restaurant",
        starts=2,
        part_time=True,
        flexible=True,
        experience=WISHED,
        telecentres=(ALLANCHE, MURAT, SAINT_FLOUR),
        days=3,
        features=("early_or_late", "step_free", "adjustable_desk", "screen_reader", "equipment_lent", "training", "buddy"),
        published=3,
        ends=32,
    ),
    Work(
        "Technicien ou technicienne d’assistance informatique",
        "editeur",
        "I1401",
        "Vous aidez les exploitations agricoles qui utilisent notre logiciel de gestion, au téléphone, par écran partagé et par "
        "message.",
        (
            "Prendre les demandes du jour, une vingtaine, et les résoudre ou les transmettre avec une description claire.",
            "Suivre chaque demande jusqu’à sa réponse et rappeler la personne quand c’est promis.",
            "Tenir à jour les fiches d’aide, avec l’équipe de développement.",
        ),
        "Un jour par semaine à Mauriac avec toute l’équipe, quatre au télécentre, dans la cabine pour les appels. Il n’y a "
        "pas d’astreinte.",
        "Savoir expliquer simplement et chercher avec méthode. Connaître un système d’exploitation de bureau. Nous formons au "
        "logiciel pendant six semaines, avec une personne expérimentée à vos côtés.",
        ("2050", "2300"),
        HYBRID,
        flexible=True,
        telecentres=(ALLANCHE, MURAT),
        days=4,
        features=("guided_start", "training", "buddy", "equipment_lent", "telecentre_paid"),
        published=6,
        ends=25,
    ),
    Work(
        "Assistant ou assistante de gestion",
        "laiterie",
        "M1605",
        "Vous suivez les commandes et les factures d’une laiterie de quarante personnes, sur quatre jours : deux à "
        "Riom-ès-Montagnes, deux au télécentre.",
        (
            "Enregistrer les commandes des crémeries et des restaurants, puis préparer les bons de livraison.",
            "Rapprocher les livraisons, les factures et les paiements, et relancer avec courtoisie.",
            "Préparer chaque mois le relevé du lait collecté dans les soixante fermes.",
        ),
        "Le vendredi n’est pas travaillé. Les horaires suivent ceux de l’école, et se discutent.",
        "Être à l’aise avec un tableur et avec les chiffres. L’expérience d’un logiciel de gestion aide, sans être nécessaire : "
        "deux semaines de passage de relais sont prévues.",
        ("1340", "1430"),
        HYBRID,
        hours="24",
        flexible=True,
        telecentres=(ALLANCHE, MURAT),
        days=2,
        features=("four_days", "school_hours", "adjustable_desk", "no_travel"),
        published=9,
        ends=44,
    ),
    Work(
        "Dessinateur-projeteur ou dessinatrice-projeteuse en bâtiment",
        "etudes",
        "F1104",
        "Vous dessinez la rénovation d’écoles, de mairies et de logements du Cantal, du relevé au dossier de consultation.",
        (
            "Relever les bâtiments avec une personne du bureau, puis dessiner les plans, les coupes et les détails.",
            "Préparer les pièces graphiques des permis et des appels d’offres.",
            "Tenir la maquette numérique à jour pendant le chantier et répondre aux entreprises.",
        ),
        "Trois jours à Murat, deux au télécentre de Saint-Flour ou d’Allanche, sur un poste équipé de deux écrans que nous "
        "fournissons.",
        "Savoir dessiner un bâtiment existant avec un logiciel de DAO, et lire un cahier des charges. La maquette numérique "
        "s’apprend ici : cinq jours de formation la première année.",
        ("27500", "31000"),
        HYBRID,
        unit=YEAR,
        hours="37",
        pay_note="12 jours de RTT, mutuelle payée",
        experience=WISHED,
        telecentres=(SAINT_FLOUR, ALLANCHE),
        days=2,
        features=("equipment_lent", "training", "early_or_late"),
        published=12,
        ends=50,
    ),
    Work(
        "Conseiller ou conseillère clientèle en assurance",
        "mutuelle",
        "C1102",
        "Vous conseillez les adhérents d’une mutuelle à but non lucratif, sans objectif de vente : ils viennent avec une "
        "question et repartent avec une réponse.",
        (
            "Répondre aux appels et aux messages sur les remboursements, les devis et les cotisations.",
            "Expliquer les garanties par écrit, avec des mots simples, et corriger les dossiers.",
            "Signaler ce qui revient souvent, pour que nos courriers deviennent plus clairs.",
        ),
        "Trois personnes rejoignent la même équipe et commencent ensemble. Deux jours à Arpajon-sur-Cère, trois au télécentre.",
        "Aimer écouter et écrire clairement. Aucune connaissance de l’assurance n’est demandée : la formation de huit semaines "
        "est payée et commence au télécentre.",
        ("1960", "2150"),
        HYBRID,
        pay_note="13e mois",
        starts=2,
        part_time=True,
        positions=3,
        telecentres=(MONTMURAT, MURAT),
        days=3,
        features=("hearing_loop", "training", "guided_start", "buddy", "step_free"),
        published=2,
        ends=61,
    ),
    Work(
        "Chargé ou chargée de mission transition énergétique",
        "intercommunalite",
        "K1802",
        "Vous accompagnez dix-huit communes qui veulent dépenser moins d’énergie dans leurs écoles, leurs salles et leur "
        "éclairage.",
        (
            "Relever les consommations avec les secrétariats de mairie et en faire une fiche par bâtiment.",
            "Proposer trois travaux par commune, chiffrés, avec les aides possibles.",
            "Monter les dossiers de subvention et suivre les versements.",
            "Animer une réunion publique par trimestre.",
        ),
        "Deux jours par semaine au télécentre pour écrire, les autres à Massiac et dans les communes, avec une voiture de "
        "service.",
        "Savoir mener un projet avec plusieurs communes et tenir un budget. Une expérience de l’énergie ou du bâtiment est "
        "souhaitée ; une formation aux aides publiques est prévue.",
        ("2300", "2600"),
        HYBRID,
        contract=Contract.CDD,
        months=24,
        starts=3,
        experience=WISHED,
        flexible=True,
        telecentres=(MURAT, SAINT_FLOUR),
        days=2,
        features=("no_car", "step_free", "adjustable_desk", "training"),
        published=5,
        ends=40,
    ),
    Work(
        "Acheteur ou acheteuse",
        "laiterie",
        "M1101",
        "Vous achetez ce qui entoure le fromage : emballages, produits d’entretien, pièces de machines, énergie.",
        (
            "Recueillir les besoins des ateliers et comparer au moins trois propositions pour chaque achat.",
            "Négocier les contrats d’un an et suivre les délais, la qualité et les prix.",
            "Chercher des fournisseurs proches, et mesurer ce que chaque choix change en transport et en déchets.",
        ),
        "Trois jours à Riom-ès-Montagnes au plus près des ateliers, deux au télécentre d’Allanche ou de Murat.",
        "Avoir acheté pour une entreprise, une collectivité ou une coopérative. Savoir lire un contrat et conduire une "
        "négociation sans rudoyer personne. L’anglais écrit sert deux fois par mois.",
        ("30000", "35000"),
        HYBRID,
        unit=YEAR,
        pay_note="Intéressement",
        experience=REQUIRED,
        telecentres=(ALLANCHE, MURAT),
        days=2,
        features=("early_or_late", "quiet"),
        published=15,
        ends=28,
    ),
    Work(
        "Assistant ou assistante en ressources humaines",
        "transports",
        "M1501",
        "Vous suivez les contrats, les congés et les formations de trente-cinq personnes d’une entreprise de transport.",
        (
            "Préparer les contrats, les avenants et les déclarations d’embauche.",
            "Tenir le tableau des congés avec les trois responsables de tournée.",
            "Inscrire aux formations obligatoires et vérifier les dates des permis et des cartes.",
            "Transmettre les éléments de paie au cabinet comptable le 25 de chaque mois.",
        ),
        "Cinq matinées et deux après-midi par semaine, à répartir ensemble. Deux jours se font au télécentre.",
        "Savoir tenir un tableau exact et garder pour soi ce qui est confidentiel. Des notions de droit du travail sont un "
        "plus ; le cabinet comptable répond à vos questions.",
        ("1690", "1820"),
        HYBRID,
        hours="28",
        flexible=True,
        telecentres=(SAINT_FLOUR, MURAT),
        days=2,
        features=("school_hours", "half_days", "no_travel", "buddy"),
        published=8,
        ends=36,
    ),
    Work(
        "Contrôleur ou contrôleuse de gestion",
        "transports",
        "M1204",
        "Vous dites chaque mois, à la direction et aux équipes, ce que coûte et ce que rapporte chaque tournée.",
        (
            "Calculer le coût de revient par camion et par client : carburant, péages, heures, entretien.",
            "Construire le budget avec l’exploitation, puis expliquer les écarts sur une page.",
            "Étudier le passage de six camions au gaz, puis à l’électrique.",
        ),
        "Trois jours par semaine au télécentre de Saint-Flour ou de Murat, deux à Neussargues-Moissac pour voir le terrain.",
        "Avoir tenu le contrôle de gestion d’une petite entreprise, ou la comptabilité analytique d’une grande. Maîtriser un "
        "tableur et savoir présenter un chiffre à qui n’en voit jamais.",
        ("36000", "42000"),
        HYBRID,
        unit=YEAR,
        pay_note="Participation",
        experience=REQUIRED,
        part_time=True,
        flexible=True,
        telecentres=(SAINT_FLOUR, MURAT),
        days=3,
        features=("early_or_late", "four_days", "equipment_lent", "telecentre_paid"),
        published=18,
        ends=58,
    ),
    Work(
        "Chargé ou chargée de communication",
        "tourisme",
        "E1103",
        "Vous racontez le massif à celles et ceux qui préparent leur venue, et vous donnez de leurs nouvelles aux hébergements.",
        (
            "Écrire l’agenda de la semaine, deux articles par mois et la lettre aux hébergements.",
            "Photographier les fêtes, les sentiers et les fermes, avec l’accord de chaque personne.",
            "Mettre à jour le site et ses versions accessibles.",
        ),
        "Remplacement de douze mois, avec un mois de passage de relais. Deux jours au télécentre pour écrire, le reste à "
        "Salers ; un samedi par mois, récupéré.",
        "Écrire sans faute et sans emphase, cadrer une photo, mettre en ligne une page. Montrez-nous trois choses que vous avez "
        "faites, même pour une association.",
        ("1780", "1950"),
        HYBRID,
        hours="30",
        contract=Contract.CDD,
        months=12,
        starts=2,
        experience=WISHED,
        flexible=True,
        telecentres=(MURAT, ALLANCHE),
        days=2,
        features=("four_days", "equipment_lent", "guided_start"),
        published=1,
        ends=30,
    ),
]

# --- at a telecentre --------------------------------------------------------------------------------------

TELECENTRE_WORK = [
    Work(
        "Télésecrétaire médical ou médicale",
        "secretariat",
        "M1609",
        "Vous tenez le secrétariat à distance de quatre cabinets : rendez-vous, comptes rendus, courriers aux confrères.",
        (
            "Prendre les appels et placer les rendez-vous dans l’agenda de chaque cabinet.",
            "Mettre en forme les comptes rendus dictés, avec un logiciel de reconnaissance vocale.",
            "Préparer les courriers et les envoyer par la messagerie protégée.",
        ),
        "Tout se fait au télécentre, dans un bureau au calme et à l’écart : le secret médical l’exige. Matinées ou après-midi, "
        "au choix.",
        "Savoir écouter, écrire vite et bien, garder le secret. Le vocabulaire médical s’apprend avec nous : trois semaines en "
        "double avec une personne de l’équipe.",
        ("12.60", "13.40"),
        TELECENTRE,
        unit=HOUR,
        hours="24",
        contract=Contract.CDD,
        months=9,
        flexible=True,
        telecentres=(MURAT, CHAUDES_AIGUES),
        features=("half_days", "quiet", "guided_start", "no_travel"),
        published=7,
        ends=18,
    ),
    Work(
        "Téléconseiller ou téléconseillère",
        "relation",
        "D1408",
        "Vous répondez aux personnes qui appellent un service public de transport ou un commerce d’électroménager.",
        (
            "Renseigner sur les horaires, les commandes et les garanties, sans texte à réciter.",
            "Noter chaque demande et la confier au bon service.",
            "Rappeler, quand la réponse n’est pas venue à temps.",
        ),
        "Trois postes, dans une équipe répartie entre trois télécentres. Pause de dix minutes toutes les deux heures, pas de "
        "vente ni de prime à l’appel. Le casque et l’ordinateur sont prêtés.",
        "Parler calmement et chercher vite dans une base de connaissances. Aucune expérience n’est attendue : quatre semaines de "
        "formation payée, puis un mois en double écoute.",
        ("12.70", "13.50"),
        TELECENTRE,
        unit=HOUR,
        pay_note="Titres-restaurant",
        starts=1,
        part_time=True,
        positions=3,
        telecentres=(SAINT_FLOUR, CHAUDES_AIGUES, MONTMURAT),
        features=("quiet", "hearing_loop", "training", "guided_start", "equipment_lent", "telecentre_paid"),
        phone="04 65 71 60 14",
        published=4,
        ends=22,
    ),
    Work(
        "Agent ou agente de saisie de données",
        "numerisation",
        "M1606",
        "Vous décrivez des archives déjà numérisées : registres de foires, plans de chemins, lettres de mairie.",
        (
            "Lire chaque page à l’écran et noter le lieu, la date et le sujet dans un formulaire.",
            "Relire le travail d’une autre personne, qui relit le vôtre.",
            "Signaler les pages illisibles ou mal cadrées.",
        ),
        "Contrat d’insertion d’un an, avec une personne qui vous accompagne dans la suite de votre parcours. Tout se fait par "
        "écrit, à votre rythme, au télécentre de Murat ou de Saint-Flour.",
        "Lire attentivement et taper au clavier. Le reste s’apprend ici, un jour par semaine. L’accès au contrat d’insertion se "
        "vérifie ensemble, sans document à fournir avant l’entretien.",
        ("12.65", "12.65"),
        TELECENTRE,
        unit=HOUR,
        hours="26",
        contract=Contract.DDI,
        nature=Nature.INTEGRATION,
        months=12,
        flexible=True,
        positions=2,
        telecentres=(MURAT, SAINT_FLOUR),
        features=("written_only", "step_free", "no_travel", "guided_start", "training", "quiet"),
        published=10,
        ends=55,
    ),
    Work(
        "Comptable",
        "cabinet",
        "M1203",
        "Vous tenez les comptes de vingt-cinq entreprises de la planèze, de la première facture au bilan, depuis Saint-Flour.",
        (
            "Saisir ou contrôler les écritures et déclarer la TVA chaque mois.",
            "Préparer les bilans avec l’expert-comptable ou l’experte-comptable du dossier.",
            "Recevoir les entreprises au télécentre le mardi, jour de la permanence, pour expliquer leurs chiffres.",
        ),
        "Le poste est au télécentre toute la semaine ; une réunion par mois se tient à Aurillac, en journée.",
        "Avoir tenu une comptabilité jusqu’au bilan, en cabinet ou en entreprise. Savoir expliquer une balance à quelqu’un "
        "dont ce n’est pas le métier.",
        ("2300", "2700"),
        TELECENTRE,
        pay_note="13e mois, titres-restaurant",
        experience=REQUIRED,
        part_time=True,
        telecentres=(SAINT_FLOUR,),
        features=("adjustable_desk", "step_free", "screen_reader", "telecentre_paid"),
        published=13,
        ends=35,
    ),
    Work(
        "Aide-comptable",
        "interim",
        "M1203",
        "Mission de quatre mois pour une coopérative d’éleveurs de la Châtaigneraie, pendant la clôture de ses comptes.",
        (
            "Classer et saisir les factures d’achat, environ soixante par semaine.",
            "Pointer les relevés de banque et préparer les règlements.",
            "Rassembler les pièces que demande le commissariat aux comptes.",
        ),
        "Le travail se fait au télécentre de Montmurat, à dix pas de la mairie ; une journée d’accueil à Mauriac ouvre la "
        "mission.",
        "Connaître la saisie comptable, par la pratique ou par les études. Un logiciel du marché est utilisé ; une demi-journée "
        "suffit pour le prendre en main.",
        ("12.80", "13.40"),
        TELECENTRE,
        unit=HOUR,
        contract=Contract.MIS,
        months=4,
        starts=1,
        pay_note="Indemnités de fin de mission et de congés",
        experience=WISHED,
        commune="Maurs",
        telecentres=(MONTMURAT,),
        features=("no_travel", "quiet"),
        published=0,
        ends=14,
    ),
    Work(
        "Gestionnaire de sinistres",
        "mutuelle",
        "C1109",
        "Vous suivez des dossiers de dégâts des eaux et de tempête, de la déclaration à l’indemnité.",
        (
            "Ouvrir le dossier avec la personne et lui dire ce qui va se passer, et quand.",
            "Commander l’expertise quand il en faut une, lire le rapport, calculer l’indemnité.",
            "Écrire les décisions, y compris les refus, avec leurs raisons et les voies de recours.",
        ),
        "Soixante dossiers en cours par personne, pas davantage. Tout se fait au télécentre ; l’équipe se voit chaque lundi en "
        "visioconférence, sous-titrée.",
        "Avoir géré des dossiers où des délais comptent, dans l’assurance ou ailleurs. Savoir écrire une décision claire. Nous "
        "formons au droit de l’assurance.",
        ("2050", "2250"),
        TELECENTRE,
        pay_note="13e mois",
        experience=WISHED,
        flexible=True,
        telecentres=(MONTMURAT, CHAUDES_AIGUES),
        features=("early_or_late", "hearing_loop", "adjustable_desk", "training", "telecentre_paid"),
        published=16,
        ends=47,
    ),
    Work(
        "Enquêteur ou enquêtrice par téléphone",
        "conseil",
        "M1404",
        "Vous interrogez huit cents habitants et habitantes du Cantal sur leurs déplacements, pour préparer de nouvelles lignes "
        "de car.",
        (
            "Appeler aux heures convenues et lire les questions telles qu’elles sont écrites.",
            "Saisir les réponses, sans nom ni adresse.",
            "Dire chaque soir combien d’entretiens ont abouti et ce qui a gêné.",
        ),
        "Trois mois, cinq heures par jour du lundi au vendredi, entre 9 h et 17 h : à Saint-Flour le lundi et le mardi, à "
        "Allanche du mercredi au vendredi. Deux postes, une pièce fermée pour chacun, quelqu’un de l’équipe joignable pendant "
        "les appels.",
        "Parler distinctement et respecter un questionnaire. Une demi-journée de préparation est payée, et les dix premiers "
        "entretiens se font à deux.",
        ("12.80", "13.20"),
        TELECENTRE,
        unit=HOUR,
        hours="25",
        contract=Contract.CDD,
        months=3,
        starts=1,
        positions=2,
        telecentres=(ALLANCHE, SAINT_FLOUR),
        features=("half_days", "guided_start", "equipment_lent", "no_travel"),
        published=11,
        ends=12,
    ),
    Work(
        "Infographiste",
        "numerique",
        "E1205",
        "Vous dessinez pour des associations et des communes : affiches, rapports, plans de ville, pages de site.",
        (
            "Comprendre la demande en une heure d’entretien, proposer deux pistes, en finir une.",
            "Préparer les fichiers pour l’imprimerie ou pour le web, avec des contrastes lisibles.",
            "Tenir la bibliothèque d’images et ses droits.",
        ),
        "Au télécentre que vous voulez, tous les cinq conviennent ; la coopérative paie le bureau et prête l’écran étalonné. Un "
        "déjeuner d’équipe par mois à Aurillac.",
        "Maîtriser la mise en page et le dessin vectoriel, avec des logiciels libres ou non. Un dossier de cinq travaux remplace "
        "le diplôme.",
        ("2000", "2300"),
        TELECENTRE,
        experience=WISHED,
        part_time=True,
        flexible=True,
        telecentres=EVERYWHERE,
        features=("early_or_late", "four_days", "equipment_lent", "telecentre_paid", "buddy"),
        published=14,
        ends=65,
    ),
]

# --- fully remote -----------------------------------------------------------------------------------------

REMOTE_WORK = [
    Work(
        "Développeur ou développeuse web",
        "numerique",
        "M1805",
        "Vous développez, avec une équipe de neuf personnes, les sites d’associations et de communes : Python, PostgreSQL, et le "
        "moins de JavaScript possible.",
        (
            "Écrire et relire du code testé, par petites étapes.",
            "Rencontrer les personnes qui utilisent nos sites, une fois par trimestre, en visioconférence.",
            "Tenir l’accessibilité : chaque page s’emploie au clavier et au lecteur d’écran.",
        ),
        "Tout à distance, en France ; 32 ou 35 heures. La coopérative paie un bureau dans le télécentre le plus proche, si "
        "vous le souhaitez.",
        "Avoir mis en ligne un site qui sert à quelqu’un. Connaître un langage du web côté serveur ; Python s’apprend ici. La "
        "seconde personne recrutée peut débuter.",
        ("34000", "41000"),
        REMOTE,
        unit=YEAR,
        pay_note="Parts de la coopérative, participation",
        experience=WISHED,
        part_time=True,
        flexible=True,
        positions=2,
        features=("early_or_late", "four_days", "screen_reader", "no_car", "equipment_lent", "telecentre_paid", "buddy"),
        published=5,
        ends=70,
    ),
    Work(
        "Chargé ou chargée de facturation",
        "secretariat",
        "M1203",
        "Vous établissez les factures et suivez les règlements de seize cabinets médicaux, de chez vous ou d’un télécentre.",
        (
            "Contrôler chaque jour les actes télétransmis et reprendre ceux qui reviennent.",
            "Rapprocher les virements des caisses et des mutuelles.",
            "Écrire une note par mois à chaque cabinet : ce qui est payé, ce qui manque, pourquoi.",
        ),
        "Trente heures sur quatre ou cinq jours, à l’heure qui vous convient entre 7 h et 19 h. Deux déplacements par an à "
        "Saint-Flour.",
        "Aimer que les comptes tombent juste. Une expérience de la facturation, dans n’importe quel domaine, est souhaitée ; les "
        "règles du remboursement s’apprennent en un mois.",
        ("1750", "1900"),
        REMOTE,
        hours="30",
        experience=WISHED,
        flexible=True,
        features=("early_or_late", "four_days", "school_hours", "no_car", "guided_start"),
        published=9,
        ends=27,
    ),
    Work(
        "Traducteur ou traductrice de l’anglais vers le français",
        "traduction",
        "E1108",
        "Vous traduisez des modes d’emploi et des catalogues de fabricants de matériel agricole et de randonnée.",
        (
            "Traduire environ deux mille mots par jour avec une mémoire de traduction.",
            "Relire une ou un collègue, qui vous relit : rien ne part sans seconde lecture.",
            "Tenir le glossaire de vos clients.",
        ),
        "Toute l’équipe travaille à distance et s’écrit ; les questions aux clients se posent par message. Une rencontre de deux "
        "jours par an à Maurs, prise en charge.",
        "Écrire un français précis et lire l’anglais technique. Avoir traduit pour des clients, à son compte ou en équipe. Un "
        "essai d’une page, payé, tient lieu d’entretien.",
        ("2200", "2600"),
        REMOTE,
        part_time=True,
        flexible=True,
        experience=REQUIRED,
        features=("written_only", "screen_reader", "early_or_late", "no_car"),
        url="https://www.exemple.fr/traduction/candidater",
        published=17,
        ends=45,
    ),
    Work(
        "Administrateur ou administratrice systèmes et réseaux",
        "editeur",
        "M1801",
        "Vous faites tourner les serveurs d’un logiciel que mille cinq cents fermes ouvrent chaque matin à six heures.",
        (
            "Surveiller, sauvegarder, restaurer : un essai de restauration par mois, écrit.",
            "Décrire l’infrastructure par du code relu à deux.",
            "Préparer les mises à jour avec l’équipe de développement et les faire en journée.",
        ),
        "À distance, avec une astreinte d’une semaine sur cinq, payée et récupérée. Le matériel est prêté, et un bureau au "
        "télécentre est payé pour les jours où la ligne de la maison tombe.",
        "Avoir eu la charge de serveurs Linux en production. Savoir dire ce qui s’est passé après une panne, sans chercher de "
        "coupable. La base PostgreSQL est un plus.",
        ("37000", "43000"),
        REMOTE,
        unit=YEAR,
        pay_note="Astreintes payées en plus",
        experience=REQUIRED,
        flexible=True,
        features=("no_car", "equipment_lent", "telecentre_paid", "buddy"),
        published=20,
        ends=56,
    ),
    Work(
        "Formateur ou formatrice en bureautique",
        "formation",
        "K2111",
        "Vous formez à distance des groupes de six personnes : traitement de texte, tableur, messagerie, visioconférence.",
        (
            "Animer trois séances de deux heures par jour au plus, depuis un lieu calme.",
            "Préparer les exercices avec des exemples que les personnes ont apportés.",
            "Suivre chaque personne entre deux séances, par écrit.",
        ),
        "Contrat intermittent : trente-huit semaines travaillées par an, le salaire étant lissé sur douze mois. Une formation à "
        "l’accessibilité des supports est comprise.",
        "Avoir formé ou accompagné des personnes qui débutent, à titre professionnel ou bénévole. Savoir rendre un document "
        "lisible par un lecteur d’écran, ou vouloir l’apprendre.",
        ("16.50", "19.00"),
        REMOTE,
        unit=HOUR,
        hours="24",
        nature=Nature.INTERMITTENT,
        starts=2,
        experience=WISHED,
        flexible=True,
        features=("no_car", "no_travel", "training", "half_days", "screen_reader"),
        published=6,
        ends=38,
    ),
    Work(
        "Rédacteur ou rédactrice technique",
        "editeur",
        "E1104",
        "Vous écrivez l’aide d’un logiciel agricole : cent vingt pages à reprendre, à raccourcir et à illustrer.",
        (
            "Essayer chaque fonction et décrire ce qu’elle fait, dans l’ordre où on l’emploie.",
            "Faire lire chaque page par une exploitation volontaire et corriger.",
            "Décrire les images pour qui ne les voit pas.",
        ),
        "Huit mois, vingt-huit heures par semaine, tout à distance et par écrit : les questions à l’équipe se posent dans un fil "
        "de discussion, sans réunion imposée.",
        "Écrire court et juste. Envoyez-nous une page d’explication que vous avez écrite, sur n’importe quel sujet. Connaître "
        "l’agriculture n’est pas nécessaire.",
        ("1850", "2050"),
        REMOTE,
        hours="28",
        contract=Contract.CDD,
        months=8,
        starts=1,
        flexible=True,
        features=("written_only", "screen_reader", "early_or_late", "no_car", "no_travel"),
        published=2,
        ends=20,
    ),
    Work(
        "Testeur ou testeuse d’accessibilité numérique",
        "numerique",
        "M1802",
        "Vous essayez nos sites, avant leur mise en ligne, au clavier, à la loupe et au lecteur d’écran, et vous dites ce qui "
        "bloque.",
        (
            "Suivre la grille du référentiel général d’amélioration de l’accessibilité sur les pages choisies.",
            "Décrire chaque obstacle de façon que l’équipe puisse le refaire et le corriger.",
            "Vérifier les corrections et rédiger la déclaration de chaque site.",
        ),
        "Vingt-quatre heures par semaine, réparties librement. Les outils sont ceux que vous préférez ; la coopérative les paie.",
        "Savoir se servir d’un lecteur d’écran ou vouloir l’apprendre, savoir décrire un défaut avec précision. La formation à "
        "la grille, dix jours, est comprise.",
        ("1500", "1700"),
        REMOTE,
        hours="24",
        flexible=True,
        features=("screen_reader", "half_days", "no_car", "equipment_lent", "training", "buddy"),
        published=19,
        ends=62,
    ),
]

# --- at the employer's ------------------------------------------------------------------------------------

ONSITE_WORK = [
    Work(
        "Conseiller ou conseillère en séjour",
        "tourisme",
        "G1101",
        "Vous accueillez à Salers, pendant la saison, celles et ceux qui cherchent un sentier, un lit ou un marché.",
        (
            "Renseigner au comptoir, au téléphone et par message, en français et en anglais.",
            "Tenir la boutique de cartes et la caisse.",
            "Mettre à jour l’agenda et l’état des sentiers avec les communes.",
        ),
        "Deux postes pour cinq mois, cinq jours sur sept, un week-end sur deux. Une chambre est proposée au village pour qui "
        "vient de loin.",
        "Aimer renseigner et connaître le massif, ou avoir envie de l’apprendre : cinq jours de visites ouvrent la saison. "
        "L’anglais de tous les jours est nécessaire.",
        ("12.70", "13.10"),
        ONSITE,
        unit=HOUR,
        contract=Contract.SAI,
        months=5,
        starts=4,
        positions=2,
        features=("training", "step_free", "guided_start", "no_car"),
        published=1,
        ends=80,
    ),
    Work(
        "Technicien ou technicienne de maintenance informatique",
        "intercommunalite",
        "I1401",
        "Vous installez et réparez le matériel de dix-huit mairies et de neuf écoles.",
        (
            "Préparer les postes, les imprimantes et les tableaux numériques, et les mettre en service.",
            "Dépanner sur place, selon un planning fait la semaine d’avant.",
            "Réemployer ce qui peut l’être : un ordinateur sur deux repart dans une autre école.",
        ),
        "Une voiture de service, un atelier chauffé à Massiac, une personne avec qui faire équipe.",
        "Savoir monter, démonter et dépanner un ordinateur sous Windows ou Linux. Le permis B est nécessaire pour les tournées. "
        "Une formation aux tableaux numériques est prévue.",
        ("2000", "2250"),
        ONSITE,
        pay_note="Régime indemnitaire, prévoyance",
        features=("buddy", "training", "early_or_late"),
        published=13,
        ends=33,
    ),
    Work(
        "Chargé ou chargée d’accueil du public",
        "intercommunalite",
        "M1601",
        "Vous recevez les personnes qui ont une démarche à faire et vous la faites avec elles : carte grise, allocation, facture "
        "d’eau.",
        (
            "Écouter, comprendre la demande, préparer les pièces.",
            "Accompagner sur l’ordinateur en libre accès, sans faire à la place.",
            "Orienter vers les permanences et prendre les rendez-vous.",
        ),
        "Contrat de douze mois, vingt-huit heures du mardi au vendredi, à Massiac. L’accueil est de plain-pied, avec une boucle "
        "magnétique.",
        "Savoir écouter et expliquer une démarche pas à pas. Être à l’aise avec les sites des administrations. Deux semaines de "
        "formation sont prévues avant l’ouverture du guichet.",
        ("1620", "1720"),
        ONSITE,
        hours="28",
        contract=Contract.CDD,
        months=12,
        features=("hearing_loop", "step_free", "four_days", "training", "no_travel"),
        published=7,
        ends=24,
    ),
    Work(
        "Gestionnaire de l’administration des ventes",
        "laiterie",
        "M1701",
        "Vous faites le lien entre les commandes, l’affinage et les camions : chaque fromage part au bon moment vers le bon "
        "quai.",
        (
            "Enregistrer les commandes des magasins et confirmer les quantités avec les caves.",
            "Préparer les documents de transport et, deux fois par semaine, ceux de l’exportation.",
            "Traiter les réclamations avec le service qualité.",
        ),
        "À Riom-ès-Montagnes, de 7 h à 15 h ou de 9 h à 17 h, au choix de chaque semaine.",
        "Tenir un planning exact quand tout bouge. Avoir travaillé dans un service de commandes, un entrepôt ou un transport est "
        "souhaité. Le logiciel s’apprend en trois semaines.",
        ("1980", "2200"),
        ONSITE,
        pay_note="13e mois, colis de fromages",
        experience=WISHED,
        features=("early_or_late", "adjustable_desk", "guided_start"),
        published=10,
        ends=42,
    ),
    Work(
        "Conseiller ou conseillère agricole",
        "conseil",
        "A1301",
        "Vous suivez trente exploitations d’élevage qui veulent nourrir leurs bêtes avec leur herbe et moins d’aliments achetés.",
        (
            "Visiter chaque exploitation quatre fois par an, mesurer l’herbe et parler des choix à venir.",
            "Calculer les rations et les bilans, et les expliquer.",
            "Animer deux groupes de dix exploitations qui se rendent visite.",
        ),
        "Le bureau est à Pierrefort ; les tournées se font avec une voiture de l’entreprise, jamais plus de trois jours par "
        "semaine.",
        "Connaître l’élevage des bovins, par le travail ou par les études. Savoir convaincre sans imposer. Le permis B est "
        "nécessaire.",
        ("2200", "2550"),
        ONSITE,
        pay_note="Repas de tournée payés",
        starts=3,
        experience=WISHED,
        features=("buddy", "early_or_late"),
        published=15,
        ends=52,
    ),
]

OPEN_WORK = [*HYBRID_WORK, *TELECENTRE_WORK, *REMOTE_WORK, *ONSITE_WORK]

# --- in the other states ----------------------------------------------------------------------------------

ENDING_WORK = [
    Work(
        "Assistant ou assistante de direction",
        "mutuelle",
        "M1604",
        "Vous préparez les réunions, les dossiers et les déplacements de deux personnes de la direction d’une mutuelle.",
        (
            "Tenir deux agendas et préparer chaque réunion : ordre du jour, pièces, salle ou lien.",
            "Écrire les comptes rendus dans les deux jours et suivre ce qui a été décidé.",
            "Organiser l’assemblée générale, une fois par an, avec les délégués et déléguées.",
        ),
        "Trois jours à Arpajon-sur-Cère, deux au télécentre de Montmurat. Les réunions se tiennent entre 9 h et 17 h.",
        "Avoir organisé le travail d’une équipe, d’une association ou d’une direction. Écrire sans faute, et savoir dire qu’un "
        "délai n’est pas possible.",
        ("2100", "2350"),
        HYBRID,
        pay_note="13e mois",
        experience=WISHED,
        telecentres=(MONTMURAT,),
        days=2,
        features=("early_or_late", "step_free"),
        published=20,
        ends=2,
    ),
    Work(
        "Assistant commercial ou assistante commerciale",
        "laiterie",
        "D1401",
        "Vous suivez les crémeries et les restaurants de six départements, au téléphone et par écrit, depuis Murat.",
        (
            "Appeler chaque client à la fréquence qu’il a choisie et noter ses commandes.",
            "Présenter les fromages de la saison et envoyer les échantillons.",
            "Régler les petits litiges de livraison dans la journée.",
        ),
        "Tout se fait au télécentre de Murat, à quatre jours ou quatre jours et demi par semaine ; une visite des caves par "
        "mois.",
        "Aimer le contact et tenir ses promesses. Avoir vendu, servi ou conseillé, dans n’importe quel domaine. Les fromages se "
        "découvrent ici.",
        ("1780", "1950"),
        TELECENTRE,
        hours="32",
        pay_note="Prime d’équipe, deux fois par an",
        telecentres=(MURAT,),
        features=("four_days", "telecentre_paid", "equipment_lent"),
        published=16,
        ends=6,
    ),
]

EXPIRED_WORK = Work(
    "Animateur ou animatrice de réseaux sociaux",
    "tourisme",
    "E1101",
    "Vous animez pendant l’hiver les pages d’un office de tourisme : neige, sentiers en raquettes, marchés et veillées.",
    (
        "Publier quatre fois par semaine et répondre dans la journée, y compris aux critiques.",
        "Recueillir les photos des hébergements, avec les accords et les crédits.",
        "Décrire chaque image et sous-titrer chaque vidéo.",
        "Faire un bilan d’une page par mois.",
    ),
    "Tout à distance, vingt-quatre heures par semaine réparties sur cinq jours, dimanches exclus.",
    "Écrire avec justesse et répondre calmement. Avoir tenu les pages d’une association, d’un commerce ou d’une commune suffit. "
    "Le matériel est prêté.",
    ("1380", "1480"),
    REMOTE,
    hours="24",
    contract=Contract.CDD,
    months=5,
    flexible=True,
    features=("no_car", "equipment_lent", "half_days"),
    published=40,
    ends=-2,
)

FILLED_WORK = Work(
    "Secrétaire comptable",
    "transports",
    "M1203",
    "Vous tenez l’accueil, le courrier et les factures d’une entreprise de transport, à mi-chemin entre le bureau et le "
    "télécentre.",
    (
        "Répondre aux clients et aux personnes qui conduisent, au téléphone et par message.",
        "Établir les factures à partir des lettres de voiture et suivre les paiements.",
        "Préparer les pièces pour le cabinet comptable, le 5 de chaque mois.",
    ),
    "Deux jours au télécentre de Murat, les autres à Neussargues-Moissac. Horaires à convenir entre 7 h 30 et 18 h.",
    "Savoir tenir des dossiers en ordre et se servir d’un tableur. Une première expérience de la facturation est souhaitée. "
    "Trois semaines de passage de relais sont prévues.",
    ("1960", "2120"),
    HYBRID,
    experience=WISHED,
    telecentres=(MURAT,),
    days=2,
    features=("early_or_late", "buddy"),
    published=21,
    ends=34,
)

READ_WORK = Work(
    "Conseiller ou conseillère numérique",
    "intercommunalite",
    "K2111",
    "Vous aidez les habitants et habitantes de dix-huit communes à se servir de leur ordinateur et de leur téléphone.",
    (
        "Tenir un atelier par jour, dans les mairies et dans les télécentres de Murat et d’Allanche.",
        "Accompagner une personne à la fois sur ce qui la bloque : un mot de passe, une photo à envoyer, une démarche.",
        "Écrire des fiches d’une page, en gros caractères.",
    ),
    "Contrat de dix-huit mois. Une voiture de service, un ordinateur et un vidéoprojecteur sont fournis.",
    "Savoir expliquer sans jargon et sans prendre la souris. La formation de conseil numérique, quatre semaines, est payée et "
    "suivie avant les premiers ateliers.",
    ("1950", "2150"),
    HYBRID,
    contract=Contract.CDD,
    months=18,
    starts=2,
    telecentres=(MURAT, ALLANCHE),
    days=2,
    features=("training", "guided_start", "equipment_lent", "no_car"),
    ends=75,
)

UNFINISHED_WORK = [
    Work(
        "Archiviste",
        "numerisation",
        "K1601",
        "Vous classez les archives de petites communes avant leur numérisation, puis vous les rendez, en ordre, avec un "
        "inventaire que chacun et chacune peut lire en mairie.",
        (),
        "",
        "",
        None,
        HYBRID,
        hours=None,
        telecentres=(SAINT_FLOUR,),
        features=("quiet",),
    ),
    Work(
        "Cartographe",
        "conseil",
        "",
        "Cartes des zones humides et des estives.",
        (),
        "",
        "Connaître un système d’information géographique.",
        ("2100", "2400"),
        REMOTE,
        contract=Contract.CDD,
    ),
]


class Letter(NamedTuple):
    """An application for the offer with this title; `states` are those it passes through, one a day, from its arrival on."""

    title: str
    name: str
    email: str
    message: str
    days_ago: int
    states: tuple[str, ...] = ()
    reason: str = ""


LETTERS = [
    Letter(
        "Conseiller ou conseillère clientèle en assurance",
        "Alix Exemple",
        "alix@exemple.fr",
        "J’ai répondu pendant quatre ans aux usagers d’un service des eaux, au guichet puis par écrit. Le télécentre de "
        "Montmurat me conviendrait. Je peux commencer à la date prévue.",
        days_ago=1,
    ),
    Letter(
        "Technicien ou technicienne d’assistance informatique",
        "Lou Exemple",
        "lou@exemple.fr",
        "Je dépanne les ordinateurs d’une association et j’écris ses fiches d’aide. J’aimerais en faire mon métier, depuis "
        "Murat.",
        days_ago=4,
        states=("reviewing",),
    ),
    Letter(
        "Gestionnaire de paie",
        "Charlie Exemple",
        "charlie@exemple.fr",
        "J’établis la paie de vingt-deux salariés dans une coopérative. Votre relecture à deux avant chaque envoi me plaît. Je "
        "suis disponible trois jours par semaine à Allanche.",
        days_ago=2,
        states=("reviewing", "shortlisted"),
    ),
    Letter(
        "Acheteur ou acheteuse",
        "Morgan Exemple",
        "morgan@exemple.fr",
        "J’ai géré le stock d’un magasin de bricolage et je souhaite passer aux achats.",
        days_ago=10,
        states=("reviewing", "refused"),
        reason="Le poste demande d’avoir déjà négocié des contrats d’achat d’un an ; vous parlez de gestion de stock.",
    ),
]
