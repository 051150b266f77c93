"""How far people come who make contact, and who waits for a centre to come."""

from collections.abc import Iterator

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from observatory.indicators.base import ALL, Figure, Row, Scope, Span, Total, indicator
from observatory.indicators.grouping import Places, cube, figure, months_dimension
from outreach import conversion
from telecentres import hours
from telecentres.models import Interest

THEME = "outreach"


@indicator(
    title=_("From the first contact to a home"),
    unit=_("people"),
    theme=THEME,
    dimensions=("month", "step"),
    is_about_people=True,
    scopes=("network",),
)
def funnel(scope: Scope, span: Span) -> Figure:
    """
    People by the month of their first contact, and how many of them reached each step, or a later one.

    Source: the file of contacts and its history, as `outreach.conversion` reads it.
    Unit: people.
    Population: everybody whose first contact fell into the span, whoever they came through.
    Limits: young cohorts are still on their way, so their last steps are too low. Who never made contact and came all the same
    is not known.
    """
    whole = conversion.Conversion(span.first, hours.civil_day(span.period.ends_at - conversion.DAY))
    named = [(ALL, whole.whole()), *((one.name, one) for one in whole.by_month())]
    dims = (*months_dimension(span), "step")
    found = [
        ((month, stage)[-len(dims) :], row)
        for month, cohort in named
        for stage, row in _steps(cohort)
        if len(dims) == 2 or month == ALL
    ]
    known = {"step": [str(step) for step in conversion.STEPS]}
    nought = lambda keys: Row(keys, 0, persons=0)  # noqa: E731
    return figure("funnel", Places.of(scope), span, found, dimensions=dims, known=known, nought=nought)


def _steps(cohort: conversion.Funnel) -> Iterator[tuple[str, Row]]:
    """
    Each step holds the next: two that differ by a few tell of the few who stopped between them.

    Such a step is one on these few, so that it is hidden; the ones before and after it are compared with each other.
    """
    before = None
    for step in cohort.steps:
        stopped = 0 if before is None else before - step.count
        if 0 < stopped < conversion.FEWEST:
            yield step.stage, Row((), step.count, persons=min(stopped, step.count) or stopped)
            continue
        before = step.count
        yield step.stage, Row((), step.count, persons=step.count)


@indicator(
    title=_("People who wait for a centre"),
    unit=_("people"),
    theme=THEME,
    dimensions=("centre",),
    is_about_people=True,
    total=Total.DISTINCT,
)
def demand(scope: Scope, span: Span) -> Figure:
    """
    People who asked to be told when a centre opens, by centre in preparation.

    Source: addresses left on the page of the centre, and confirmed by their owners.
    Unit: addresses; one that waits for two centres counts once in the sum.
    Population: confirmed before the end of the span, and still there.
    Limits: to ask for news is no promise to come. An address is erased a month after the last news, so an open centre has none.
    """
    places = Places.of(scope)
    known = Interest.objects.confirmed().filter(places.within(), confirmed_at__lt=min(span.period.ends_at, timezone.now()))
    rows = (
        (keys, Row((), people, persons=people))
        for keys, (people,) in cube(
            known.values("email", centre=F("telecentre_id")), places.dimension, "count(DISTINCT lower(email))"
        )
    )
    return figure("demand", places, span, rows, dimensions=places.dimension)
