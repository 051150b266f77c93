"""The few numbers that the first page says, each with what it stands on; none where nothing is known."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from observatory import publishing, wording
from observatory.access import NEAR, Access, percent_words
from observatory.indicators import Figure, Row, Scope, Span, indicators
from observatory.themes import EUROS, THEMES, named
from telecentres import story, words


class Finding(NamedTuple):
    """A number in large, what it is, what it rests on, and where more is said."""

    number: str
    says: str
    basis: str
    url: str
    is_example: bool


def of(access: Access, scope: Scope, span: Span) -> list[Finding]:
    """Real ones first; the euros of Murat last, for they are a published point of reference and no result of ours."""
    return [_covered(access), *_measured(scope, span), _murat()]


def _covered(access: Access) -> Finding:
    basis = _("real, %(number)s inhabitants") % {"number": wording.number(access.covered.inhabitants)}
    says = _("of the inhabitants have an open telecentre within %(minutes)s minutes") % {"minutes": NEAR}
    return Finding(percent_words(access.covered), says, basis, named("acces").url, False)


def _measured(scope: Scope, span: Span) -> Iterable[Finding]:
    month = wording.span_words(span)
    sentences = {
        "occupancy": _("of the open desk-hours were used, %(period)s"),
        "people": _("people came to work at a telecentre, %(period)s"),
        "commute_km": _("km of ways to work spared, what was added taken off, %(period)s"),
    }
    for one in indicators():
        if one.name not in sentences or not one.is_public or scope.kind not in one.scopes:
            continue
        figure = publishing.public(one.name, scope, span)
        row = figure.total
        if row is None or row.is_hidden or row.value is None:
            continue
        theme = next((theme for theme in THEMES if one.theme in theme.keys), None)
        said, url = sentences[one.name] % {"period": month}, theme.url if theme else ""
        yield Finding(_short(row, str(one.unit)), said, _basis(figure, row), url, figure.is_example)


def _short(row: Row, unit: str) -> str:
    """Without decimals; the sentence under it says of what, for a unit in large letters would break in the middle."""
    sign = "%" if unit.startswith("%") else ""
    return wording.number(round(row.value)) + (f"{words.FIXED}{sign}" if sign else "")


def _basis(figure: Figure, row: Row) -> str:
    parts = [_("example: invented measures")] if figure.is_example else [_("measured")]
    if row.answered is not None and row.attended is not None:
        said = _("%(answered)s answers of %(attended)s")
        parts.append(said % {"answered": wording.number(row.answered), "attended": wording.number(row.attended)})
    return ", ".join(parts)


def _murat() -> Finding:
    return Finding(
        words.euros(story.spent_locally_per_public_euro()),
        _("spent in the territory for each public euro, in the Pays de Murat"),
        _("real, study of 2014 on 2008 to 2013"),
        EUROS,
        False,
    )
