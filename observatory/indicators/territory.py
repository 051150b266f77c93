"""How near the centres are to those who live in the Cantal, and what the territories got back for public money."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from observatory.balance import HORIZON, Balance, all_balances
from observatory.coverage import MINUTES, Covered, by_epci, communes_of, open_centres, reached, within
from observatory.indicators.base import Figure, Row, Scope, Span, indicator
from telecentres import hours
from telecentres.models import Territory

ACCESS, EUROS = "access", "euros"


@indicator(
    title=_("Inhabitants within reach of a telecentre"),
    unit=_("% of the inhabitants"),
    theme=ACCESS,
    dimensions=("minutes",),
    is_about_people=False,
)
def coverage(scope: Scope, span: Span) -> Figure:
    """
    Share of the inhabitants who have an open telecentre within 15, 20, 30 and 45 minutes by car.

    Source: municipal population and points of the communes (INSEE, DGCL, La Poste via Etalab; towns: GeoNames); the
    centres that are open when it is computed.
    Unit: per cent of the inhabitants, to one decimal. The minutes are estimated from the great circle (ROAD_FACTOR,
    ROAD_KM_PER_HOUR); the last one is included.
    Population: all inhabitants of the Cantal; of an intercommunality, those of its communes in the Cantal, whose nearest
    centre may lie in a neighbouring one; of a centre, all of the Cantal with this centre alone.
    Limits: no routing engine, no pass, no snow: a road may take longer. All inhabitants of a commune stand at its point. It
    tells the state of today, whatever the months asked for. A centre within reach may have no free desk.
    """
    return Figure(
        "coverage", scope, span, ("minutes",), tuple(Row((str(time),), found.percent) for time, found in _covered(scope))
    )


@indicator(
    title=_("Number of inhabitants within reach of a telecentre"),
    unit=_("inhabitants"),
    theme=ACCESS,
    dimensions=("minutes",),
    is_about_people=False,
)
def coverage_inhabitants(scope: Scope, span: Span) -> Figure:
    """
    How many inhabitants have an open telecentre within 15, 20, 30 and 45 minutes by car.

    Source: as for their share.
    Unit: inhabitants.
    Population: as for their share.
    Limits: as for their share; and the populations are those of the last count, some years old.
    """
    rows = tuple(Row((str(time),), found.inhabitants) for time, found in _covered(scope))
    return Figure("coverage_inhabitants", scope, span, ("minutes",), rows)


@indicator(
    title=_("Inhabitants within reach of a telecentre, by intercommunality"),
    unit=_("% of the inhabitants"),
    theme=ACCESS,
    dimensions=("epci", "minutes"),
    is_about_people=False,
    scopes=("network",),
)
def coverage_by_territory(scope: Scope, span: Span) -> Figure:
    """
    Share of the inhabitants of each intercommunality who have an open telecentre within 15, 20, 30 and 45 minutes by car.

    Source: as for the whole network.
    Unit: per cent of the inhabitants, to one decimal.
    Population: the inhabitants of its communes in the Cantal: a part of it that lies outside is not counted.
    Limits: as for the whole network.
    """
    ways = reached(open_centres(), communes_of())
    rows = [
        Row((territory.code, str(time)), found.percent) for time in MINUTES for territory, found in by_epci(time, ways).items()
    ]
    return Figure("coverage_by_territory", scope, span, ("epci", "minutes"), tuple(sorted(rows)))


@indicator(
    title=_("Euros back for one public euro"),
    unit=_("euros"),
    theme=EUROS,
    dimensions=("epci",),
    is_about_people=False,
    scopes=("network", "territory"),
)
def return_on_investment(scope: Scope, span: Span) -> Figure:
    """
    What a territory gained for each euro of public money, from the beginning to the end of the last month.

    Source: investments and benefits entered by the agency and the network, each with its own source.
    Unit: euros back for one euro paid; low and high bound it.
    Population: the real rows of intercommunalities that have any; examples are left out.
    Limits: rent, local spending and building works alone: jobs, pupils and people are not turned into money, and what a source
    forbids to add is left out. No territory without a telecentre is compared: who would have come anyway is not known.
    """
    rows = []
    for one in _balances(scope, span):
        if one.per_euro is not None:
            rows.append(Row((one.territory.code,), one.per_euro.central, one.per_euro.low, one.per_euro.high))
    return Figure("return_on_investment", scope, span, ("epci",), tuple(rows))


@indicator(
    title=_("Public cost for one person settled"),
    unit=_("euros"),
    theme=EUROS,
    dimensions=("epci",),
    is_about_people=True,
    scopes=("network", "territory"),
)
def cost_per_person(scope: Scope, span: Span) -> Figure:
    """
    All public money spent since the beginning, divided by the people who settled, children included.

    Source: investments and counts entered by the agency and the network, each with its own source.
    Unit: euros for one person.
    Population: the real rows of intercommunalities where people were counted; examples are left out.
    Limits: the division says nothing of why they came. It is hidden with few people, for it would tell how many they are.
    """
    rows = [
        Row((one.territory.code,), one.per_person, persons=_fewest_counted(one))
        for one in _balances(scope, span)
        if one.per_person is not None
    ]
    return Figure("cost_per_person", scope, span, ("epci",), tuple(rows))


@indicator(
    title=_("Month in which the public money is back"),
    unit=_("months from the opening"),
    theme=EUROS,
    dimensions=("epci", "case"),
    is_about_people=False,
    scopes=("network", "territory"),
)
def payback_month(scope: Scope, span: Span) -> Figure:
    """
    First month from the opening at whose end all benefits are at least all that was paid, in the low, central and high case.

    Source: investments and benefits entered by the agency and the network, each with its own source.
    Unit: months, the month of the first benefit counting as the first; empty: never within 72 months.
    Population: the real rows of intercommunalities where the month of every sum is known; examples are left out.
    Limits: what goes on is taken to go on for 72 months, as entered. A sum that is known for several years as a whole has no
    month, and gives no row.
    """
    rows = []
    for one in _balances(scope, span):
        if one.payback is not None:
            rows += [Row((one.territory.code, case), getattr(one.payback, case)) for case in ("low", "central", "high")]
    note = _("Empty: never within %(months)s months.") % {"months": HORIZON}
    return Figure("payback_month", scope, span, ("epci", "case"), tuple(rows), notes=(note,))


def _covered(scope: Scope) -> Iterator[tuple[int, Covered]]:
    centres = [one for one in scope.centres() if one.is_open] if scope.kind == "centre" else open_centres()
    ways = reached(centres, communes_of(scope.key if scope.kind == "territory" else ""))
    for time in MINUTES:
        yield time, within(time, ways)


def _balances(scope: Scope, span: Span) -> list[Balance]:
    territory = None
    if scope.kind == "territory":
        territory = Territory.objects.filter(kind=Territory.Kind.EPCI, code=scope.key).first()
        if territory is None:
            return []
    today = hours.civil_day(timezone.now())
    return [one for one in all_balances(today=today, territory=territory, through=span.last) if not one.is_example]


def _fewest_counted(balance: Balance) -> int:
    """The smallest count behind the number of people settled: if that one is hidden, so is the quotient."""
    counts: list[Decimal] = [one for row in balance.counted_people for one in (row.low, row.central, row.high) if one]
    return int(min(counts, default=Decimal(0)))
