"""Understands a need and a commune as people write them: slips, missing accents, whole sentences; for the page of the finder."""

import re
import unicodedata
from collections import defaultdict
from math import log
from typing import NamedTuple

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Q, Value

from telecentres.models import Need, NeedPhrase, Territory
from telecentres.models.need import NeedPhraseQuerySet, NeedQuerySet, Plain

# Measured with the corpus of tests/telecentres, see docs/decisions/0008-the-finder.md.
NEAR, NEARLY = 0.6, 0.5  # likeness from which a word counts as found: at the first look, and at the second
LEAST_EVIDENCE, LEAST_COVERAGE = 1.5, 0.25  # below, the need counts as not understood
SURE_COVERAGE = 0.4  # below, the page says "perhaps"
BY_NAME = 1.15  # the name of a need weighs more than other words for it
WHOLENESS = 0.6  # how much of a phrase's weight hangs on its being there whole
SCATTERED = 0.6  # a word found in another phrase than the rest weighs less

# A commune: likeness of the whole name, or of a part of it ("Vic" for Vic-sur-Cère).
SAME_NAME, PART_OF_NAME = 0.5, 0.85
SUGGESTED_NAME = 0.3  # near enough to be proposed to somebody who then chooses

LONGEST = 200
MOST_WORDS = 16

# Articles, pronouns, prepositions and conjunctions; verbs that every request has; politeness; spelling of telephones.
COMMON = """
    le la les un une des du de au aux ce cet cette ces ca cela mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
    je tu il elle on nous vous ils elles me te se lui en eux moi toi soi qui que quoi dont ou quel quelle quels quelles
    quelqu quelque chose personne gens et mais donc or ni car si comme quand lorsque puisque parce par pour avec sans sous sur
    dans chez vers entre depuis pendant apres avant contre jusqu ne pas plus rien tres trop peu bien aussi encore deja tout
    tous toute toutes meme autre autres la ici ci oui non ainsi alors
    suis es est sommes etes sont etre ete etais etait ai as avons avez ont avoir eu avais avait aurai aurais
    fais fait faire faites font ferai va vais vas aller allons peux peut pouvons pouvez peuvent pouvoir pourrais pourrait
    veux veut voulons voulez vouloir voudrais voudrait aimerais aimerait souhaite souhaiterais dois doit devons devoir devrais
    faut faudrait sais sait savoir cherche cherchons chercher trouve trouver arrive arriver comprends comprend comprendre
    besoin besoins probleme problemes aide aider aidez conseil conseils question renseignement savez
    bonjour bonsoir salut merci svp stp plait please urgent voila jai jsuis jveux jcherche jdois cest chui pk pr ds ke ki bcp
    comment pourquoi combien quelqun qqn qq aujourd hui demain matin soir jour jours fois
"""
STOP_WORDS = frozenset(COMMON.split())

# Everyday short or spoken words that hold whatever the need: staff need not write them beside each phrase.
SPOKEN = {
    "ordi": "ordinateur",
    "net": "internet",
    "web": "internet",
    "tel": "telephone",
    "mail": "courriel",
    "mails": "courriels",
    "email": "courriel",
    "boulot": "travail",
    "taf": "travail",
    "job": "emploi",
    "bosse": "travaille",
    "bosser": "travailler",
    "pro": "professionnel",
    "pub": "publicite",
    "boite": "entreprise",
    "asso": "association",
    "gosses": "enfants",
    "patron": "employeur",
    "chef": "responsable",
    "tps": "temps",
    "rdv": "rendez-vous",
    "calls": "appels",
    "call": "appel",
    "smartphone": "telephone",
    "km": "kilometres",
    "kms": "kilometres",
    "scan": "scanner",
    "paye": "paie",
    "payes": "paies",
}


def words_of(text: str) -> list[str]:
    """The words that carry meaning: no accents, capitals, numbers, elisions and stop words, each once, in their order."""
    found = re.findall(r"\b[a-z][a-z0-9]+", bare(text[:LONGEST]))
    said = [SPOKEN.get(word, word) for word in found if word not in STOP_WORDS]
    return list(dict.fromkeys(said))[:MOST_WORDS]


def bare(text: str) -> str:
    """Without accents and capitals."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Text(NamedTuple):
    """A need's name or other words for it: how many words it has, and how near each asked word comes to one of them."""

    need: int
    words: int
    is_name: bool
    likeness: list[float]


class Candidate(NamedTuple):
    """How well a need fits: the evidence for it, and the share of what was asked that this explains, from 0 to 1."""

    need: int
    evidence: float
    coverage: float

    @property
    def is_understood(self) -> bool:
        return self.evidence >= LEAST_EVIDENCE and self.coverage >= LEAST_COVERAGE


class Understood(NamedTuple):
    """The need that fits what was asked, or none, whether that is sure, and other needs that might be meant, likeliest first."""

    need: Need | None
    is_sure: bool
    others: list[Need]


def understand(asked: str, *, others: int = 4) -> Understood:
    """Find the need that somebody describes in their own words. Two queries, and one more when the first look finds nothing."""
    words = words_of(asked)
    needs = {need.pk: need for need in Need.objects.active().select_related("speciality")}
    ranked = rank(first_look(words), len(needs))
    if not (ranked and ranked[0].is_understood):
        ranked = rank(second_look(words), len(needs)) or ranked
    named = next((need for need in needs.values() if words and words_of(need.name) == words), None)
    best = named or next((needs[one.need] for one in ranked[:1] if one.is_understood), None)
    is_sure = bool(named or (best and ranked[0].coverage >= SURE_COVERAGE))
    return Understood(best, is_sure, [needs[one.need] for one in ranked if needs[one.need] != best][:others])


def first_look(words: list[str]) -> list[Text]:
    """Names and phrases in which a word stands, or nearly so; the index finds them."""
    if not words:
        return []
    return _texts(Need.objects.active().with_any(words), NeedPhrase.objects.active().with_any(words), words, NEAR)


def second_look(words: list[str]) -> list[Text]:
    """All names and phrases, with less asked of likeness: for a word whose letters have changed places."""
    if not words:
        return []
    return _texts(Need.objects.active(), NeedPhrase.objects.active(), words, NEARLY)


def _texts(names: NeedQuerySet, phrases: NeedPhraseQuerySet, words: list[str], least: float) -> list[Text]:
    columns = ("plain", "is_name", "likeness")
    of_names = names.with_likeness(words).annotate(is_name=Value(True)).order_by().values_list("pk", *columns)
    of_phrases = phrases.with_likeness(words).annotate(is_name=Value(False)).order_by().values_list("need", *columns)
    found = [
        Text(need, len(words_of(plain)) or 1, is_name, [value if value >= least else 0 for value in likeness])
        for need, plain, is_name, likeness in of_names.union(of_phrases, all=True)
    ]
    return [text for text in found if any(text.likeness)]


def rank(texts: list[Text], total: int) -> list[Candidate]:
    """
    The needs of these texts, the best first.

    Each asked word weighs the more, the fewer of all needs it is found in: ln((total + 1) / needs). A word found
    nowhere weighs as if it stood in one need: it speaks against all of them.
    """
    by_need: dict[int, list[Text]] = defaultdict(list)
    for text in texts:
        by_need[text.need].append(text)
    asked = range(len(texts[0].likeness) if texts else 0)
    found_in = [sum(any(text.likeness[word] for text in own) for own in by_need.values()) for word in asked]
    weights = [log((total + 1) / max(1, needs)) for needs in found_in]
    candidates = []
    for need, own in by_need.items():
        evidence = _evidence(own, weights)
        candidates.append(Candidate(need, evidence, evidence / (sum(weights) or 1)))
    # Of two that fit as well, the one that more phrases speak for.
    return sorted(candidates, key=lambda one: (-round(one.evidence, 2), -len(by_need[one.need]), one.need))


def _evidence(texts: list[Text], weights: list[float]) -> float:
    """What the best phrase of a need says, and, for less, the words that stand only in its other phrases."""

    def worth(text: Text) -> float:
        matched = sum(likeness > 0 for likeness in text.likeness)
        wholeness = 1 - WHOLENESS + WHOLENESS * min(1, matched / text.words)
        said = sum(weight * likeness for weight, likeness in zip(weights, text.likeness, strict=True))
        return said * wholeness * (BY_NAME if text.is_name else 1)

    best = max(texts, key=worth)
    elsewhere = [max(text.likeness[word] for text in texts) if not best.likeness[word] else 0 for word in range(len(weights))]
    return worth(best) + SCATTERED * sum(weight * likeness for weight, likeness in zip(weights, elsewhere, strict=True))


class Start(NamedTuple):
    """Where somebody sets out; `sharing` more communes have the same postal code, when that is all that was typed."""

    commune: Territory
    sharing: int = 0


def start_named(typed: str) -> Start | None:
    """The commune of the Cantal that somebody names, or the largest one of a postal code. At most two queries."""
    code = re.search(r"\b15\d{3}\b", typed)
    name = _plain_name(re.sub(r"\d+", " ", typed))
    if name and (commune := _commune_named(name)):
        return Start(commune)
    same_code = list(Territory.objects.communes().filter(postal_code=code[0]).order_by("-population")) if code else []
    return Start(same_code[0], len(same_code) - 1) if same_code else None


def _plain_name(typed: str) -> str:
    """ "St-Flour (Cantal)" → "saint flour"."""
    words = re.findall(r"[a-z]+", bare(typed))
    said = [{"st": "saint", "ste": "sainte"}.get(word, word) for word in words if word != "cantal"]
    return "" if said in (["saint"], ["sainte"], ["le"], ["la"], ["les"]) else " ".join(said)


def _commune_named(name: str) -> Territory | None:
    near = Territory.objects.communes().annotate(
        likeness=TrigramSimilarity(Plain("name"), Value(name)), part=TrigramWordSimilarity(name, Plain("name"))
    )
    found = near.filter(Q(likeness__gte=SAME_NAME) | Q(part__gte=PART_OF_NAME))
    return found.order_by("-likeness", "-part", "-population").first()


def place_named(typed: str) -> Territory | None:
    """The commune of the Cantal, else the département, of exactly this name, accents and hyphens aside; or of a postal code."""
    code = re.fullmatch(r"\s*(15\d{3})\s*", typed)
    if code:
        same_code = list(Territory.objects.communes().filter(postal_code=code[1])[:2])
        return same_code[0] if len(same_code) == 1 else None
    name = _plain_name(typed)
    named = [place for place in Territory.objects.places() if _plain_name(place.name) == name] if name else []
    return min(named, key=lambda place: place.kind, default=None)  # a commune before a département


def places_near(typed: str, *, most: int = 3) -> list[Territory]:
    """Communes and départements whose names come near, the nearest first; for a postal code, its largest communes."""
    code = re.search(r"\b15\d{3}\b", typed)
    if code:
        return list(Territory.objects.communes().filter(postal_code=code[0]).order_by("-population")[:most])
    name = _plain_name(typed)
    near = Territory.objects.places().annotate(likeness=TrigramSimilarity(Plain("name"), Value(name)))
    return list(near.filter(likeness__gte=SUGGESTED_NAME).order_by("-likeness", "name")[:most]) if name else []


# "Je m’appelle Camille Exemple", "Mme Exemple": the words that follow are a name, however they are written.
ANNOUNCED_NAME = re.compile(r"(?i)\b(?:m['’]appell?e|me nomme|mon nom est|m\.|mr|mme|mlle|monsieur|madame)(?:\s+[\w-]+){1,2}")
ADDRESS_OR_NUMBER = re.compile(r"\S*(?:@|://|www\.)\S*|\S*\d\S*")


def without_names(asked: str) -> str:
    """
    What may be kept of a request: plain words without stop words, addresses, numbers and, as far as can be seen, names.

    Inside a sentence, a word that begins with a capital is taken for a name. A name written small among other words
    stays: the text is short and tied to nobody.
    """
    text = ANNOUNCED_NAME.sub(" ", ADDRESS_OR_NUMBER.sub(" ", asked[:LONGEST]))

    def begins_sentence(found: re.Match) -> str:
        before = text[: found.start()].rstrip()
        return found[0] if not before or before[-1] in ".!?:" else " "

    return " ".join(words_of(re.sub(r"\b[A-ZÀ-Ý][a-zà-ÿ]+\b", begins_sentence, text)))
