"""What the wording check hands back, and the folded text that it reads: small letters without accents, positions kept."""

import re
import unicodedata
from copy import copy
from enum import Enum
from typing import NamedTuple, Self

from django.utils.functional import Promise

AS_ONE = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "\u2010": "-", "\u2011": "-", "•": "·", "‧": "·", "∙": "·", "⋅": "·"})
LIGATURES = {"œ": "oe", "æ": "ae"}


class Severity(Enum):
    """Forbidden: the law leaves no doubt, or the portal has one answer. Doubtful: lawful in some jobs; somebody should look."""

    FORBIDDEN = "forbidden"
    DOUBTFUL = "doubtful"


class Finding(NamedTuple):
    """A fragment that an offer may not say, or perhaps not. `start` and `end` are half-open, in the text as typed."""

    code: str
    severity: Severity
    words: str
    start: int
    end: int
    why: Promise | str
    instead: Promise | str

    @property
    def is_forbidden(self) -> bool:
        return self.severity is Severity.FORBIDDEN


class Folded:
    """A text in small letters without accents, and where each of its letters stands in the text as typed."""

    def __init__(self, typed: str) -> None:
        letters, places = [], []
        for place, character in enumerate(typed):
            for letter in _fold(character):
                letters.append(letter)
                places.append(place)
        self.typed = typed
        self.text = "".join(letters)
        self._places = [*places, len(typed)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open positions in the text as typed, for half-open positions in the folded text."""
        first = self._places[start]
        # An accent typed as a character of its own belongs to its letter; a ligature is not cut in two.
        return first, max(self._places[end], self._places[max(start, end - 1)] + 1) if end > start else first

    def sentence_before(self, place: int) -> str:
        """What stands before in the same sentence, 80 characters at most."""
        near = self.text[max(0, place - 80) : place]
        return near[max(near.rfind(mark) for mark in ".!?;\n") + 1 :]

    def sentence_after(self, place: int) -> str:
        """What follows in the same sentence, 80 characters at most."""
        near = self.text[place : place + 80]
        return near[: min((at for mark in ".!?;\n" if (at := near.find(mark)) >= 0), default=len(near))]

    def without(self, pattern: re.Pattern) -> Self:
        """The same text with blanks where the pattern was; places stay."""
        other = copy(self)
        other.text = hide(pattern, self.text)
        return other


def hide(pattern: re.Pattern, text: str) -> str:
    """The text with blanks where the pattern was, so that positions stay."""
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _fold(character: str) -> str:
    plain = character.translate(AS_ONE).lower()
    parts = unicodedata.normalize("NFKD", LIGATURES.get(plain, plain))
    # Accents, and characters without width that a word processor leaves behind.
    return "".join(part for part in parts if not unicodedata.combining(part) and unicodedata.category(part) != "Cf")


def fold(text: str) -> str:
    """ "Chargée" → "chargee"."""
    return Folded(text).text
