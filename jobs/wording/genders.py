"""Whether the name of a job stands in both its forms, and how to write it so. Reads folded text; knows no other criterion."""

import re
from typing import NamedTuple

from jobs.wording.findings import Folded, fold, hide
from jobs.wording.nouns import Form, Word, guessed, noun, quality

# "H/F", "(h/f)", "F-H", "HF", "M/F", "m/w/d", "H/F/X"; "homme ou femme", "hommes et femmes".
LETTERS = r"\b(?:[hm]\s?[/-]?\s?f|f\s?[/-]?\s?[hm]|m\s?/\s?w)(?:\s?/\s?(?:x|d|nb))?\b"
IN_WORDS = (
    r"\b(?:hommes?\s?(?:et|ou|/|-)\s?(?:les |aux |des |d'|d'une |une |de )?femmes?"
    r"|femmes?\s?(?:et|ou|/|-)\s?(?:les |aux |des |d'|d'un |un |de )?hommes?)\b"
)
FOR_BOTH = re.compile(rf"{LETTERS}|{IN_WORDS}")
AND_ITS_BRACKETS = re.compile(rf"\s?[-–]?\s?[(\[]?\s?(?:{LETTERS}|{IN_WORDS})\s?[)\]]?")

# "(e)", "(-trice)", "/se", "·euse", ".e", "-ne": the ending of the other form behind a word.
OTHER_ENDING = (
    r"(?:e|ne|le|se|te|ve|he|fe|euse|eure|trice|rice|ere|iere|re|ienne|enne|esse|tesse|sse"
    r"|ante|ente|ive|ale|elle|iale|er|eur|teur)s?"
)
BOTH_IN_ONE = rf"\s?\(\s?[-/]?\s?{OTHER_ENDING}\s?\)(?:s\b)?|\s?/\s?-?\s?{OTHER_ENDING}\b|[·.-]{OTHER_ENDING}\b(?:[·.-]s\b)?"
PIECE = re.compile(rf"(?P<word>[a-z]+)(?P<both>{BOTH_IN_ONE})?|(?P<cut>[,;:|/+&()\[\]–—!?.\n]|(?<=\s)-(?=\s))")

CLOSING = "d de des du en a au aux pour dans chez sur sous par avec sans entre vers aupres pres hors depuis qui"
PREPOSITIONS = frozenset(CLOSING.split())
# What may stand before the name of the job: "Poste de secrétaire", "CDI – technicien", "Recherche vendeuse".
BEFORE_A_NAME = """
    poste postes emploi emplois offre offres mission missions stage contrat recherche recherchons cherche cherchons recrute
    recrutons recrutement embauche cdi cdd alternance apprentissage interim urgent nous on le la les l jeune jeunes temps partiel
    remplacement nouveau avis profil fonction metier titre annonce
"""
PREFACES = frozenset(BEFORE_A_NAME.split())
ARTICLE = Word("un", "une")
KNOWN_FOR_BOTH = re.compile(r"\bsages?-femmes?\b|\bmaieuticiens?\b")

# Names whose other form has another name; the proposals stand in the nomenclature of jobs of France Travail.
OTHER_NAMES = (
    (re.compile(r"\bfemmes? de menage\b"), "agent ou agente d’entretien"),
    (re.compile(r"\bhommes? d'entretien\b"), "agent ou agente d’entretien"),
    (re.compile(r"\b(?:femmes?|valets?) de chambre\b"), "employé ou employée d’étage"),
    (re.compile(r"\bhommes? (?:toutes mains|a tout faire)\b"), "employé polyvalent ou employée polyvalente"),
    (re.compile(r"\bgarcons? de (?:cafe|salle)\b"), "serveur ou serveuse"),
    (re.compile(r"\bfilles? de salle\b"), "serveur ou serveuse"),
)


class Token(NamedTuple):
    """A word of a name of a job: half-open in the folded text, and whether it stands in both forms ("assistant(e)")."""

    start: int
    end: int
    form: Form
    is_noun: bool
    is_both: bool = False

    @property
    def genders(self) -> set[str]:
        return {"m", "f"} if self.is_both else {self.form.gender} - {""}


class OneGender(NamedTuple):
    """A name of a job in one form only: half-open in the folded text; how it reads in both."""

    start: int
    end: int
    gender: str
    instead: str


def is_for_both(text: str) -> bool:
    """Whether "H/F" or the like stands in a folded text."""
    return bool(FOR_BOTH.search(text))


def one_gender(folded: Folded, start: int = 0, end: int | None = None) -> list[OneGender]:
    """The names of jobs between two places of a folded text that stand in one form only. "Technicien H/F" is in both."""
    end = len(folded.text) if end is None else end
    found = other_names(folded, start, end)
    hidden = " " * start + hide(FOR_BOTH, hide(KNOWN_FOR_BOTH, folded.text[start:end]))
    for one in found:
        hidden = hidden[: one.start] + " " * (one.end - one.start) + hidden[one.end :]
    reader = _Reader(folded)
    for piece in PIECE.finditer(hidden, start):
        reader.read(piece)
    reader.end_run()
    seen = _seen([*reader.runs, reader.loose])
    masculine_is_enough = is_for_both(folded.text[start:end])
    for run in reader.runs:
        if gender := _lacking(run, seen, masculine_is_enough=masculine_is_enough):
            found.append(OneGender(run[0].start, run[-1].end, gender, _both_forms(run, folded)))
    return sorted(found)


def other_names(folded: Folded, start: int, end: int) -> list[OneGender]:
    """ "Femme de ménage" and other names that say a sex."""
    text = " " * start + hide(FOR_BOTH, folded.text[start:end])
    return [
        OneGender(found.start(), found.end(), "f" if found[0][:2] in ("fe", "fi") else "m", _like(instead, folded, found.start()))
        for pattern, instead in OTHER_NAMES
        for found in pattern.finditer(text, start)
    ]


def _like(words: str, folded: Folded, place: int) -> str:
    """With a capital if the text has one at this place."""
    first = folded.typed[folded.span(place, place + 1)[0]]
    return words[:1].upper() + words[1:] if first.isupper() else words


class _Reader:
    """
    Reads a title from left to right and keeps the words that name the job.

    A preposition closes the name, for what follows is the object of the work ("conseiller en …"); "ou", a comma or
    a dash opens the next name. An unknown word counts by its ending only where a name begins.
    """

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.runs: list[list[Token]] = []
        self.run: list[Token] = []
        self.article: Token | None = None
        self.loose: list[Token] = []  # "un" in "un ou une comptable"
        self.is_open, self.is_first, self.has_head, self.after_unknown = True, True, False, False

    def end_run(self) -> None:
        if self.run:
            self.runs.append(self.run)
        if self.article:
            self.loose.append(self.article)
        self.run, self.article = [], None

    def cut(self) -> None:
        self.end_run()
        self.is_open, self.is_first, self.has_head, self.after_unknown = True, True, False, False

    def close(self) -> None:
        if self.has_head:
            self.end_run()
            self.is_open = False

    def read(self, found: re.Match) -> None:
        word = found["word"]
        if found["cut"] or word == "ou":
            self.cut()
        elif word == "et":
            self._and()
        elif word in PREPOSITIONS:
            self.close()
        elif self.is_open and word in ("un", "une") and self.is_first:
            form = Form(ARTICLE, "m" if word == "un" else "f", is_plural=False)
            self.article = Token(found.start(), found.end(), form, False, bool(found["both"]))
        elif self.is_open and not (self.is_first and word in PREFACES):
            self._name(found)

    def _and(self) -> None:
        if not self.is_open:
            self.is_open, self.is_first, self.after_unknown = True, False, True

    def _name(self, found: re.Match) -> None:
        token = self._token(found)
        self.is_first, self.has_head = False, True
        if token is None:
            self.end_run()
            self.after_unknown = True
            return
        if self.article:
            self.run.append(self.article)
        self.article = None
        self.run.append(token)

    def _token(self, found: re.Match) -> Token | None:
        word, is_both = found["word"], bool(found["both"])
        start, end = found.span()
        # "Comptable général ou générale": the adjective alone stands for the name before it.
        if (self.run or (self.is_first and self.runs)) and (form := quality(word)):
            return Token(start, end, form, False, is_both)
        form = noun(word)
        # "Gestionnaire clients et salariés": people whom the work is about.
        if form and self.after_unknown and form.is_plural:
            return None
        if form is None and self.is_first:
            first, last = self.folded.span(start, start + len(word))
            form = guessed(word, self.folded.typed[first:last])
        return Token(start, end, form, True, is_both) if form else None


def _seen(runs: list[list[Token]]) -> dict[str, set[str]]:
    """The genders in which each word stands somewhere, by its folded masculine."""
    seen: dict[str, set[str]] = {}
    for token in (token for run in runs for token in run):
        seen.setdefault(fold(token.form.word.masculine), set()).update(token.genders)
    return seen


def _lacking(run: list[Token], seen: dict[str, set[str]], *, masculine_is_enough: bool) -> str:
    """The gender of a name that stands in one form only, or nothing. Adjectives and articles count where the noun shows none."""
    nouns = [token for token in run if token.is_noun and not token.form.word.is_epicene]
    for token in nouns or run:
        genders = seen[fold(token.form.word.masculine)]
        if len(genders) == 1 and not (masculine_is_enough and genders == {"m"}):
            return next(iter(genders))
    return ""


def _both_forms(run: list[Token], folded: Folded) -> str:
    """ "Vendeur ou vendeuse", "Secrétaire médical ou médicale", "Un ou une comptable"."""
    if run[0].form.word is ARTICLE and all(token.form.word.is_epicene for token in run[1:]):
        return f"{_like('un ou une', folded, run[0].start)}{_typed(folded, run[0].end, run[-1].end)}"
    shared = _shared(run, folded)
    kept = _typed(folded, run[0].start, run[shared].start) if shared else ""
    end = _end_of_the_unlike(run, folded)
    rest = run[shared:end]
    forms = f"{_phrase(rest, folded, 'm')} ou {_phrase(rest, folded, 'f')}"
    return f"{kept}{forms}{_typed(folded, run[end - 1].end, run[-1].end)}"


def _shared(run: list[Token], folded: Folded) -> int:
    """How many words at the beginning serve both forms: one word with a blank behind, not the half of "aide-soignant"."""
    count = 0
    while count < len(run) - 1 and run[count].form.word.is_epicene and run[count].form.word is not ARTICLE:
        count += 1
    while count and folded.text[run[count].start - 1] != " ":
        count -= 1
    return count


def _end_of_the_unlike(run: list[Token], folded: Folded) -> int:
    """Where the words begin that serve both forms at the end: "Rédacteur ou rédactrice technique"."""
    end = len(run)
    while end > 1 and run[end - 1].form.word.is_epicene and folded.text[run[end - 2].end : run[end - 1].start] == " ":
        end -= 1
    return end


def _typed(folded: Folded, start: int, end: int) -> str:
    first, last = folded.span(start, end)
    return folded.typed[first:last]


def _phrase(run: list[Token], folded: Folded, gender: str) -> str:
    parts, place = [], run[0].start
    for token in run:
        parts.append(_typed(folded, place, token.start) if token.start > place else "")
        parts.append(_word(token, folded, gender))
        place = token.end
    phrase = "".join(parts)
    if gender == "f":
        return phrase
    return _like(phrase, folded, run[0].start)


def _word(token: Token, folded: Folded, gender: str) -> str:
    if token.form.word.is_epicene:
        return _typed(folded, token.start, token.end).lower()
    return token.form.masculine() if gender == "m" else token.form.feminine()


def in_both_forms(title: str) -> str:
    """The title with each name of a job in both its forms, without "H/F" where that has become needless."""
    folded = Folded(title)
    found = one_gender(folded)
    if not found:
        return title
    parts, place = [], 0
    for one in found:
        start, end = folded.span(one.start, one.end)
        parts += [title[place:start], one.instead]
        place = end
    corrected = "".join([*parts, title[place:]])
    return without_letters(corrected.upper() if title.isupper() else corrected)


def without_letters(title: str) -> str:
    """Without "H/F" and the like."""
    folded = Folded(title)
    kept, place = [], 0
    for found in AND_ITS_BRACKETS.finditer(folded.text):
        start, end = folded.span(*found.span())
        kept.append(title[place:start])
        place = end
    return tidy(" ".join([*kept, title[place:]]))


def tidy(title: str) -> str:
    """Without the blanks, dashes and commas that a fragment leaves behind when it is taken out."""
    title = re.sub(r"\s+", " ", re.sub(r"[(\[]\s?[)\]]", "", title))
    title = re.sub(r" ([,.)\]])", r"\1", title).strip(" -–—,;:/|")
    return title[:1].upper() + title[1:]
