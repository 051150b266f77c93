"""
The only door by which figures leave the observatory: pages, files, answers, charts and mails show what `public` gives.

A figure about people is one that was written down once (`settling`), or is put together from those that were: it tells
nothing that they do not.
"""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from observatory import frozen, settling
from observatory.indicators import Figure, Indicator, Row, Scope, Span, Total, named
from observatory.indicators.base import ALL
from observatory.models import Publication
from observatory.suppression import FEWEST, FEWEST_CROSSED

__all__ = ["FEWEST", "FEWEST_CROSSED", "public", "publish"]

LONGEST = 60  # months in one figure


def public(name: str, scope: Scope, span: Span) -> Figure:
    """
    The figure of an indicator as everybody may see it; raises KeyError for an unknown or internal one.

    About people: numbers on too few are hidden, months that nobody has published are left out, and the notes say so. A span
    of several months has a row for each where the indicator tells months apart, and sums where they follow from what is
    shown, or where the span is a civil year. Nothing is computed or written: a page does not wait for that.
    """
    return _figure(name, scope, span, may_write=False)


def publish(name: str, scope: Scope, span: Span) -> Figure:
    """As `public`, once the settled months that nobody has published are written down: for makers that nobody waits for."""
    return _figure(name, scope, span, may_write=True)


def _figure(name: str, scope: Scope, span: Span, *, may_write: bool) -> Figure:
    found = named(name)
    if not found.is_public:
        raise KeyError(name)
    if not found.is_about_people:
        return found.compute(scope, span)
    now = timezone.now()
    if may_write:
        _write_missing(found, scope, span, now)
    months = _months(found, scope, span, now)
    if span.first == span.last:
        return months[0] if months else _empty(found, scope, span)
    return _of_several(found, scope, span, months, _whole(found, scope, span, months, now))


def _wanted(span: Span, now: datetime) -> list[date]:
    return [one for one in span.months() if settling.is_settled(one, now) and settling.is_within_reach(one, now)][-LONGEST:]


def _write_missing(found: Indicator, scope: Scope, span: Span, now: datetime) -> None:
    wanted = _wanted(span, now)
    kept = Publication.objects.months_of(found.name, str(scope), wanted[0], wanted[-1]) if wanted else Publication.objects.none()
    for month in sorted(set(wanted) - set(kept.values_list("first", flat=True))):
        settling.settle_month(found, month, now=now)
    if span == Span.year(span.first.year) and settling.is_settled(span.last, now):
        settling.settle_year(found, span.first.year, now=now)


def _months(found: Indicator, scope: Scope, span: Span, now: datetime) -> list[Figure]:
    """The figures of the single months that were written down."""
    wanted = _wanted(span, now)
    if not wanted:
        return []
    kept = Publication.objects.months_of(found.name, str(scope), wanted[0], wanted[-1])
    return [frozen.from_json(one) for one in kept.values_list("figure", flat=True)]


def _whole(found: Indicator, scope: Scope, span: Span, months: list[Figure], now: datetime) -> Figure | None:
    """The figure of the span as one; None where it would tell more than is shown, or where there is nothing yet."""
    if span == Span.year(span.first.year) and settling.is_settled(span.last, now):
        return _year(found, scope, span)
    return settling.added(months, span) if found.total is Total.SUM and months else None


def _year(found: Indicator, scope: Scope, span: Span) -> Figure | None:
    kept = Publication.objects.filter(indicator=found.name, scope=str(scope), first=span.first, last=span.last)
    figure = kept.values_list("figure", flat=True).first()
    return frozen.from_json(figure) if figure else None


def _of_several(found: Indicator, scope: Scope, span: Span, months: list[Figure], whole: Figure | None) -> Figure:
    """Months and their sum in one figure, as the indicator itself lays them out."""
    parts = [*months, *([whole] if whole else [])]
    if not parts:
        return _empty(found, scope, span)
    dimensions = parts[-1].dimensions
    if "month" not in found.dimensions:
        rows = list(whole.rows) if whole else []
        return replace(parts[-1], span=span, rows=tuple(rows), notes=_notes(span, months))
    order = [name for name in found.dimensions if name in dimensions or name == "month"]
    place = order.index("month")
    rows = [row for one in months for row in _keyed(one, place, f"{one.span.first:%Y-%m}")]
    rows += _keyed(whole, place, ALL) if whole else []
    return replace(parts[-1], span=span, dimensions=tuple(order), rows=tuple(rows), notes=_notes(span, months))


def _keyed(figure: Figure, place: int, month: str) -> list[Row]:
    if "month" in figure.dimensions:
        return list(figure.rows)
    return [row._replace(keys=(*row.keys[:place], month, *row.keys[place:])) for row in figure.rows]


def _empty(found: Indicator, scope: Scope, span: Span) -> Figure:
    return Figure(found.name, scope, span, found.dimensions, (), notes=_notes(span, []))


def _notes(span: Span, months: list[Figure]) -> tuple[str, ...]:
    if len(months) == len(list(span.months())):
        return ()
    return (_("A month is published on the second day after it ends. What is not yet published is left out."),)
