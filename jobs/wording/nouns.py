"""French names of jobs: masculine and feminine forms, and names that have one form for both. No database."""

from typing import NamedTuple

from jobs.wording.findings import fold


class Word(NamedTuple):
    """A word in its two forms, equal when it has only one."""

    masculine: str
    feminine: str

    @property
    def is_epicene(self) -> bool:
        return self.masculine == self.feminine


class Form(NamedTuple):
    """A word as it stands in a text: "m" or "f", or "" when it does not show."""

    word: Word
    gender: str
    is_plural: bool

    def masculine(self) -> str:
        return plural_of(self.word.masculine) if self.is_plural else self.word.masculine

    def feminine(self) -> str:
        return plural_of(self.word.feminine) if self.is_plural else self.word.feminine


def plural_of(word: str) -> str:
    if word.endswith(("s", "x")):
        return word
    return f"{word[:-2]}aux" if word.endswith("al") else f"{word}s"


# Names of jobs that do not follow a rule of RULES, that follow it with accents that a reader may leave out,
# or whose ending belongs to things as well. A name that is not here is known by its ending, when it comes first.
TWO_FORMS = """
    accompagnateur/accompagnatrice acheteur/acheteuse acteur/actrice adjoint/adjointe administrateur/administratrice
    agent/agente agriculteur/agricultrice ambassadeur/ambassadrice ambulancier/ambulancière animateur/animatrice
    apiculteur/apicultrice apprenti/apprentie artisan/artisane assistant/assistante associé/associée attaché/attachée
    auditeur/auditrice auteur/autrice avocat/avocate berger/bergère boucher/bouchère boulanger/boulangère cadreur/cadreuse
    caissier/caissière carreleur/carreleuse charcutier/charcutière chargé/chargée charpentier/charpentière
    chauffeur/chauffeuse chef/cheffe chercheur/chercheuse chirurgien/chirurgienne coiffeur/coiffeuse
    collaborateur/collaboratrice commerçant/commerçante commercial/commerciale commis/commise compositeur/compositrice
    concepteur/conceptrice conducteur/conductrice conférencier/conférencière conseiller/conseillère consultant/consultante
    contremaître/contremaîtresse contrôleur/contrôleuse coordinateur/coordinatrice coordonnateur/coordonnatrice
    coopérateur/coopératrice correcteur/correctrice correspondant/correspondante couturier/couturière créateur/créatrice
    cuisinier/cuisinière député/députée décorateur/décoratrice délégué/déléguée designeur/designeuse dessinateur/dessinatrice
    développeur/développeuse directeur/directrice diététicien/diététicienne docteur/docteure éditeur/éditrice
    éducateur/éducatrice électricien/électricienne éleveur/éleveuse employé/employée enquêteur/enquêtrice
    enseignant/enseignante entraîneur/entraîneuse entrepreneur/entrepreneuse esthéticien/esthéticienne expert/experte
    exploitant/exploitante facilitateur/facilitatrice facteur/factrice fermier/fermière formateur/formatrice
    forestier/forestière gardien/gardienne géomaticien/géomaticienne gérant/gérante gouvernant/gouvernante graveur/graveuse
    greffier/greffière hôte/hôtesse hôtelier/hôtelière huissier/huissière illustrateur/illustratrice imprimeur/imprimeuse
    indépendant/indépendante infirmier/infirmière informaticien/informaticienne ingénieur/ingénieure inspecteur/inspectrice
    installateur/installatrice instituteur/institutrice instructeur/instructrice intendant/intendante
    intégrateur/intégratrice intervenant/intervenante jardinier/jardinière jointeur/jointeuse laborantin/laborantine
    lecteur/lectrice livreur/livreuse logisticien/logisticienne maçon/maçonne maître/maîtresse magasinier/magasinière
    magistrat/magistrate maraîcher/maraîchère marchand/marchande masseur/masseuse mécanicien/mécanicienne
    médiateur/médiatrice menuisier/menuisière metteur/metteuse meneur/meneuse modérateur/modératrice moniteur/monitrice
    monteur/monteuse musicien/musicienne négociateur/négociatrice observateur/observatrice opérateur/opératrice
    opticien/opticienne orienteur/orienteuse ouvrier/ouvrière pâtissier/pâtissière paysan/paysanne pharmacien/pharmacienne
    plombier/plombière porteur/porteuse postier/postière préparateur/préparatrice préposé/préposée président/présidente
    producteur/productrice professeur/professeure programmeur/programmeuse projeteur/projeteuse prospecteur/prospectrice
    puériculteur/puéricultrice réalisateur/réalisatrice recruteur/recruteuse rédacteur/rédactrice référent/référente
    régisseur/régisseuse remplaçant/remplaçante répétiteur/répétitrice répartiteur/répartitrice représentant/représentante
    restaurateur/restauratrice romancier/romancière salarié/salariée scripteur/scriptrice serveur/serveuse soignant/soignante
    statisticien/statisticienne superviseur/superviseuse surveillant/surveillante technicien/technicienne testeur/testeuse
    tisserand/tisserande traducteur/traductrice traiteur/traiteuse transcripteur/transcriptrice travailleur/travailleuse
    trésorier/trésorière tuteur/tutrice vendangeur/vendangeuse vendeur/vendeuse vérificateur/vérificatrice veilleur/veilleuse
"""
ONE_FORM = """
    accessoiriste actuaire aide analyste anesthésiste archiviste architecte artiste auxiliaire bénévole bibliothécaire
    biologiste cadre cariste chauffagiste chimiste comptable concierge dactylo dentiste designer documentaliste dramaturge
    économiste ergonome ergothérapeute fiscaliste fleuriste garde géographe géologue géomètre gestionnaire graphiste guide
    hydrologue hygiéniste iconographe infographiste interprète journaliste juriste kinésithérapeute libraire linguiste
    maquettiste manager mandataire manutentionnaire médecin membre modéliste naturaliste notaire oenologue orthophoniste
    ostéopathe owner paysagiste peintre photographe pigiste pilote podologue prestataire psychologue réceptionniste
    responsable scénariste scrum secrétaire sophrologue spécialiste sociologue stagiaire standardiste styliste stratège
    technologue terminologue thérapeute urbaniste vétérinaire vidéaste webmaster webmestre
"""
ADJECTIVES = """
    administratif/administrative adjoint/adjointe agricole/agricole artisanal/artisanale associé/associée bilingue/bilingue
    certifié/certifiée clinicien/clinicienne commercial/commerciale comptable/comptable confirmé/confirmée créatif/créative
    culturel/culturelle débutant/débutante départemental/départementale diplômé/diplômée délégué/déléguée dynamique/dynamique
    éducatif/éducative expérimenté/expérimentée familial/familiale financier/financière forestier/forestière général/générale
    généraliste/généraliste hospitalier/hospitalière hôtelier/hôtelière immobilier/immobilière indépendant/indépendante
    industriel/industrielle intérimaire/intérimaire international/internationale itinérant/itinérante juridique/juridique
    libéral/libérale local/locale logistique/logistique maternel/maternelle médical/médicale ménager/ménagère motivé/motivée
    municipal/municipale numérique/numérique opérationnel/opérationnelle parlementaire/parlementaire polyvalent/polyvalente
    principal/principale professionnel/professionnelle qualifié/qualifiée régional/régionale remplaçant/remplaçante
    salarié/salariée saisonnier/saisonnière scolaire/scolaire sédentaire/sédentaire social/sociale spécialisé/spécialisée
    sportif/sportive technique/technique territorial/territoriale titulaire/titulaire trilingue/trilingue thermal/thermale
    touristique/touristique volant/volante
"""

# Endings by which an unknown name is known: of both forms, folded, with the accents that the feminine takes.
RULES = (("teur", "trice", "trice"), ("eur", "euse", "euse"), ("ien", "ienne", "ienne"), ("ier", "iere", "ière"))
# Things and qualities with such an ending that open a title or a sentence.
THINGS = """
    accelerateur ailleurs ancien ancienne atelier barriere bien cahier calendrier carriere chaleur chantier collier combien
    compteur couleur courrier dernier derniere distributeur dossier entretien entiere exterieur faveur fevrier filiere
    financiere foncier frontiere gibier gravier hauteur honneur immobilier immobiliere interieur janvier labeur leur leurs
    levier lien lumiere maintien majeur maniere matiere meilleur meilleure metier mineur mobilier moteur ordinateur panier
    papier particulier particuliere plusieurs premier premiere projecteur quartier quotidien quotidienne rapporteur riviere
    rien saveur secteur selecteur simulateur soutien superieur tracteur transformateur valeur vecteur vigueur
"""
NOT_PEOPLE = frozenset(THINGS.split())
PREFIXES = ("tele", "web", "video", "co", "cyber", "auto", "micro", "eco")


def _pairs(table: str) -> list[Word]:
    return [Word(*pair.split("/")) for pair in table.split()]


def _by_form(words: list[Word]) -> dict[str, tuple[Word, str]]:
    forms = {}
    for word in words:
        forms[fold(word.masculine)] = (word, "" if word.is_epicene else "m")
        forms[fold(word.feminine)] = (word, "" if word.is_epicene else "f")
    return forms


NOUNS = _by_form([Word("homme", "femme"), *_pairs(TWO_FORMS)] + [Word(name, name) for name in ONE_FORM.split()])
QUALITIES = _by_form(_pairs(ADJECTIVES))


def noun(folded: str) -> Form | None:
    """The name of a job, with or without a prefix: "telesecretaire"."""
    if found := _looked_up(folded, NOUNS):
        return found
    prefix = next((one for one in PREFIXES if folded.startswith(one) and len(folded) > len(one) + 3), "")
    found = _looked_up(folded[len(prefix) :], NOUNS) if prefix else None
    if found is None:
        return None
    shown = "télé" if prefix == "tele" else prefix
    return found._replace(word=Word(shown + found.word.masculine, shown + found.word.feminine))


def quality(folded: str) -> Form | None:
    """An adjective that stands behind the name of a job."""
    return _looked_up(folded, QUALITIES)


def _looked_up(folded: str, forms: dict[str, tuple[Word, str]]) -> Form | None:
    if found := forms.get(folded):
        return Form(*found, is_plural=False)
    if folded.endswith("aux") and (found := forms.get(f"{folded[:-3]}al")):
        return Form(*found, is_plural=True)
    if folded.endswith("s") and (found := forms.get(folded[:-1])):
        return Form(*found, is_plural=True)
    return None


def guessed(folded: str, typed: str) -> Form | None:
    """An unknown name of a job, by its ending; `typed` is the same word as typed, for its accents."""
    is_plural = folded.endswith("s")
    single, shown = (folded[:-1], typed[:-1]) if is_plural else (folded, typed)
    if {single, folded} & NOT_PEOPLE or len(single) != len(shown):
        return None
    for masculine, feminine, accented in RULES:
        for ending, gender in ((masculine, "m"), (feminine, "f")):
            if single.endswith(ending) and len(single) > len(ending) + 2:
                stem = shown[: -len(ending)].lower()
                return Form(Word(stem + masculine, stem + accented), gender, is_plural)
    return None
