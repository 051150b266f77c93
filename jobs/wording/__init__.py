"""
The wording check of an offer: what the law forbids in it, why, and what to write instead. For whoever writes or approves offers.

No offer may refer to a criterion of article L1132-1 of the French Labour Code (article L5321-2); the name of the job
stands in both its forms. The check reads wordings, not intentions: it does not replace the person who approves.
"""

import re

from django.utils.translation import gettext_lazy as _

from jobs.wording.criteria import criteria
from jobs.wording.findings import Finding, Folded, Severity
from jobs.wording.genders import FOR_BOTH, OneGender, in_both_forms, is_for_both, one_gender, other_names, tidy

__all__ = ["Finding", "Severity", "check", "check_text", "check_title"]

FEMININE = _(
    "This names women only, even with “H/F” behind it: write both forms (articles L1142-1 and L5321-2 of the Labour Code)."
)
MASCULINE = _("This names men only: write both forms, or “H/F” behind it (articles L1142-1 and L5321-2 of the Labour Code).")
SAME_FOR_ALL = _(
    "This speaks to one sex only (articles L1142-1 and L5321-2 of the Labour Code); speak to both, or of “the person”."
)

RECRUITING = re.compile(
    r"\b(?:(?:cherch|recherch|recrut|embauch)(?:e|ons|ent)|engage(?:ons|nt)?"
    r"|(?:sommes|est|suis) a la recherche|(?:avons|a) besoin)\b"
)
OTHERS_RECRUITING = re.compile(r"\b(?:qui|vous|client\w{0,2}|patient\w{0,2}) (?:\w{1,12} )?$")
# From the verb to the article or the name: "recherche pour septembre une …".
ARTICLE_NEAR = re.compile(r"(?:\s|d'|\W{1,3}\w{2,15}\b){0,4}?\W{0,3}\b(?=une?\b)")
END_OF_CLAUSE = re.compile(r"[.;:!?,\n]| pour | qui | afin ")
CLAUSE = 80

CANDIDATE = re.compile(r"\b(?P<article>la|le|une|un) candidat(?P<ending>e?)\b(?!\s?(?:ou|/|\(|·|\.e|-e))")
OR = re.compile(r"(?:\bou|/)\s?(?:la |le |une |un )?$|\b(?:le|un)\s?/$")
YOU_ARE = re.compile(
    r"\bvous (?:etes|serez) (?:tres |\w{3,14}ment )?(?P<word>\w{2,16}(?:ee|euse|ive|trice|iere|ante))\b(?!\s?(?:ou|/|\(|·))"
)


def check(title: str, *texts: str) -> list[Finding]:
    """All findings, those of the title first, each with positions in its own text."""
    return [*check_title(title), *(found for text in texts for found in check_text(text))]


def check_title(title: str) -> list[Finding]:
    """What the title of an offer may not say. `instead` is the whole title, corrected, or empty if that takes a person."""
    found = _title_findings(title)
    if not found:
        return []
    corrected = in_both_forms(_without(title, [one for one in found if one.code != "one_gender"]))
    is_lawful = bool(corrected) and not any(one.is_forbidden for one in _title_findings(corrected))
    return [one._replace(instead=corrected if is_lawful and corrected != title else "") for one in found]


def check_text(text: str) -> list[Finding]:
    """What the body of an offer may not say. `instead` replaces the fragment, or is empty."""
    folded = Folded(text)
    return _in_order([*_criteria(folded), *_names(folded), *_candidates(folded), *_you_are(folded)])


def _title_findings(title: str) -> list[Finding]:
    folded = Folded(title)
    names = [_finding(folded, one, Severity.FORBIDDEN) for one in one_gender(folded)]
    return _in_order([*_criteria(folded), *names])


def _criteria(folded: Folded) -> list[Finding]:
    """Criteria, with "les femmes et les hommes" taken for nobody in particular."""
    return criteria(folded.without(FOR_BOTH))


def _without(title: str, found: list[Finding]) -> str:
    if not found:
        return title
    parts, place = [], 0
    for one in found:
        parts.append(title[place : one.start] if one.start > place else "")
        place = max(place, one.end)
    return tidy(" ".join([*parts, title[place:]]))


def _in_order(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: (one.start, one.end, one.code))


def _finding(folded: Folded, one: OneGender, severity: Severity) -> Finding:
    start, end = folded.span(one.start, one.end)
    why = FEMININE if one.gender == "f" else MASCULINE
    return Finding("one_gender", severity, folded.typed[start:end], start, end, why, one.instead)


def _names(folded: Folded) -> list[Finding]:
    """
    Names of jobs in one form, where the text says whom it seeks.

    The masculine is doubtful only: in a sentence it is commonly meant for both, in a title the law is taken by the letter.
    """
    found = {one.start: _finding(folded, one, Severity.FORBIDDEN) for one in other_names(folded, 0, len(folded.text))}
    for verb in RECRUITING.finditer(folded.text):
        if OTHERS_RECRUITING.search(folded.text[max(0, verb.start() - 30) : verb.start()]):
            continue
        start, end = _clause(folded.text, verb.end())
        for one in one_gender(folded, start, end)[:1]:
            if _is_sought(folded, one):
                severity = Severity.FORBIDDEN if one.gender == "f" else Severity.DOUBTFUL
                found.setdefault(one.start, _finding(folded, one, severity))
    return list(found.values())


def _is_sought(folded: Folded, one: OneGender) -> bool:
    """Not "un homme", which is a criterion of its own, and not the masculine with "H/F" later in the sentence."""
    if folded.text[one.start : one.end].endswith(("homme", "femme")):
        return False
    return one.gender == "f" or not is_for_both(folded.sentence_after(one.end))


def _clause(text: str, start: int) -> tuple[int, int]:
    """What the verb before speaks of: from the article, or from the verb, to the end of the clause."""
    limit = min(len(text), start + CLAUSE)
    near = ARTICLE_NEAR.match(text, start, limit)
    start = near.end() if near else start
    if ended := END_OF_CLAUSE.search(text, start, limit):
        return start, ended.start()
    whole_words = text.rfind(" ", start, limit) if limit < len(text) else limit
    return start, max(start, whole_words)


def _candidates(folded: Folded) -> list[Finding]:
    """ "La candidate", and "le candidat" as a doubt; both together are fine."""
    found = []
    for match in CANDIDATE.finditer(folded.text):
        if not OR.search(folded.text[max(0, match.start() - 20) : match.start()]):
            severity = Severity.FORBIDDEN if match["ending"] else Severity.DOUBTFUL
            found.append(_spoken_to(folded, match.start(), match.end(), severity, "la personne retenue"))
    return found


def _you_are(folded: Folded) -> list[Finding]:
    """ "Vous êtes organisée": doubtful, for it may be a slip."""
    return [_spoken_to(folded, *match.span("word"), Severity.DOUBTFUL, "") for match in YOU_ARE.finditer(folded.text)]


def _spoken_to(folded: Folded, first: int, last: int, severity: Severity, instead: str) -> Finding:
    start, end = folded.span(first, last)
    words = folded.typed[start:end]
    instead = instead[:1].upper() + instead[1:] if words[:1].isupper() else instead
    return Finding("one_gender", severity, words, start, end, SAME_FOR_ALL, instead)
