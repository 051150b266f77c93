"""How a rule of the wording check is written, and how it finds what it forbids."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise

from jobs.wording.findings import Folded, Severity

# Every repetition in a rule is bounded, so that no text makes the search slow.
FEW = r"(?:\W{1,3}\w{1,20}){0,4}?\W{1,3}"  # up to four words
NEAR = r"[^.;!?\n]{0,40}?"  # in the same sentence
NEXT = r"[^.,;:!?\n]{0,20}?"  # in the same clause
# The words by which an offer chooses people: behind a criterion, before it, and where the author asks to be told.
DEMANDED = (
    r"\b(?:exigee?s?|obligatoires?|imperati(?:f|ve)s?|indispensables?|requise?s?|souhaitee?s?|appreciee?s?"
    r"|bienvenu(?:e|s|es)?|preferee?s?|de preference|uniquement|exclusivement|seulement|s'abstenir|refusee?s?"
    r"|exclu(?:e|s|es)?|demandee?s?|necessaires?)\b"
)
ONLY = r"\b(?:uniquement|exclusivement|seulement|seule?s?|reserve(?:e|s|es)?|priorite|preference)\b"
MUST = r"\b(?:faut|devez|doit|devr(?:ez|a|ont)|imperati(?:f|ve|vement)|obligat\w{2,6}|tenue?s? d[e'])\b"
ASKED = r"(?<!vous )\b(?:precise[rz]|indique[rz]|mentionne[rz]|signale[rz]|communique[rz]|declare[rz]|dites(?:-nous)?)\b"
# What is said of all criteria at once, in favour of everybody.
FOR_EVERYBODY = re.compile(
    r"\b(?:sans (?:aucune )?(?:distinction|discrimination)|quel(?:le)?s? que soi(?:t|ent)|respect\w{0,4}|discriminations?)\b"
)


class Rule(NamedTuple):
    """
    A kind of wording. Of two rules with the same code that meet in a place the first wins, so strict ones stand first.

    `not_after`: the wording is lawful where this ends right before it; `not_in`: where this stands in the sentence.
    """

    code: str
    severity: Severity
    pattern: re.Pattern
    why: Promise
    instead: str
    not_after: re.Pattern | None
    not_in: re.Pattern | None

    def found_in(self, folded: Folded) -> Iterator[re.Match]:
        for found in self.pattern.finditer(folded.text):
            before = folded.sentence_before(found.start())
            if self.code != "disability" and FOR_EVERYBODY.search(before):
                continue
            if self.not_after and self.not_after.search(before):
                continue
            if self.not_in and self.not_in.search(before + found[0] + folded.sentence_after(found.end())):
                continue
            yield found


def forbidden(code: str, why: Promise, *patterns: str, instead: str = "", after: str = "", within: str = "") -> Rule:
    """A rule that leaves no doubt; it holds where one of the patterns is found."""
    return _rule(Severity.FORBIDDEN, code, why, patterns, instead, after, within)


def doubtful(code: str, why: Promise, *patterns: str, instead: str = "", after: str = "", within: str = "") -> Rule:
    """A rule whose findings somebody should look at."""
    return _rule(Severity.DOUBTFUL, code, why, patterns, instead, after, within)


def _rule(severity: Severity, code: str, why: Promise, patterns: tuple[str, ...], instead: str, after: str, within: str) -> Rule:
    not_after = re.compile(rf"(?:{after})\W*$") if after else None
    not_in = re.compile(within) if within else None
    return Rule(code, severity, re.compile("|".join(patterns)), why, instead, not_after, not_in)
