"""Rules about how somebody is and thinks: disability, health, looks, convictions. Patterns read folded text."""

from jobs.wording.reasons import (
    APPEARANCE,
    DISABILITY,
    DISABILITY_SOUNDS,
    FITNESS,
    HEALTH,
    MORALS,
    NEUTRALITY,
    OPINIONS,
    ORIENTATION,
    PHOTO,
    RECORD,
    RELIGION,
    SMOKING,
    VACCINATION,
)
from jobs.wording.rules import ASKED, DEMANDED, FEW, NEAR, NEXT, doubtful, forbidden

DISABLED = (
    r"(?:(?:personnes?|travailleu\w{1,4}|salaries?|candidat\w{0,3}|personnels?)\W{1,2}(?:en situation de handicap"
    r"|handicape\w{0,3}|porteu\w{1,4} d'un handicap)|handicapee?s?)"
)
KEPT = r"(?:reserve|ouvert|destine|adapte|propose|accessible|convien|convenir|compatible)\w{0,4}"
HAND_IN_WORK = (
    r"\b(?:accompagn\w{0,6}|aid\w{1,6}|aupres|enfants?|adultes?|jeunes|eleves|insertion|emploi|publics?"
    r"|referente?s?|foyers?|etablissements?|associations?|services?|accueil\w{0,4}|secteur|prise en charge"
    r"|accessib\w{2,6}|droits?|maison departementale|soutien|education|sport|domaine|champ)\b.{0,60}"
)

HEALTH_RULES = [
    forbidden(
        "disability",
        DISABILITY,
        (
            r"\b(?:rqth|boeth)\b(?: (?:exigee?s?|souhaitee?s?|bienvenue?s?|obligatoires?|appreciee?s?|demandee?s?"
            r"|uniquement))?"
        ),
        after=r"\b(?:dossiers?|demandes?|renouvellements?) (?:de |d'|des )?",
    ),
    forbidden(
        "disability",
        DISABILITY,
        rf"\breconnaissance\b{NEAR}\btravailleu(?:r|se)s? handicapee?s?\b",
        r"\breconnu(?:e|s|es)? (?:comme )?travailleu(?:r|se)s? handicapee?s?\b",
        after=r"\b(?:dossiers?|demandes?|renouvellements?) (?:de |d'|des )?",
    ),
    forbidden(
        "disability",
        DISABILITY,
        (
            rf"\b(?:poste|offre|emploi|annonce|recrutement|candidature|mission|contrat)s?\b(?: (?:est|sont|ne"
            rf"|n'est))?{NEAR}\b{KEPT}{NEAR}{DISABLED}"
        ),
    ),
    forbidden("disability", DISABILITY, rf"(?:^|(?<=[.;:!?–] )|(?<=ne )){KEPT}\b{FEW}{DISABLED}"),
    forbidden(
        "disability",
        DISABILITY,
        rf"\b(?:priorite|a competences egales|preference)\b{NEAR}{DISABLED}",
        (
            rf"\b(?:encourag|privilegi|favoris)\w{{1,5}}\b{NEAR}\b(?:candidat|recrutement|embauche"
            rf"|profil)\w{{0,6}}\b{NEAR}handicap\w{{0,4}}"
        ),
        rf"{ASKED}{NEAR}\bhandicap\b",
    ),
    forbidden("disability", DISABILITY, rf"\bhandicap\w{{0,4}}{NEXT}{DEMANDED}", after=HAND_IN_WORK),
    forbidden(
        "disability",
        DISABILITY,
        rf"{DISABLED} (?:bienvenu\w{{0,3}}|s'abstenir|acceptee?s?|uniquement|exclu\w{{0,3}}|encouragee?s?)\b",
    ),
    forbidden("disability", DISABILITY, r"\bhandi.?(?:accueillant|friendly|bienveillant)\w{0,2}"),
    forbidden("disability", DISABILITY, r"\b(?:sans|aucun|pas de) handicap\b", r"\bpersonnes? valides?\b"),
    doubtful("disability", DISABILITY_SOUNDS, r"\bhandicap\w{0,4}", after=HAND_IN_WORK),
    forbidden("health", HEALTH, r"\b(?:bonne|excellente|parfaite) sante\b(?! (?:financiere|economique))"),
    forbidden(
        "health",
        HEALTH,
        r"\b(?:bonne|excellente|parfaite|grande) (?:condition|forme|resistance|constitution|force) physique\b",
        r"\b(?:condition|resistance) physique\b(?! des)",
    ),
    forbidden(
        "health",
        HEALTH,
        (
            r"\b(?:sans|pas de|aucune?|ni) (?:problemes? de (?:dos|sante|vue)|maladies?(?: chroniques?)?|allergies?"
            r"|antecedents? medica(?:l|ux))\b"
        ),
    ),
    forbidden("health", HEALTH, rf"\b(?:personne|candidate?|homme|femme|etre|etes){FEW}(?:robuste|costaude?)\b"),
    forbidden(
        "health",
        HEALTH,
        r"\b(?:etre|etes|personne|candidate?) (?:toujours )?en pleine forme\b",
        (
            r"\b(?:jamais|pas|ni|sans|ne)\b[^.;!?\n]{0,25}?(?<!assurance )\b(?:malade|maladies?|arrets? maladie"
            r"|problemes? de sante)\b"
        ),
        rf"{ASKED}{NEAR}\b(?:etat de sante|maladies?|allergies?|traitements? medica(?:l|ux))\b",
        after=r"\b(?:saisi|gere|suivi|trait)\w{0,3}\b.{0,30}",
    ),
    doubtful(
        "health",
        FITNESS,
        r"\baptitudes? physiques?\b",
        r"\bapte physiquement\b",
        r"\bphysiquement apte\b",
        r"\bcertificat medical\b",
    ),
    doubtful(
        "health",
        VACCINATION,
        r"\bvaccin\w{0,7} (?:a jour|obligatoires?|exigee?s?)\b",
        after=r"\b(?:suivi|campagne|centre) (?:de |des |de la )?",
    ),
    doubtful(
        "smoking",
        SMOKING,
        r"\bnon[ -]fumeu(?:r|se)s?\b",
        instead="Locaux sans tabac",
        after=r"\b(?:locaux|espaces?|batiments?|lieux?|logements?|site)(?: entierement)?",
    ),
]


APPEARANCE_RULES = [
    forbidden(
        "appearance",
        APPEARANCE,
        (
            r"\b(?:bonne|excellente|tres bonne|belle|parfaite) (?:presentation|apparence|allure|prestance)\b(?! (?:orale"
            r"|ecrite|de |des |du |d'))(?: exigee)?"
        ),
        instead="Sens de l’accueil",
    ),
    forbidden(
        "appearance",
        APPEARANCE,
        r"\bpresentation (?:soignee|impeccable|irreprochable|exigee)\b(?! de)",
        instead="Sens de l’accueil",
    ),
    forbidden(
        "appearance",
        APPEARANCE,
        r"\bphysique (?:agreable|avantageux|attrayant|soigne)\b",
        r"\bapparence (?:physique|soignee|agreable)\b",
        instead="Sens de l’accueil",
    ),
    forbidden("appearance", APPEARANCE, r"\btaille (?:minimum|minimale|mini|maximum|maximale|mannequin)\b", r"\bcorpulence\b"),
    forbidden(
        "appearance",
        APPEARANCE,
        r"\b(?:vous etes|personne|femme|homme) (?:tres )?(?:belle|beau|elegante?|mince|jolie?|seduisante?)\b",
    ),
    forbidden(
        "appearance",
        APPEARANCE,
        r"\bsilhouette (?:elancee|mince|fine|soignee|agreable)\b",
        r"\b(?:allure|mine|physionomie|look|visage) (?:soignee?|agreable|impeccable|jeune|avenante?)\b",
        r"\b(?:svelte|photogenique|mensurations|bien de sa personne)\b",
        r"\b(?:sans|pas de|aucun|ni) (?:tatouages?|piercings?|barbe|surpoids)\b",
        r"\b(?:beau|belle|joli) (?:sourire|visage|plastique)\b",
    ),
    doubtful("photo", PHOTO, r"\bphoto(?:graphie)?(?: d'identite)? (?:facultative|non obligatoire|bienvenue|appreciee)\b"),
    forbidden(
        "photo",
        PHOTO,
        (
            r"\bphoto(?:graphie)?(?: d'identite)?(?: recente)? (?:exigee|obligatoire|indispensable|demandee|souhaitee"
            r"|requise)\b"
        ),
    ),
    forbidden(
        "photo",
        PHOTO,
        rf"\bphoto(?:graphie)?\b(?! (?:de|du|des)\b| d')[^.;!?\n]{{0,25}}?{DEMANDED}",
        r"\bphoto(?:graphie)? (?:sur|dans|jointe a|a joindre a) (?:votre |le |la |l')(?:cv|candidature|dossier)\b",
        after=r"\b(?:aucune|sans|pas de|ni)",
    ),
    forbidden("photo", PHOTO, r"\b(?:cv|candidatures?|lettre|dossier)\b[^.;!?\n]{0,30}?(?:avec|et|\+) (?:une |votre )?photo\b"),
    forbidden(
        "photo",
        PHOTO,
        (
            r"\b(?:joindre|joignez|fournir|envoyez|envoyer|ajoutez) (?:une |votre )?photo(?:graphie)?\b(?:"
            r" d'identite)?(?! d)"
        ),
    ),
]

FAITHS = r"(?:catholique|musulmane?|juive?|protestante?|chretien(?:ne)?|bouddhiste|athee?|croyante?)"

CONVICTIONS = [
    forbidden(
        "religion",
        RELIGION,
        rf"\b{FAITHS}s? (?:pratiquante?s?|de preference|exigee?|souhaitee?|non pratiquante?|s'abstenir|uniquement)\b",
    ),
    forbidden("religion", RELIGION, rf"\b(?:personne|candidate?|etre|vous etes|de confession) {FAITHS}\b"),
    forbidden(
        "religion",
        RELIGION,
        r"\b(?:votre|sa|leur) (?:religion|confession)\b",
        r"\bvoilees?\b",
        r"\bport du voile\b",
        r"\bsans voile\b",
    ),
    forbidden(
        "religion",
        RELIGION,
        rf"{ASKED}{NEAR}\b(?:religion|confession|culte|croyances?)\b",
        rf"\b(?:religion|confession|{FAITHS}s?)\b{NEXT}{DEMANDED}",
        r"\b(?:convictions?|croyances?|opinions?) religieuses?\b",
        r"\b(?:sans|pas de|aucune?|ni) (?:foulard|kippa|hijab|turban|religion)\b",
        after=r"\b(?:cimetieres?|lycees?|ecoles?|etablissements?|enseignement|histoire)\b.{0,20}",
    ),
    doubtful("religion", NEUTRALITY, r"\bsignes? religieux\b", r"\btenue laique\b"),
    forbidden("opinions", OPINIONS, r"\bnon[ -]syndiquee?s?\b", r"\bapolitique\b"),
    forbidden(
        "opinions",
        OPINIONS,
        (
            rf"\b(?:sans|aucune?)\b{FEW}(?:engagement|appartenance|activite|opinion|mandat)s? (?:politique"
            rf"|syndical)e?s?\b(?: ni (?:politique|syndical)e?)?"
        ),
    ),
    forbidden(
        "opinions",
        OPINIONS,
        (
            r"\b(?:opinions?|convictions?|appartenances?|affiliations?|sympathies|idees|engagements?)"
            r" (?:politiques?|syndica(?:le|les|l|ux))\b"
        ),
        rf"\b(?:militant|syndicaliste|syndique|encarte)(?:e|s|es)?\b{NEXT}{DEMANDED}",
        r"\b(?:ne pas etre|ni|pas de) (?:syndiquee?s?|militante?s?|encartee?s?|syndicalistes?)\b",
    ),
    forbidden(
        "orientation",
        ORIENTATION,
        r"\b(?:hetero|homo|bi)sexuel\w{0,3}\b",
        r"\borientation sexuelle\b",
        after=r"\b(?:contre|discrimination\w{0,4}|liees? a l'|lutte) ?(?:l')?",
    ),
    doubtful("morals", MORALS, r"\b(?:de )?bonne moralite\b", r"\bbonnes moeurs\b", r"\bmoralite irreprochable\b"),
    doubtful("record", RECORD, r"\b(?:extrait (?:de |du )?(?:votre )?)?casier judiciaire\b(?: vierge)?"),
]
