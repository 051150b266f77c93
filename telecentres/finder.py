"""Understands a need and a place as people write them: slips, missing accents and whole sentences included; read by pages and tests."""

import re
import unicodedata
from collections import defaultdict
from math import log
from typing import NamedTuple

from django.db.models import Value

from telecentres.models import Need, NeedPhrase
from telecentres.models.need import NeedPhraseQuerySet, NeedQuerySet

# Measured with the corpus of tests/telecentres, see docs/decisions/0007-finder.md.
NEAR, NEARLY = 0.6, 0.5  # likeness from which a word counts as found: at the first look, and at the second
LEAST_EVIDENCE, LEAST_COVERAGE = 1.5, 0.25  # below, the need counts as not understood
SURE_COVERAGE = 0.4  # below, the page says "perhaps"
BY_NAME = 1.15  # the name of a need weighs more than other words for it
WHOLENESS = 0.6  # how much of a phrase's weight hangs on its being there whole
SCATTERED = 0.6  # a word found in another phrase than the rest weighs less

LONGEST = 200
MOST_WORDS = 16

STOP_WORDS = frozenset(
    # articles, pronouns, prepositions, conjunctions
    "le la les un une des du de au aux ce cet cette ces ca cela mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs "
    "je tu il elle on nous vous ils elles me te se lui en eux moi toi soi qui que quoi dont ou quel quelle quels quelles "
    "quelqu quelque chose personne gens et mais donc or ni car si comme quand lorsque puisque parce par pour avec sans sous sur "
    "dans chez vers entre depuis pendant apres avant contre jusqu ne pas plus rien tres trop peu bien aussi encore deja tout "
    "tous toute toutes meme autre autres la ici ci oui non ainsi alors "
    # verbs that every request has
    "suis es est sommes etes sont etre ete etais etait ai as avons avez ont avoir eu avais avait aurai aurais "
    "fais fait faire faites font ferai va vais vas aller allons peux peut pouvons pouvez peuvent pouvoir pourrais pourrait "
    "veux veut voulons voulez vouloir voudrais voudrait aimerais aimerait souhaite souhaiterais dois doit devons devoir devrais "
    "faut faudrait sais sait savoir cherche cherchons chercher trouve trouver arrive arriver comprends comprend comprendre "
    "besoin besoins probleme problemes aide aider aidez conseil conseils question renseignement savez "
    # politeness and telephone spelling
    "bonjour bonsoir salut merci svp stp plait please urgent voila jai jsuis jveux jcherche jdois cest chui pk pr ds ke ki bcp "
    "comment pourquoi combien est-ce quelqun qqn qq aujourd hui demain matin soir jour jours fois".split()
)

# Everyday short or spoken words that hold whatever the need: staff need not write them beside each phrase.
SPOKEN = {
    "ordi": "ordinateur", "net": "internet", "web": "internet", "tel": "telephone", "mail": "courriel", "mails": "courriels",
    "email": "courriel", "boulot": "travail", "taf": "travail", "job": "emploi", "bosse": "travaille", "bosser": "travailler",
    "pro": "professionnel", "pub": "publicite", "boite": "entreprise", "asso": "association", "gosses": "enfants",
    "patron": "employeur", "chef": "responsable", "tps": "temps", "rdv": "rendez-vous", "calls": "appels", "call": "appel",
    "smartphone": "telephone", "scan": "scanner", "paye": "paie", "payes": "paies",
}


def words_of(text: str) -> list[str]:
    """The words that carry meaning: without accents, capitals, elisions and stop words, each once, in their order."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text[:LONGEST]) if not unicodedata.combining(letter))
    found = re.findall(r"[a-z0-9]+", bare.lower().replace("œ", "oe"))
    said = [SPOKEN.get(word, word) for word in found if len(word) > 1 and word not in STOP_WORDS]
    return list(dict.fromkeys(said))[:MOST_WORDS]


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
    return _texts(Need.objects.active().with_any(words), NeedPhrase.objects.filter(need__is_active=True).with_any(words), words, NEAR)


def second_look(words: list[str]) -> list[Text]:
    """All names and phrases, with less asked of likeness: for a word whose letters have changed places."""
    if not words:
        return []
    return _texts(Need.objects.active(), NeedPhrase.objects.filter(need__is_active=True), words, NEARLY)


def _texts(names: NeedQuerySet, phrases: NeedPhraseQuerySet, words: list[str], least: float) -> list[Text]:
    rows = (
        names.with_likeness(words).annotate(is_name=Value(True)).values_list("pk", "plain", "is_name", "likeness").order_by()
        .union(
            phrases.with_likeness(words).annotate(is_name=Value(False)).values_list("need", "plain", "is_name", "likeness").order_by(),
            all=True,
        )
    )
    found = [
        Text(need, len(words_of(plain)) or 1, is_name, [value if value >= least else 0 for value in likeness])
        for need, plain, is_name, likeness in rows
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
    return sorted(candidates, key=lambda one: (-one.evidence, one.need))


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
