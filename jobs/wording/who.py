"""Rules about who somebody is: age, sex, family, origin. Patterns read folded text."""

from jobs.wording.reasons import AGE, AGE_IN_LAW, AGE_SOUNDS, COUPLE, FAMILY, NATIONALITY, ORIGIN, PAPERS, PREGNANCY, SEX
from jobs.wording.rules import ASKED, DEMANDED, FEW, NEAR, NEXT, ONLY, doubtful, forbidden

N = r"(?:1[6-9]|[2-7]\d)"
NOT_OF_A_PERSON = (
    r"\b(?:enfants?|jeunes|adolescents?|adultes|eleves|publics?|personnes agees|residents?|patients?|clients?"
    r"|clientele|usagers|habitants|locataires|contrat|cdd|duree|experience|garantie|pret|depuis|il y a|voici"
    r"|entreprise|maison|societe|association|cabinet|anciennete|recul|chantiers?|salaries|vehicules?|batiments?)"
    r"(?: (?:de|d'|ages? de|agees? de|ont|plus de|moins de|entre)){0,3}"
)
NOT_YEARS_OF_AGE = r"(?!\s?(?:d'|de |dans|apres|plus tard))"
BY_LAW = r"apprenti|alternan|professionnalisation|service civique|volontariat"

AGE_RULES = [
    forbidden(
        "age",
        AGE,
        (
            rf"\b(?:entre |de |agee?s? de |agee?s? entre |ages? ?: ?(?:entre |de )?){{0,2}}{N}\s?(?:ans)?\s?(?:[-–/]|a|et)"
            rf"\s?{N}\s?ans\b{NOT_YEARS_OF_AGE}"
        ),
        after=NOT_OF_A_PERSON,
        within=BY_LAW,
    ),
    forbidden("age", AGE, rf"\bmoins de (?!18){N}\s?ans\b{NOT_YEARS_OF_AGE}", after=NOT_OF_A_PERSON, within=BY_LAW),
    # Reached only where the two before stood back, because a law is named.
    doubtful(
        "age",
        AGE_IN_LAW,
        rf"\b(?:moins de |{N}\s?(?:ans)?\s?(?:[-–/]|a|et)\s?){N}\s?ans\b{NOT_YEARS_OF_AGE}",
        after=NOT_OF_A_PERSON,
    ),
    forbidden("age", AGE, rf"\bplus de {N} ans(?: s'abstenir| exclus?| bienvenue?s?)"),
    forbidden("age", AGE, rf"(?<=avoir )(?:plus|au plus|au moins) (?:de )?(?!18){N} ans\b{NOT_YEARS_OF_AGE}"),
    forbidden(
        "age",
        AGE,
        rf"\b(?!18){N} ans (?:maximum|maxi?|au plus|au maximum|minimum|mini)\b{NOT_YEARS_OF_AGE}",
        after=NOT_OF_A_PERSON,
    ),
    forbidden("age", AGE, rf"\bagee? de (?!18\b){N} ans\b"),
    forbidden(
        "age",
        AGE,
        r"\b(?:age (?:maximum|minimum|maximal|minimal|maxi?|limite|ideal|requis|souhaite|exige)|limite d'age)\b",
        after=r"\b(?:sans|aucune|pas de|ni)",
    ),
    forbidden(
        "age",
        AGE,
        rf"\b(?:pas|avoir|age)\b[^.;!?\n]{{0,20}}?(?:depass|attein)\w{{1,4}} (?:pas )?{N} ans\b",
        r"\bmoins de (?:vingt|trente|quarante|cinquante|soixante)(?:[ -]cinq)? ans\b",
        rf"{ASKED}{NEAR}\b(?:age|date de naissance)\b",
        r"\b(?:trente|quadra|quinqua|sexa)genaires?\b|\btrentenaires?\b|\bdigital natives?\b|\bgeneration z\b",
        after=NOT_OF_A_PERSON,
    ),
    forbidden(
        "age",
        AGE,
        r"\bune? jeunes? (?:et )?(?:motive|dynamique|passionne|ambitieu|qui |pour )",
        r"\b(?:poste|emploi|offre) pour (?:un |une |des )?jeunes?\b",
    ),
    forbidden("age", AGE, r"\bla (?:vingtaine|trentaine|quarantaine|cinquantaine)\b(?! d)"),
    forbidden(
        "age",
        AGE,
        r"\bjeunes? diplomee?s?\b(?:\(e\)|·e)?(?: ou jeune diplomee)?",
        instead="Débutants et débutantes acceptés",
        after=r"\b(?:aupres de|accompagne\w*|conseil\w* aux|insertion des)",
    ),
    forbidden(
        "age",
        AGE,
        (
            r"\bjeunes? (?:retraitee?|homme|femme|fille|garcon|candidate?|personne|collaborat\w{2,6}|salariee?|actif"
            r"|active|talent|profil|loup)s?\b"
        ),
        after=r"\b(?:aupres de|accompagne\w*(?: des| de)?|foyer de|foyer pour|accueil de|aide aux)",
    ),
    forbidden("age", AGE, r"\bvous etes (?:tres )?jeune\b", r"\b(?:personne|candidate?) jeune\b", r"\bjeune d'esprit\b"),
    forbidden(
        "age",
        AGE,
        (
            r"(?:^|(?<=: )|(?<=– )|(?<=- ))jeunes? (?=[a-z]{4,30})(?!entreprises?\b|societes?\b|enfants?\b|pousses?\b"
            r"|equipes?\b|publics?\b)"
        ),
    ),
    forbidden(
        "age",
        AGE,
        (
            rf"\b(?:ideal\w*|convien\w{{1,8}}|poste|emploi|ouvert\w*|complement)\b{FEW}(?:un |une |des |aux |pour )"
            rf"(?:jeunes? )?retraitee?s?\b"
        ),
    ),
    forbidden(
        "age",
        AGE,
        (
            r"\b(?:retraitee?|senior)s? (?:actifs? )?(?:bienvenu\w{0,3}|acceptee?s?|apprecie\w{0,3}|s'abstenir"
            r"|exclu\w{0,3}|uniquement)\b"
        ),
    ),
    forbidden("age", AGE, r"\b(?:reserve\w{0,3}|ouvert\w{0,3}|priorite) aux (?:seniors|jeunes)\b"),
    doubtful(
        "age",
        AGE_IN_LAW,
        r"\b(?:avoir|agee?s? de|etre agee? de|au moins|minimum|plus de) (?:au moins )?18 ans\b",
        r"\b(?:18 ans (?:minimum|revolus)|etre majeure?)\b",
        after=NOT_OF_A_PERSON,
    ),
    doubtful(
        "age",
        AGE_SOUNDS,
        r"\bjeune equipe\b",
        r"\b(?:equipe|ambiance|esprit) (?:tres )?jeune\b(?: et dynamique)?",
        instead="équipe soudée",
    ),
    doubtful(
        "age",
        AGE_SOUNDS,
        r"\bsenior\b",
        instead="expérimenté ou expérimentée",
        after=r"\b(?:residences?|poles?|animation|public|services?|marche|espace|clientele)",
    ),
    doubtful("age", AGE_SOUNDS, r"\bjunior\b", instead="débutant ou débutante"),
]

MAN_OR_WOMAN = r"(?:hommes?|femmes?|dames?|demoiselles?|garcons?)"

SEX_RULES = [
    forbidden(
        "sex",
        SEX,
        r"\b(?:homme|femme) de (?:terrain|confiance|dialogue|l'art|communication|lettres|contact|caractere|metier)\b",
        instead="goût du terrain et du contact",
    ),
    forbidden("sex", SEX, rf"\b(?:de )?preference (?:pour |a )?(?:un |une |les |des )?{MAN_OR_WOMAN}\b"),
    forbidden(
        "sex",
        SEX,
        (
            rf"\b(?:cherch|recherch|recrut|embauch)\w{{1,4}} (?:des |un |une |d'un |d'une )?(?:\w{{4,12}}"
            rf" )?{MAN_OR_WOMAN}\b(?! de menage| de chambre| d'entretien)"
        ),
    ),
    forbidden(
        "sex", SEX, rf"\b(?:reserve|destine|ouvert|propose)\w{{0,3}} (?:uniquement )?(?:aux|a des|a une|a un) {MAN_OR_WOMAN}\b"
    ),
    forbidden("sex", SEX, rf"\b(?:poste|emploi|travail) (?:pour|d'une?|de) (?:un |une )?{MAN_OR_WOMAN}\b"),
    forbidden(
        "sex",
        SEX,
        r"\b(?:profils?|candidatures?|candidate?s?|personnel|personne) (?:\w{2,12} )?(?:feminin|masculin)e?s?\b",
        r"\bsexe (?:masculin|feminin)\b",
    ),
    forbidden(
        "sex",
        SEX,
        (
            rf"\b(?:plutot|preferablement|idealement|si possible),? (?:\w{{2,10}} )?(?:pour |a |de )?(?:une?|des|les)"
            rf" {MAN_OR_WOMAN}\b"
        ),
        rf"\b(?:adapte|destine|ideal|convien)\w{{0,4}} (?:mieux |plutot )?(?:a|pour) (?:une?|des|les) {MAN_OR_WOMAN}\b",
        rf"\b{MAN_OR_WOMAN} (?:serai(?:t|ent)|sera|est|sont|seront) (?:prefer|souhait|privilegi|bienvenu|recherch)\w{{0,4}}",
        rf"{ONLY} (?:les |des |aux )?{MAN_OR_WOMAN}\b",
    ),
    forbidden("sex", SEX, rf"\b(?:pas|point) d(?:e |'){MAN_OR_WOMAN}\b"),
    forbidden(
        "sex",
        SEX,
        (
            rf"\b{MAN_OR_WOMAN} (?:s'abstenir|uniquement|exclusivement|souhaitee?s?|bienvenu\w{{0,3}}|exigee?s?|dynamique"
            rf"|motivee?s?|serieu(?:x|se)|de preference)\b"
        ),
    ),
]


FAMILY_RULES = [
    forbidden("family", FAMILY, r"\bcelibataires?\b"),
    forbidden(
        "family",
        FAMILY,
        r"\b(?:jeunes? )?(?:mamans?|papas?)\b(?! de famille| au foyer| d')",
        after=r"\b(?:pour les|des|aux|entre|accompagne\w{0,4} les|accueil de)",
    ),
    forbidden(
        "family",
        FAMILY,
        r"\bsans enfants?\b(?: a charge)?",
        (
            r"\bsans (?:charges? (?:de famille|familiales?)|attaches?|conjoint|(?:obligations?|contraintes?) familiales?)"
            r"\b"
        ),
    ),
    forbidden(
        "family",
        FAMILY,
        r"\blibre de toute (?:attache|contrainte|obligation)s?\b(?: familiales?)?",
        r"\bmobilite (?:familiale|de la famille|du couple)\b",
    ),
    forbidden(
        "family",
        FAMILY,
        r"\b(?:meres?|peres?|mamans?|papas?) (?:de famille|au foyer|bienvenu\w{0,3}|celibataire|s'abstenir)\b(?! nombreuse)",
        after=r"\b(?:aupres de|accompagne\w*(?: des| de)?|conseil\w* aux|aide aux)",
    ),
    forbidden(
        "family",
        FAMILY,
        r"\bsituation (?:de famille|familiale|maritale|matrimoniale|conjugale)\b",
        after=r"\b(?:changements? de|evolution de la|selon la|etude de la)",
        within=r"allocataires|assures|clients|usagers|beneficiaires",
    ),
    forbidden(
        "family",
        FAMILY,
        r"\bmarie(?:\(e\)|(?:·e|\.e|e)\b)",
        r"\b(?:etre|vous etes|personne) (?:mariee?|divorcee?|pacsee?)\b",
        r"\bmarie ou celibataire\b",
    ),
    forbidden(
        "family",
        FAMILY,
        r"\b(?:aucune?s?|sans|ni) (?:contraintes?|charges?|obligations?|attaches?) (?:familiales?|de famille)\b",
        rf"{ASKED}{NEAR}\b(?:enfants?|mariee?|celibataire|conjoint|statut marital|nom de jeune fille)\b",
        r"\bne pas avoir (?:d'|de |des )(?:jeunes )?enfants?\b(?: a charge| en bas age)?",
        r"\bsi vous avez des enfants\b",
    ),
    doubtful("family", COUPLE, r"\bcouples? de(?= (?:gardien|concierge|gerant|employe|regisseur|restaurat))"),
    forbidden("pregnancy", PREGNANCY, r"\b(?:projets?|desir|intention) (?:de |d')(?:grossesse|maternite|enfant|etre enceinte)\b"),
    forbidden(
        "pregnancy",
        PREGNANCY,
        r"\bfemmes? enceintes? (?:s'abstenir|exclu\w{0,3}|non)\b",
        r"\b(?:ne pas etre|non|pas) enceintes?\b",
        r"\b(?:pas|aucune?|sans|ne|ni)\b[^.;!?\n]{0,40}?\b(?:grossesses?|enceintes?)\b(?! (?:de l|du|des))",
    ),
]

PEOPLES = (
    r"(?:francais|europeen|etranger|belge|suisse|italien|portugais|espagnol|africain|maghrebin|asiatique)(?:ne"
    r"|e)?s?"
)
LANGUAGE = r"(?:anglais|francais|allemand|espagnol|italien|portugais|neerlandais|english|french|german)e?"

ORIGIN_RULES = [
    forbidden(
        "nationality",
        NATIONALITY,
        rf"\bnationalite (?:{PEOPLES}|exigee|obligatoire|de l'union)\b(?: (?:exigee|obligatoire|souhaitee))?",
        after=r"\b(?:acquisition|demandes?|dossiers?|obtention) (?:de la |de |d'acces a la )?",
    ),
    forbidden(
        "nationality",
        NATIONALITY,
        r"\bressortissants? (?:de l'|d'|europeen|francais|communautaire)\w{0,8}(?: europeenne)?",
        after=r"\b(?:accueil|accompagne\w*|aide) (?:de|des|aux)",
    ),
    forbidden(
        "nationality",
        NATIONALITY,
        r"\betrangere?s? (?:s'abstenir|exclu\w{0,3}|refusee?s?)\b",
        r"\bcitoyen\w{0,3} (?:francais|europeen)\w{0,2}\b",
    ),
    forbidden(
        "nationality",
        NATIONALITY,
        rf"\b(?:candidat|postulant)\w{{0,3}} {PEOPLES}\b",
        rf"\betre (?:de nationalite )?{PEOPLES}\b",
        rf"\bnationalite{NEXT}{DEMANDED}",
        rf"{ONLY} (?:les |des |aux )?{PEOPLES}\b(?! et)",
        r"\bpasseport (?:francais|europeen)\b",
        after=r"\b(?:sans|aucune?|ni)\b.{0,40}",
    ),
    doubtful(
        "nationality",
        PAPERS,
        r"\b(?:papiers en regle|titre de sejour|carte de sejour|autorisation de travail)\b",
        after=r"\b(?:demandes?|dossiers?|renouvellements?) (?:de |d'|des )?",
    ),
    forbidden(
        "origin",
        ORIGIN,
        rf"\b(?:de )?langue maternelle(?: {LANGUAGE})?",
        rf"\b{LANGUAGE} maternelle?\b",
        instead="Excellente maîtrise de la langue, à l’oral comme à l’écrit",
    ),
    forbidden(
        "origin",
        ORIGIN,
        r"\bnative (?:english|french|german|speaker)\b(?: speaker)?",
        rf"\b(?:locut\w{{3,6}}|{LANGUAGE}) nati(?:f|ve)s?\b",
        instead="Excellente maîtrise de la langue, à l’oral comme à l’écrit",
    ),
    forbidden(
        "origin",
        ORIGIN,
        r"\bsans accent (?:etranger|prononce|regional|au telephone)\b",
        rf"\b(?:parl\w{{1,5}}|diction|voix|elocution)\b{FEW}sans accent\b",
        instead="Expression claire au téléphone",
    ),
    forbidden(
        "origin",
        ORIGIN,
        rf"\b(?:personnes?|candidat\w{{0,3}}|etre|etes) d'origine {PEOPLES}",
        r"\bde souche\b",
        r"\bbbr\b",
        r"\borigines? ethniques?\b",
    ),
    forbidden(
        "origin",
        ORIGIN,
        rf"{ASKED}{NEAR}\borigines?\b",
        r"\bsans aucun accent\b",
        (
            r"\b(?:noir|arabe|maghrebin|africain|gitan|asiatique|blanc)(?:e|s|es)? (?:s'abstenir|exclu|refuse"
            r"|uniquement|de preference)\w{0,2}"
        ),
        after=r"\b(?:lait|produit|papier|vin|cafe|cuisine)s?",
    ),
    forbidden("origin", ORIGIN, r"\b(?:de )?type (?:europeen|caucasien|africain|asiatique|mediterraneen|maghrebin)\b"),
    forbidden("origin", ORIGIN, r"\bnom (?:de famille )?(?:a consonance|francais|a connotation)\b"),
]
