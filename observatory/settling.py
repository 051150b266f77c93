"""
Decides once for a month, and once for a year, what of the figures about people is shown, and writes it down.

All centres, territories and the network are looked at together, with the indicators that tell the same people apart. A month is
written down when it is over and settled; the year after its twelve months, whose hidden numbers it must not tell. Nothing that is
written down is changed: two readings of a month are the same, whatever became of its facts.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from observatory import frozen
from observatory.cells import Board, Cell, Month, Territories, cell_of, cells_of, counts_people, fewest_of, people_in
from observatory.indicators import NETWORK, Figure, Indicator, Row, Scope, Span, Total, indicators
from observatory.indicators.base import ALL
from observatory.models import Publication
from observatory.suppression import CannotHideError, hidden
from telecentres import hours
from telecentres.models import Telecentre, Territory

SETTLED_ON, SETTLED_AT = timedelta(days=1), time(5)  # the night of the first still notes who came on the last
LOOK_BACK = 120  # months; what nobody published in ten years is not made up on demand
LOCK = 29


def is_settled(month: date, now: datetime) -> bool:
    """From five in the morning on the second day after it."""
    return now >= hours.instant(hours.month_after(month) + SETTLED_ON, SETTLED_AT)


def is_within_reach(month: date, now: datetime) -> bool:
    today = hours.civil_day(now)
    return (today.year - month.year) * 12 + today.month - month.month <= LOOK_BACK


def about_people() -> list[Indicator]:
    return [one for one in indicators() if one.is_public and one.is_about_people]


def group_of(found: Indicator) -> list[Indicator]:
    """Those that tell the same people apart, itself among them."""
    return [one for one in about_people() if one == found or (one.people and one.people == found.people)]


@transaction.atomic
def settle_month(found: Indicator, month: date, *, now: datetime) -> bool:
    """Writes down the figures of the indicator, and of its group, for a settled month; False if they were before."""
    span, group = Span.month(month), group_of(found)
    _hold(group, span)
    missing = [one for one in group if not _is_written(one, span)]
    if not missing or not is_settled(month, now):
        return False
    exact = {one.name: _exact(one, span) for one in missing}
    closed = _hidden_in_month(group, month, exact)
    _write([(figure, closed, month) for figures in exact.values() for figure in figures], span, now=now)
    return True


@transaction.atomic
def settle_year(found: Indicator, year: int, *, now: datetime) -> bool:
    """The same for a year that is over, after its months; False if it was written down before, or a month is missing."""
    span = Span.year(year)
    _hold(group_of(found), span)
    months = _Months(found, span)
    if _is_written(found, span) or not is_settled(span.last, now) or not months.are_whole:
        return False
    exact = _figures_of_the_year(found, span, months)
    closed = _hidden_in_year(found, months, cells_of(exact, None))
    _write([(figure, closed, None) for figure in exact], span, now=now)
    # Each number is told or kept for good: what was counted exactly is needed no more.
    Publication.objects.filter(indicator=found.name, first__gte=span.first, last__lte=span.last).update(exact=[])
    return True


def _exact(found: Indicator, span: Span) -> list[Figure]:
    """Of every scope; what the network's figure tells of a centre is the centre's own, and is not counted again."""
    network = found.compute(NETWORK, span) if "network" in found.scopes else None
    parts = network.parts("centre") if network and "centre" in network.dimensions else {}
    of_centres = {figure.scope: figure for key, figure in parts.items() if key != ALL}
    known = of_centres | ({NETWORK: network} if network else {})
    return [known.get(scope) or found.compute(scope, span) for scope in _scopes(found)]


def _hidden_in_month(group: list[Indicator], month: date, exact: dict[str, list[Figure]]) -> set[Cell]:
    territories, board, parts = _territories(), Board(), []
    for one in group:
        if one.name not in exact and not _written_exactly(one, month):
            # Its year is told, and what it held exactly is gone: an indicator that came later has to keep quiet.
            return set(cells_of(itertools.chain(*exact.values()), month))
        part = Month(one, month, cells_of(exact.get(one.name) or _written_exactly(one, month), month), territories)
        board.add(part)
        parts.append(part)
        if one.name not in exact:
            _remember(board, _Months(one, Span.month(month)))
    for one, other in itertools.combinations(parts, 2):
        board.link(one, other)
    return _decided(board)


def _hidden_in_year(found: Indicator, months: "_Months", year: dict[Cell, Row]) -> set[Cell]:
    territories, board = _territories(), Board()
    parts = [Month(found, month, cells_of(figures, month), territories) for month, figures in months.exact.items()]
    for part in parts:
        board.add(part)
    _remember(board, months)
    for cell, row in year.items():
        if people_in(row):
            atoms = [atom for part in parts for atom in part.within(cell.scope, cell.keys)]
            board.add_sum(cell, atoms, fewest_of(found), people_in(row))
    return _decided(board)


def _remember(board: Board, months: "_Months") -> None:
    """What the months said stays said, and what they kept back stays so."""
    for month, figures in months.shown.items():
        for cell, row in cells_of(figures, month).items():
            if cell in board.sums:
                (board.kept if row.is_hidden else board.said).add(cell)


def _decided(board: Board) -> set[Cell]:
    """When all that is left is to say nothing, nothing new is said."""
    cells, table = board.table()
    try:
        found = hidden(table)
    except CannotHideError:
        found = frozenset(range(len(cells))) - table.said
    return {cells[number] for number in found}


class _Months:
    """The figures of an indicator that were written down for the months of a span: as shown, and as counted."""

    def __init__(self, found: Indicator, span: Span) -> None:
        self.span = span
        self.shown: dict[date, list[Figure]] = {}
        self.exact: dict[date, list[Figure]] = {}
        kept = Publication.objects.filter(indicator=found.name, first__gte=span.first, last__lte=span.last)
        for one in kept.order_by("first", "pk"):
            if one.first == one.last:
                self.shown.setdefault(one.first, []).append(frozen.from_json(one.figure))
                if one.exact:
                    self.exact.setdefault(one.first, []).append(frozen.from_json(one.exact))

    @property
    def are_whole(self) -> bool:
        return all(month in self.exact for month in self.span.months())


def _written_exactly(found: Indicator, month: date) -> list[Figure]:
    return _Months(found, Span.month(month)).exact.get(month, [])


def _figures_of_the_year(found: Indicator, span: Span, months: _Months) -> list[Figure]:
    """
    Of a sum: the sum of its months as they were written down, so that a year less its months tells nothing of later changes.

    Rates and distinct people are counted anew. Distinct people of a year are given for the network alone: those of a centre
    would cross those of its months in ways that no margin of safety covers.
    """
    total = _total_of(found, months)
    if total is Total.SUM:
        by_scope: dict[Scope, list[Figure]] = {}
        for figures in months.exact.values():
            for figure in figures:
                by_scope.setdefault(figure.scope, []).append(figure)
        return [added(figures, span) for figures in by_scope.values()]
    figures = [found.compute(scope, span) for scope in _scopes(found)]
    if total is Total.DISTINCT:
        figures = [_of_the_network(figure) for figure in figures]
    return [_without_months(figure) for figure in figures]


def _total_of(found: Indicator, months: _Months) -> Total:
    """As declared; but people who are seen at two centres are no sum, whatever was declared."""
    if found.total is not Total.SUM:
        return found.total
    territories = _territories()
    parts = [Month(found, month, cells_of(figures, month), territories) for month, figures in months.exact.items()]
    apart = any(counts_people(part.rows.values()) and not part.adds_up for part in parts)
    return Total.DISTINCT if apart else Total.SUM


def added(figures: list[Figure], span: Span) -> Figure:
    """The sum of figures of single months, row by row; hidden as soon as one part is."""
    rows: dict[tuple[str, ...], list[Row]] = {}
    for figure in figures:
        for row in figure.rows:
            rows.setdefault(row.keys, []).append(row)
    return replace(figures[-1], span=span, rows=tuple(_sum(parts) for parts in rows.values()))


def _sum(parts: list[Row]) -> Row:
    if any(part.is_hidden for part in parts):
        return parts[0].hidden()
    names = ("value", "low", "high", "persons", "answered", "attended")
    known = {name: [getattr(part, name) for part in parts if getattr(part, name) is not None] for name in names}
    return parts[0]._replace(**{name: sum(numbers) if numbers else None for name, numbers in known.items()})


def _of_the_network(figure: Figure) -> Figure:
    def is_whole(row: Row) -> bool:
        cell = cell_of(figure, row, None)
        return cell is not None and cell.scope == NETWORK

    return figure.with_rows([row for row in figure.rows if is_whole(row)])


def _without_months(figure: Figure) -> Figure:
    """The rows of the whole year, without the key that says so."""
    if "month" not in figure.dimensions:
        return figure
    place = figure.dimensions.index("month")
    whole = [row for row in figure.rows if cell_of(figure, row, None)]
    cut = [row._replace(keys=(*row.keys[:place], *row.keys[place + 1 :])) for row in whole]
    return replace(figure, dimensions=tuple(name for name in figure.dimensions if name != "month"), rows=tuple(cut))


def _write(figures: Iterable[tuple[Figure, set[Cell], date | None]], span: Span, *, now: datetime) -> None:
    Publication.objects.bulk_create(
        [
            Publication(
                indicator=figure.indicator,
                scope=str(figure.scope),
                first=span.first,
                last=span.last,
                figure=(content := frozen.as_json(shown(figure, closed, month))),
                exact=frozen.as_json(figure) if month else [],
                digest=frozen.digest(content),
                published_at=now,
            )
            for figure, closed, month in figures
        ]
    )


def shown(figure: Figure, closed: set[Cell], month: date | None) -> Figure:
    """As everybody may see it. How many people stand behind a measure is said of none: it would be one more number on them."""
    rows = [_shown(row, cell_of(figure, row, month) in closed) for row in figure.rows]
    return replace(figure, rows=tuple(rows), notes=())


def _shown(row: Row, is_closed: bool) -> Row:
    if is_closed:
        return row.hidden()
    return row if row.persons in (0, row.value) else row._replace(persons=None)


def _is_written(found: Indicator, span: Span) -> bool:
    return Publication.objects.filter(indicator=found.name, first=span.first, last=span.last).exists()


def _scopes(found: Indicator) -> list[Scope]:
    every = {
        "network": [NETWORK],
        "territory": [Scope("territory", code) for code in _territories()],
        "centre": [Scope("centre", slug) for slug in Telecentre.objects.order_by("slug").values_list("slug", flat=True)],
    }
    return [scope for kind in ("network", "territory", "centre") if kind in found.scopes for scope in every[kind]]


def _territories() -> Territories:
    """The intercommunalities, with the centres that lie in them, if any."""
    pairs = Territory.objects.filter(kind=Territory.Kind.EPCI).values_list("code", "children__telecentres__slug")
    found: dict[str, set[str]] = {}
    for code, slug in pairs:
        found.setdefault(code, set()).update([slug] if slug else [])
    return {code: frozenset(found[code]) for code in sorted(found)}


def _hold(group: list[Indicator], span: Span) -> None:
    """One at a time: who comes second finds it written."""
    with connection.cursor() as cursor:
        name = f"{min(one.name for one in group)} {span}"
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, name])


def months_to_settle(now: datetime) -> Iterator[date]:
    """The twelve before the month of now, oldest first."""
    month = hours.month_of(hours.civil_day(now))
    before = [month]
    for _step in range(12):
        before.append(hours.month_before(before[-1]))
    yield from reversed(before[1:])
