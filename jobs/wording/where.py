"""Rules about where and on what somebody lives: home, study, money, and what work may not cost. Patterns read folded text."""

from jobs.wording.reasons import BANK, CASH, FEES, POVERTY, POVERTY_IN_LAW, RESIDENCE, STUDENT, UNDECLARED
from jobs.wording.rules import FEW, MUST, NEAR, ONLY, doubtful, forbidden

OTHER_SITUATIONS = [
    doubtful("student", STUDENT, r"\b(?:jobs?|emplois?|postes?) (?:d')?etudiant\w{0,2}", instead="Temps partiel"),
    doubtful(
        "student",
        STUDENT,
        (
            rf"\b(?:ideal\w*|convien\w{{1,8}}|ouvert\w{{0,3}}|reserve\w{{0,3}}|parfait|adapte\w{{0,3}})"
            rf"\b{FEW}etudiant\w{{0,2}}"
        ),
        instead="Temps partiel",
    ),
    doubtful(
        "student",
        STUDENT,
        r"\betudiant\w{0,2} (?:bienvenu\w{0,3}|acceptee?s?|uniquement|souhaitee?s?)\b",
        instead="Temps partiel",
    ),
    forbidden(
        "poverty",
        POVERTY,
        (
            r"\b(?:beneficiaires? du rsa|chomeu(?:r|se)s?|demandeu(?:r|se)s? d'emploi|allocataires?|rsa|precaires)"
            r" (?:s'abstenir|exclu\w{0,3})\b"
        ),
    ),
    doubtful(
        "poverty",
        POVERTY_IN_LAW,
        (
            rf"\b(?:reserve|ouvert|priorite)\w{{0,3}}\b{FEW}(?:beneficiaires du rsa|demandeurs d'emploi|chomeurs"
            rf"|allocataires)\b"
        ),
    ),
    doubtful(
        "poverty",
        POVERTY_IN_LAW,
        r"\b(?:inscriptions?|inscrite?s?(?:\(e\))?) (?:a|comme) (?:france travail|pole emploi|demandeur)\w{0,2}",
        after=r"\b(?:demandeurs d'emploi|personnes|usagers)",
    ),
    forbidden(
        "bank",
        BANK,
        r"\bdomiciliation bancaire\b",
        r"\bcompte (?:bancaire|en banque) (?:domicilie|ouvert|francais|en france|dans une banque)\b",
        after=r"\b(?:changements? de|mandats? de)",
    ),
    forbidden(
        "poverty",
        POVERTY,
        (
            r"\b(?:surendett|endett|interdits? bancaire|sans domicile|assiste)\w{0,4}\b[^.;!?\n]{0,20}\b(?:s'abstenir"
            r"|exclu|refuse)\w{0,2}"
        ),
        r"\bne (?:pas etre|pas percevoir|percevoir ni)\b[^.;!?\n]{0,30}\b(?:rsa|chomage|allocations?|surendett\w{1,4})\b",
        r"\b(?:personnes|candidat\w{0,3}) (?:deja )?en (?:poste|emploi|activite) (?:uniquement|exclusivement)\b",
    ),
]

AT = r"(?:le|la|les|a|au|dans|en|sur|pres|proche|deja|l'|d')"
SOMEBODY_SERVED = (
    r"\b(?:(?:aupres|aid|accompagn|appel|conseill|recev|accueil|servi)\w{0,6}\b.{0,20}|patients?|clients?|usagers"
    r"|familles?|abonnes|seniors|personnes agees|societes?|entreprises?|compte|compte bancaire)"
)

RESIDENCE_RULES = [
    forbidden(
        "residence",
        RESIDENCE,
        (
            rf"\b(?:personnes? |candidat\w{{0,3}} |profils? )?(?:habitant|residant|demeurant|domiciliee?s?(?:\(e\))?)"
            rf"\s{AT}\b(?: cantal\b| departement\b)?"
        ),
        instead="Poste à exercer dans le Cantal",
        after=SOMEBODY_SERVED,
    ),
    forbidden(
        "residence",
        RESIDENCE,
        rf"\bvous (?:habitez|residez|vivez|demeurez) {AT}\b(?: cantal\b)?",
        instead="Poste à exercer dans le Cantal",
    ),
    forbidden(
        "residence",
        RESIDENCE,
        rf"\b(?:habiter|resider|etre domicilie\w{{0,3}}) {AT}\b",
        instead="Poste à exercer dans le Cantal",
        after=(
            r"\b(?:envie d'|venir|venez|souhaitez|pouvez|projet d'|aide a|revez d'|choisir d'|possible d'|libre"
            r" d')"
        ),
    ),
    forbidden(
        "residence",
        RESIDENCE,
        (
            rf"\b(?:reserve|priorite|preference)\w{{0,3}}\b{FEW}(?:habitante?s?|residents|cantalien\w{{0,3}}|gens du pays)"
            rf"\b"
        ),
        after=r"\b(?:repond|servi|accueill|recev|donn)\w{0,4}\b.{0,20}",
    ),
    forbidden(
        "residence",
        RESIDENCE,
        r"\bcandidat\w{0,6} loca(?:l|ux|le|les)\b",
        r"\b(?:originaire|etre|etes) (?:du|de la|d'|de) (?:cantal|departement|region|auvergne)\b",
    ),
    forbidden(
        "residence",
        RESIDENCE,
        rf"{MUST} ?(?:deja |pouvoir |que vous )?(?:vivre|habiter|habitiez|resider|residiez|demeurer|loger) {AT}\b",
        (
            rf"{ONLY}{NEAR}\b(?:personnes?|candidat\w{{0,3}}|gens|habitants)\b{NEAR}(?:\b(?:du|de la|d'|de) ?(?:cantal"
            rf"|departement|region|coin|commune|pays)\b)"
        ),
        r"\bcandidat\w{0,3} (?:du|de la|d'|de) ?(?:cantal|departement|region|coin|commune|pays)\b",
        r"\b(?:domicile|habitation) (?:situee? )?a moins de\b",
        after=r"\b(?:repond|servi|accueill|recev|donn|aid|accompagn|appel|conseill)\w{0,6}\b.{0,20}",
    ),
    forbidden("residence", RESIDENCE, rf"\bresidence (?:principale )?{AT} {NEAR}(?:exigee|obligatoire|souhaitee|imperative)\b"),
]

NOT_BORNE = (
    r"(?![^.;!?\n]{0,40}(?:rembours|pris en charge|prise en charge|offert|gratuit|par l'entreprise|par"
    r" l'employeur))"
)

MONEY = [
    forbidden(
        "fees",
        FEES,
        (
            rf"\bfrais (?:de dossier|d'inscription|de formation|d'etude|d'agence|de placement|de candidature|de"
            rf" recrutement)\b(?! des ){NOT_BORNE}(?: a la charge du candidat)?"
        ),
        after=r"\b(?:aucuns?|sans|pas de|ni|zero|suivi des|saisie des|gestion des|remboursement des)",
    ),
    forbidden("fees", FEES, r"\ba la charge (?:du candidat|de la candidate|de la personne (?:retenue|recrutee)|du salarie)\b"),
    forbidden(
        "fees",
        FEES,
        (
            r"\b(?:paye|finance|regle|verse|achete|supporte)(?:e|s|es)? par (?:le candidat|la candidate|le salarie"
            r"|vous|l'interesse|la personne)\w{0,3}"
        ),
        r"\b(?:verser|payer|regler|avancer|virement de|mandat de)\b[^.;!?\n\d]{0,20}\d{1,4} ?(?:€|euros?\b)",
        r"\b(?:droits? d'(?:entree|adhesion)|inscription payante|mise de fonds|investissement de depart)\b",
        r"\bapport (?:personnel|financier) (?:exige|demande|obligatoire|de \d)",
        r"\b(?:numeros?|appels?|lignes?) payante?s?\b|(?:€|euros?|centimes) ?(?:par|la|/) ?(?:minute|min|appel)\b",
        r"\b(?:frais|cout|inscription|licence|abonnement)\b[^.;!?\n]{0,30}?\ba (?:votre|sa) charge\b",
        r"\ba (?:vos|ses) frais\b",
    ),
    forbidden("fees", FEES, r"\bcheque (?:de )?\d{1,4}", after=r"\b(?:votre|prime par|paye\w{0,2} par)"),
    forbidden(
        "fees",
        FEES,
        (
            rf"\b(?:kit|materiel|pack|formation|stock|ordinateur|logiciel)\b{NEAR}(?:a acheter|a vos frais|payante?|a"
            rf" votre charge|a financer|a payer)\b"
        ),
    ),
    forbidden("fees", FEES, r"\b(?:versement|caution|acompte|depot de garantie) (?:de \d|demandee?|exigee?|obligatoire)"),
    forbidden(
        "fees", FEES, r"(?<!\d)0\s?8[ .-]?9[0-9](?:[ .-]?\d){6}(?!\d)", r"\+33\s?(?:\(0\)\s?)?8[ .-]?9\d(?:[ .-]?\d){6}(?!\d)"
    ),
    forbidden("fees", FEES, r"\bsurtaxee?s?\b", after=r"\b(?:non|pas|sans)"),
    forbidden("undeclared", UNDECLARED, r"\bau (?:noir|black)\b", r"\bde la main a la main\b"),
    forbidden(
        "undeclared",
        UNDECLARED,
        r"\b(?:travail|emploi|poste|heures|mission|activite) non declaree?s?\b",
        r"\bsans etre declaree?\b",
        after=r"\b(?:contre le|declaration des|controle des)",
    ),
    forbidden(
        "undeclared",
        UNDECLARED,
        r"\b(?:hors contrat|contrat oral|dessous de table|sous le manteau|sans declaration)\b",
        r"\b(?:essai|periode|journee|semaine|mois) (?:d'essai )?non (?:remunere|paye)e?s?\b",
    ),
    forbidden("undeclared", UNDECLARED, r"\b(?:pas de|sans) contrat\b(?! (?:d|de)\b)"),
    doubtful(
        "undeclared", CASH, rf"\b(?:payee?|remuneree?|reglement|salaire|paiement|remuneration){FEW}(?:especes|liquide|cash)\b"
    ),
]
