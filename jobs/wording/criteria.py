"""What no offer may ask of a person: all rules, read in folded text. Knows nothing of the names of jobs."""

from jobs.wording.findings import Finding, Folded
from jobs.wording.how import APPEARANCE_RULES, CONVICTIONS, HEALTH_RULES
from jobs.wording.where import MONEY, OTHER_SITUATIONS, RESIDENCE_RULES
from jobs.wording.who import AGE_RULES, FAMILY_RULES, ORIGIN_RULES, SEX_RULES

RULES = [
    *AGE_RULES,
    *OTHER_SITUATIONS,
    *SEX_RULES,
    *FAMILY_RULES,
    *ORIGIN_RULES,
    *RESIDENCE_RULES,
    *HEALTH_RULES,
    *APPEARANCE_RULES,
    *CONVICTIONS,
    *MONEY,
]


def criteria(folded: Folded) -> list[Finding]:
    """The criteria in a text, each place once for each code, in their order."""
    found: list[Finding] = []
    for rule in RULES:
        for match in rule.found_in(folded):
            start, end = folded.span(*match.span())
            if not any(one.code == rule.code and one.start < end and start < one.end for one in found):
                found.append(Finding(rule.code, rule.severity, folded.typed[start:end], start, end, rule.why, rule.instead))
    return sorted(found, key=lambda one: (one.start, one.end))
