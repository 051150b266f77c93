"""The official codes an offer is written with: contracts and their nature (France Travail), jobs (ROME), industries (NAF)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Contract(models.TextChoices):
    """`typeContrat` of France Travail."""

    CDI = "CDI", _("permanent contract (CDI)")
    CDD = "CDD", _("fixed-term contract (CDD)")
    MIS = "MIS", _("temporary work (interim)")
    SAI = "SAI", _("seasonal work")
    CCE = "CCE", _("commercial profession")
    FRA = "FRA", _("franchise")
    LIB = "LIB", _("liberal profession")
    REP = "REP", _("takeover of a business")
    TTI = "TTI", _("temporary work for integration")
    DDI = "DDI", _("fixed-term contract for integration")
    DIN = "DIN", _("permanent temporary work")
    DDT = "DDT", _("fixed-term stepping-stone contract")

    @classmethod
    def for_a_time(cls) -> list["Contract"]:
        """They end by themselves: their length must be said."""
        return [cls.CDD, cls.SAI, cls.MIS, cls.TTI, cls.DDI, cls.DDT]

    @classmethod
    def self_employed(cls) -> list["Contract"]:
        return [cls.LIB, cls.REP, cls.FRA]

    @property
    def short(self) -> str:
        """As people say it: CDI, CDD; the words of the others."""
        return self.value if self.value in ("CDI", "CDD") else str(self.label)


class Nature(models.TextChoices):
    """`natureContrat` of France Travail, those that offers here may have."""

    WORK = "E1", _("employment contract")
    APPRENTICESHIP = "E2", _("apprenticeship")
    PROFESSIONAL_TRAINING = "FS", _("professional training contract")
    SITE = "CC", _("permanent contract for one project (CDI de chantier)")
    CUSTOM = "CU", _("contract of custom (CDD d’usage)")
    INTERMITTENT = "CI", _("intermittent work")
    SELF_EMPLOYED = "NS", _("self-employed work")
    UMBRELLA = "PS", _("umbrella company (portage salarial)")
    INTEGRATION = "I1", _("integration through work")
    PEC = "FT", _("supported contract, non-profit (CUI-CAE)")
    CIE = "FU", _("supported contract, business (CUI-CIE)")


class NafVersion(models.TextChoices):
    """Which nomenclature a code of the industry belongs to: NAF 2025 takes over on 1 January 2027 (décret 2025-736)."""

    REV2 = "rev2", _("NAF rév. 2 (2008)")
    NAF2025 = "2025", _("NAF 2025")


# A short list of the ROME: jobs that are, or can be, done at a distance. Any other code of the right form may be typed.
ROME = {
    "A1301": "Conseil et assistance technique en agriculture",
    "A1303": "Ingénierie en agriculture et environnement naturel",
    "C1102": "Conseil clientèle en assurances",
    "C1109": "Rédaction et gestion en assurances",
    "C1401": "Gestion en banque et assurance",
    "D1401": "Assistanat commercial",
    "D1402": "Relation commerciale grands comptes et entreprises",
    "D1406": "Management en force de vente",
    "D1408": "Téléconseil et télévente",
    "E1101": "Animation de site multimédia",
    "E1102": "Écriture d’ouvrages, de livres",
    "E1103": "Communication",
    "E1104": "Conception de contenus multimédias",
    "E1105": "Coordination d’édition",
    "E1106": "Journalisme et information média",
    "E1108": "Traduction, interprétariat",
    "E1205": "Réalisation de contenus multimédias",
    "E1306": "Prépresse",
    "F1101": "Architecture du BTP et du paysage",
    "F1104": "Dessin BTP et paysage",
    "F1106": "Ingénierie et études du BTP",
    "G1101": "Accueil touristique",
    "G1202": "Animation d’activités culturelles ou ludiques",
    "G1302": "Optimisation de produits touristiques",
    "H1203": "Conception et dessin produits mécaniques",
    "H1206": "Management et ingénierie études, recherche et développement industriel",
    "I1401": "Maintenance informatique et bureautique",
    "K1201": "Action sociale",
    "K1404": "Mise en œuvre et pilotage de la politique des pouvoirs publics",
    "K1601": "Gestion de l’information et de la documentation",
    "K1801": "Conseil en emploi et insertion socioprofessionnelle",
    "K1802": "Développement local",
    "K1901": "Aide et médiation judiciaire",
    "K1903": "Défense et conseil juridique",
    "K2101": "Conseil en formation",
    "K2111": "Formation professionnelle",
    "M1101": "Achats",
    "M1202": "Audit et contrôle comptables et financiers",
    "M1203": "Comptabilité",
    "M1204": "Contrôle de gestion",
    "M1206": "Management de groupe ou de service comptable",
    "M1402": "Conseil en organisation et management d’entreprise",
    "M1403": "Études et prospectives socio-économiques",
    "M1404": "Management et gestion d’enquêtes",
    "M1501": "Assistanat en ressources humaines",
    "M1502": "Développement des ressources humaines",
    "M1503": "Management des ressources humaines",
    "M1601": "Accueil et renseignements",
    "M1604": "Assistanat de direction",
    "M1605": "Assistanat technique et administratif",
    "M1606": "Saisie de données",
    "M1607": "Secrétariat",
    "M1609": "Secrétariat et assistanat médicaux ou médico-sociaux",
    "M1701": "Administration des ventes",
    "M1704": "Management relation clientèle",
    "M1705": "Marketing",
    "M1801": "Administration de systèmes d’information",
    "M1802": "Expertise et support en systèmes d’information",
    "M1803": "Direction des systèmes d’information",
    "M1805": "Études et développement informatique",
    "M1806": "Conseil et maîtrise d’ouvrage en systèmes d’information",
    "M1810": "Production et exploitation de systèmes d’information",
    "N1202": "Gestion des opérations de circulation internationale des marchandises",
}
