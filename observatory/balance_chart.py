"""The drawing of a balance: three lines from the opening on, where each crosses zero, and what it begins and ends with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from observatory.balance import Amounts, Point

WIDTH = 82  # per cent of the picture; the names of the lines stand on the right
TOP, BOTTOM, HEIGHT = 16, 194, 236
BETWEEN = 17  # units between two names, so that none covers another
YEAR = 12
CASES = ("high", "central", "low")


class Mark(NamedTuple):
    """Where a line crosses zero; its words above or below."""

    x: str
    month: int
    y_words: str
    anchor: str


class Name(NamedTuple):
    case: str
    words: str
    y: str


class Tick(NamedTuple):
    x: str
    words: str


class Drawing(NamedTuple):
    """Numbers as SVG reads them, whatever the language of the page."""

    height: int
    months: int
    width: str
    lines: list[tuple[str, str]]
    band: str
    zero: str
    first: Decimal
    y_first: str
    names: list[Name]
    marks: list[Mark]
    ticks: list[Tick]
    y_ticks: str


def draw(points: Sequence[Point]) -> Drawing:
    """Of at least two points."""
    values = [value for point in points for value in (point.balance.low, point.balance.high)]
    lowest, highest = min([*values, Decimal(0)]), max([*values, Decimal(0)])

    def y_of(value: Decimal) -> float:
        span = highest - lowest or Decimal(1)
        return float(TOP + (highest - value) / span * (BOTTOM - TOP))

    paths = {case: [(point.number, y_of(getattr(point.balance, case))) for point in points] for case in CASES}
    months = points[-1].number
    return Drawing(
        HEIGHT,
        months,
        f"{WIDTH}%",
        [(case, _path(paths[case])) for case in CASES],
        f"{_path(paths['high'])}L{_path(reversed(paths['low']))[1:]}z",
        _number(y_of(Decimal(0))),
        points[0].balance.central,
        _number(y_of(points[0].balance.central) + 19),
        _names(points[-1].balance, y_of),
        _marks(points, months, y_of(Decimal(0))),
        [Tick(_percent(month, months), str(month)) for month in range(0, months + 1, 2 * YEAR)],
        _number(HEIGHT - 4),
    )


def _path(points) -> str:
    return "M" + "L".join(f"{x} {_number(y)}" for x, y in points)


def _names(end: Amounts, y_of) -> list[Name]:
    """At the ends of the lines, from above, moved down where two would touch; one alone where all three are the same."""
    titles = {"high": _("high"), "central": _("central"), "low": _("low")}
    if not end.is_range:
        return [Name("central", titles["central"], _number(y_of(end.central) + 5))]
    names, free = [], float("-inf")
    for case in CASES:
        y = max(y_of(getattr(end, case)) + 5, free)
        names.append(Name(case, titles[case], _number(y)))
        free = y + BETWEEN
    return names


def _marks(points: Sequence[Point], months: int, zero: float) -> list[Mark]:
    """Each month once, the first above the line on its left, the second below on its right."""
    found = [next((point.number for point in points if getattr(point.balance, case) >= 0), None) for case in CASES]
    crossings = list(dict.fromkeys(month for month in found if month))
    places = [(zero - 11, "end"), (zero + 23, "start"), (zero - 11, "start")]
    return [
        Mark(_percent(month, months), month, _number(y), anchor) for month, (y, anchor) in zip(crossings, places, strict=False)
    ]


def _percent(month: int, months: int) -> str:
    return f"{month / months * WIDTH:.1f}%"


def _number(value: float) -> str:
    return f"{value:.1f}"
