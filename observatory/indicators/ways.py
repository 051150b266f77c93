"""The ways that people were spared, or made longer, and what that means for the climate."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from observatory.indicators.base import Figure, Row, Scope, Span, indicator
from observatory.indicators.grouping import Places, cube, figure, shape
from observatory.models import FactorSet, UsageFact

THEME = "ways"


@indicator(title=_("Kilometres spared"), unit=_("km"), theme=THEME, dimensions=("centre", "month"), is_about_people=True)
def commute_km(scope: Scope, span: Span) -> Figure:
    """
    Kilometres that people did not travel because they worked at a telecentre; below nought, they travelled more.

    Source: attended bookings of people who said in their profile where they live and where they would work else.
    km = 2 × (home–work − home–centre) for who would have commuted, −2 × home–centre for who would have stayed at home.
    Unit: kilometres by road, there and back, summed over days.
    Population: "answered" of the "attended" bookings; of the others nothing is supposed. A group and a guest: the way of the
    person who booked, and of a guest none.
    Limits: a way by road is 1.4 times that of the crow, and commune to commune; of several bookings on one day the first
    carries the way. Who would have worked elsewhere is not counted. What people say is not verified.
    """
    return _sum("commute_km", scope, span, "km")


@indicator(title=_("Minutes spared"), unit=_("minutes"), theme=THEME, dimensions=("centre", "month"), is_about_people=True)
def commute_minutes(scope: Scope, span: Span) -> Figure:
    """
    Minutes that people did not spend on the road because they worked at a telecentre; below nought, they spent more.

    Source: the same ways as for the kilometres, driven at 50 km/h.
    Unit: minutes, there and back, summed over days.
    Population: "answered" of the "attended" bookings; of the others nothing is supposed.
    Limits: one speed for all roads, seasons and means of transport, that of commutes by car (INSEE 2004).
    """
    return _sum("commute_minutes", scope, span, "minutes")


@indicator(title=_("CO2 spared"), unit=_("kg CO2e"), theme=THEME, dimensions=("centre", "month"), is_about_people=True)
def commute_co2(scope: Scope, span: Span) -> Figure:
    """
    Greenhouse gases of the ways spared, as a range; below nought, more was emitted.

    Source: the kilometres, times the factor of the means of transport that the person named (ADEME); each fact keeps the
    edition of the factors that it was computed with.
    Unit: kilograms of CO2 equivalent. The upper bound is the whole way, the lower one leaves out the rebound: 31 % of what is
    spared (ADEME, 2020). A loss is not shrunk.
    Population: "answered" said home, alternative and means of transport; of the others nothing is supposed.
    Limits: orders of magnitude by ADEME's own words; editions of one agency differ by a factor of two. Heating and lighting
    of the centre, and of the office left empty, are not counted.
    """
    places, dims = Places.of(scope), shape(scope, span)
    editions = FactorSet.objects.filter(facts__in=_facts(places, span).filter(factors__isnull=False)).order_by("version")
    versions = list(editions.distinct().values_list("version", flat=True))
    measures = f"sum(co2_low), sum(co2_high), {_people('co2_low')}, count(co2_low), count(*)"
    rows = (
        (keys, _row(high, people, known, every)._replace(low=_or_nought(low, every), high=_or_nought(high, every)))
        for keys, (low, high, people, known, every) in cube(_columns(places, span, "co2_low", "co2_high"), dims, measures)
    )
    return figure("commute_co2", places, span, rows, nought=_nought_in_range, version="; ".join(["1", *versions]))


def _sum(name: str, scope: Scope, span: Span, field: str) -> Figure:
    places, measures = Places.of(scope), f"sum({field}), {_people(field)}, count({field}), count(*)"
    found: Iterator = cube(_columns(places, span, field), shape(scope, span), measures)
    rows = ((keys, _row(*measured)) for keys, measured in found)
    return figure(name, places, span, rows, nought=lambda keys: Row(keys, 0, persons=0, answered=0, attended=0))


def _people(field: str) -> str:
    """
    Who stands behind a sum. Facts that no longer say whose they are count as one person: a small number of them is not let
    through because its keys are gone.
    """
    known = f"{field} IS NOT NULL"
    named = f"count(DISTINCT person) FILTER (WHERE {known} AND person <> '')"
    return f"{named} + (CASE WHEN bool_or({known} AND person = '') THEN 1 ELSE 0 END)"


def _facts(places: Places, span: Span):
    return UsageFact.objects.between(span.first, span.last).filter(places.within())


def _columns(places: Places, span: Span, *fields: str):
    return _facts(places, span).values("month", "person", *fields, centre=F("telecentre_id"))


def _row(total: Decimal | None, people: int, known: int, every: int) -> Row:
    return Row((), _or_nought(total, every), persons=people, answered=known, attended=every)


def _or_nought(total: Decimal | None, every: int) -> Decimal | int | None:
    """Where nobody came nothing was spared; where people came and nobody answered, nothing is known."""
    return 0 if not every else total


def _nought_in_range(keys: tuple[str, ...]) -> Row:
    return Row(keys, 0, low=0, high=0, persons=0, answered=0, attended=0)
