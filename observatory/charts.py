"""
Charts as they are drawn, without a script: where each bar begins and how long it is, and the words that stand beside it.

Lengths across are in per cent of the width and heights in pixels: text keeps its size on a telephone, and nothing is drawn
twice. A value that is hidden or not known is said in words and never drawn; zero is drawn as zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import NamedTuple

Number = int | float | Decimal

NARROW = 288  # pixels of the narrowest screen that a chart has
LETTER = 8  # pixels of one letter of a label
LINE = 22  # pixels of a line of words
BAR = 18  # thickness of a bar
GAP = 16  # below each row
MOST_NAMED = NARROW // LETTER - 2  # letters of a name and of its value that fit on one line


class Value(NamedTuple):
    """One line of a chart: its name, its value with a range if there is one, and the words for it."""

    name: str
    value: Number | None
    words: str
    low: Number | None = None
    high: Number | None = None
    is_hidden: bool = False
    is_total: bool = False

    @property
    def is_drawn(self) -> bool:
        return not self.is_hidden and self.value is not None

    @property
    def bounds(self) -> list[Number]:
        return [one for one in (self.value, self.low, self.high) if one is not None] if self.is_drawn else []


class Stretch(NamedTuple):
    """Part of a bar, in per cent of the width."""

    x: float
    width: float
    look: str


class Row(NamedTuple):
    """A line of words and the bar under them; `words_y` is the second line where both do not fit on the first."""

    value: Value
    name_y: int
    words_y: int
    bar_y: int
    stretches: tuple[Stretch, ...]

    @property
    def axis_from(self) -> int:
        return self.bar_y - 4

    @property
    def axis_to(self) -> int:
        return self.bar_y + BAR + 4


@dataclass(frozen=True)
class Chart:
    """What the templates need of any of them; `title` and `description` are what a screen reader says."""

    name: str  # unique on the page
    title: str
    description: str
    height: int
    template: str = ""


@dataclass(frozen=True)
class Bars(Chart):
    """Bars from zero, to the left where a value is negative; a range is hatched from its low to its high end."""

    template: str = "observatory/_chart_bars.html"
    rows: tuple[Row, ...] = ()
    zero: float = 0
    has_negative: bool = False


def bars(name: str, title: str, values: Iterable[Value], *, whole: Number | None = None) -> Bars:
    """`whole` is the value of a full bar; without it the largest of them reaches the end."""
    values = list(values)
    bounds = [float(bound) for value in values for bound in value.bounds]
    least, most = min([0.0, *bounds]), max([0.0, *bounds, *([float(whole)] if whole else [])])
    scale = 100 / ((most - least) or 1)

    def at(value: Number) -> float:
        return round((float(value) - least) * scale, 2)

    rows, y = [], 0
    for value in values:
        is_long = len(value.name) + len(value.words) > MOST_NAMED
        lines = 2 if is_long else 1
        rows.append(Row(value, y + 15, y + 15 + (LINE if is_long else 0), y + lines * LINE, tuple(_stretches(value, at))))
        y += lines * LINE + BAR + GAP
    return Bars(name, title, description_of(values), y, rows=tuple(rows), zero=at(0), has_negative=least < 0)


def _stretches(value: Value, at) -> Iterable[Stretch]:
    if not value.is_drawn:
        return
    look = "lost" if value.value < 0 else "full"
    low, high = (value.value if one is None else one for one in (value.low, value.high))
    if low == high:
        yield _stretch(at(0), at(value.value), look)
        return
    # What is sure: as far as both ends of the range lie on the same side of zero.
    sure = low if low > 0 else high if high < 0 else 0
    if sure:
        yield _stretch(at(0), at(sure), look)
    begin, end = (sure, high) if low > 0 else (low, sure) if high < 0 else (low, high)
    yield _stretch(at(begin), at(end), f"{look}-hatched")


def _stretch(start: float, end: float, look: str) -> Stretch:
    return Stretch(min(start, end), round(abs(end - start), 2), look)


class Part(NamedTuple):
    """One of the parts of a whole, with its words."""

    name: str
    value: Number
    words: str


class Label(NamedTuple):
    """The name of a part above the first bar, at its beginning; `y` is the line on which it does not meet another."""

    text: str
    x: float
    y: int
    anchor: str


class Whole(NamedTuple):
    """A row of a stack: its parts, of which every row has the same, or none where one of them is hidden or not known."""

    name: str
    words: str
    parts: Sequence[Part] = ()
    is_hidden: bool = False


class StackRow(NamedTuple):
    whole: Whole
    name_y: int
    words_y: int
    bar_y: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Stack(Chart):
    """Parts of a whole beside each other, each with a pattern of its own, named above the first bar."""

    template: str = "observatory/_chart_stack.html"
    rows: tuple[StackRow, ...] = ()
    labels: tuple[Label, ...] = ()
    leaders_to: int = 0


LOOKS = ("full", "full-hatched", "half", "empty")


def stack(name: str, title: str, rows: Sequence[Whole]) -> Stack:
    """A bar for each whole; the names of the parts stand above the first that has any."""
    first = next((row.parts for row in rows if sum(part.value for part in row.parts)), ())
    labels, lines = _labels(first)
    top = lines * LINE + 4 if labels else 0
    drawn, y = [], top
    for row in rows:
        is_long = len(row.name) + len(row.words) > MOST_NAMED
        height = LINE * (2 if is_long else 1)
        drawn.append(StackRow(row, y + 15, y + 15 + (LINE if is_long else 0), y + height, tuple(_parts(row.parts))))
        y += height + BAR + GAP
    said = "; ".join(f"{row.name}: {', '.join(f'{part.name} {part.words}' for part in row.parts) or row.words}" for row in rows)
    return Stack(name, title, said, y, rows=tuple(drawn), labels=tuple(labels), leaders_to=drawn[0].bar_y if drawn else 0)


def _parts(parts: Sequence[Part]) -> Iterable[Stretch]:
    whole, x = float(sum(part.value for part in parts)) or 1, 0.0
    for part, look in zip(parts, LOOKS, strict=False):
        width = 100 * float(part.value) / whole
        yield Stretch(round(x, 2), round(width, 2), look)
        x += width


def _labels(parts: Sequence[Part]) -> tuple[list[Label], int]:
    """Each over the beginning of its part, one line lower where it would meet the one before; and the number of lines."""
    ends: list[float] = []  # in pixels of the narrowest screen, of the last label of each line
    labels = []
    for part, stretch in zip(parts, _parts(parts), strict=False):
        width = len(part.name) * LETTER
        start = stretch.x * NARROW / 100
        is_at_end = start + width > NARROW
        begin = (stretch.x + stretch.width) * NARROW / 100 - width if is_at_end else start
        line = next((n for n, end in enumerate(ends) if end + LETTER <= begin), len(ends))
        ends[line : line + 1] = [begin + width]
        x = round(stretch.x + stretch.width, 2) if is_at_end else stretch.x
        labels.append(Label(part.name, x, 13 + line * LINE, "end" if is_at_end else "start"))
    return labels, len(ends)


class Column(NamedTuple):
    """One month: its bar, the letter under it, and its words where there is room for them."""

    value: Value
    x: float
    width: float
    y: float
    height: float
    middle: float
    look: str
    letter: str
    label: str
    label_x: float
    label_y: float
    anchor: str
    year: str


@dataclass(frozen=True)
class Columns(Chart):
    """A column for each month, in order of time; the last one, the highest and the lowest carry their value."""

    template: str = "observatory/_chart_months.html"
    columns: tuple[Column, ...] = ()
    zero: float = 0
    letters_y: float = 0
    years_y: float = 0


TALLEST = 108


def columns(name: str, title: str, months: Sequence[tuple[str, str, Value]]) -> Columns:
    """Each month is its letter, its year where it begins one (else empty), and its value."""
    values = [value for _letter, _year, value in months]
    known = [float(value.value) for value in values if value.is_drawn]
    least, most = min([0.0, *known]), max([0.0, *known])
    scale = TALLEST / ((most - least) or 1)
    zero = 32 + most * scale
    step = 100 / max(len(months), 1)
    labelled = _labelled(values)
    drawn = []
    for n, (letter, year, value) in enumerate(months):
        amount = float(value.value) if value.is_drawn else 0.0
        height = abs(amount) * scale
        y = zero - height if amount >= 0 else zero
        middle, anchor = step * n + step * 0.39, "middle"
        label_x = middle
        if n == 0 or n == len(months) - 1:
            label_x, anchor = (step * n, "start") if n == 0 else (step * n + step * 0.78, "end")
        look = "hidden" if value.is_hidden else "lost" if amount < 0 else "full" if n == len(months) - 1 else "half"
        drawn.append(
            Column(
                value,
                round(step * n, 2),
                round(step * 0.78, 2),
                round(y, 1),
                round(height, 1),
                round(middle, 2),
                look,
                letter,
                value.words if n in labelled else "",
                round(label_x, 2),
                round(y - 6 if amount >= 0 else y + height + 15, 1),
                anchor,
                year,
            )
        )
    bottom = zero - least * scale + (18 if least < 0 else 0)
    return Columns(
        name,
        title,
        description_of(values),
        round(bottom + 38),
        columns=tuple(drawn),
        zero=round(zero, 1),
        letters_y=round(bottom + 16, 1),
        years_y=round(bottom + 33, 1),
    )


def _labelled(values: Sequence[Value]) -> set[int]:
    """The last, the highest, the lowest and the first, as far as their words do not meet on the narrowest screen."""
    known = [n for n, value in enumerate(values) if value.is_drawn]
    if not known:
        return set()
    wanted = [known[-1], max(known, key=lambda n: values[n].value), min(known, key=lambda n: values[n].value), known[0]]
    step, taken = NARROW / len(values), {}
    for n in dict.fromkeys(wanted):
        width = len(values[n].words) * LETTER
        middle = step * (n + 0.39)
        start = 0 if n == 0 else NARROW - width if n == len(values) - 1 else middle - width / 2
        if all(start >= end + 4 or start + width + 4 <= begin for begin, end in taken.values()):
            taken[n] = (start, start + width)
    return set(taken)


class Block(NamedTuple):
    """People as squares: whole rows in one rectangle, the rest in another under it."""

    value: Value
    name_y: int
    y: int
    width: int
    height: int
    rest_y: int
    rest_width: int
    look: str


@dataclass(frozen=True)
class Squares(Chart):
    """A square for each person, or for as many as `each` says."""

    template: str = "observatory/_chart_squares.html"
    blocks: tuple[Block, ...] = ()
    each: int = 1


SIDE = 13  # pixels of a square with the space around it
PER_ROW = 20
MOST_SQUARES = 200
SQUARES = ("square", "square-light", "square-empty")


def squares(name: str, title: str, values: Iterable[Value]) -> Squares:
    """Of several groups with the same worth of a square: 1, 10 or 100 people, so that none has more than MOST_SQUARES."""
    values = list(values)
    most = max((float(value.value) for value in values if value.is_drawn), default=0)
    each = next((worth for worth in (1, 10, 100) if most <= worth * MOST_SQUARES), 1000)
    blocks, y = [], 0
    for n, value in enumerate(values):
        number = ceil(float(value.value) / each) if value.is_drawn else 0
        whole, rest = divmod(number, PER_ROW)
        height = whole * SIDE
        blocks.append(
            Block(value, y + 15, y + LINE, PER_ROW * SIDE, height, y + LINE + height, rest * SIDE, SQUARES[n % len(SQUARES)])
        )
        y += LINE + height + (SIDE if rest else 0) + GAP
    return Squares(name, title, description_of(values), y, blocks=tuple(blocks), each=each)


class Step(NamedTuple):
    """From one value to another, of a hundred: where each dot stands and its words."""

    name: str
    before: float
    after: float
    before_words: str
    after_words: str
    words_y: int
    y: int


@dataclass(frozen=True)
class Steps(Chart):
    """Two shares for each line, before and after, on the same scale from 0 to 100."""

    template: str = "observatory/_chart_steps.html"
    rows: tuple[Step, ...] = ()
    before: str = ""
    after: str = ""
    end: str = ""


SCALE_FROM, SCALE_TO = 16, 92  # per cent of the width that stand for 0 and for 100


def steps(name: str, title: str, rows: Iterable[tuple[str, Value, Value]], *, before: str, after: str, end: str) -> Steps:
    """`before` and `after` name the two dots of the first line; `end` is said at the end of the scale."""

    def at(value: Number | None) -> float:
        return round(SCALE_FROM + (SCALE_TO - SCALE_FROM) * float(value or 0) / 100, 1)

    rows = list(rows)
    drawn = [
        Step(label, at(one.value), at(two.value), one.words, two.words, 42 + n * 48, 56 + n * 48)
        for n, (label, one, two) in enumerate(rows)
    ]
    said = "; ".join(f"{label}: {before} {one.words}, {after} {two.words}" for label, one, two in rows)
    return Steps(name, title, said, 56 + len(rows) * 48, rows=tuple(drawn), before=before, after=after, end=end)


class Cell(NamedTuple):
    """A half-day of a weekday: how warm from 0 to 5, and the words; warmth None where nothing was open."""

    words: str
    warmth: int | None
    more: str = ""


WARMEST = 5


def warmth(share: Number | None) -> int | None:
    """From a share of 0 to 1: nought only for zero itself, WARMEST from 80 % on."""
    if share is None:
        return None
    return min(WARMEST, ceil(float(share) * WARMEST)) if share > 0 else 0


def description_of(values: Iterable[Value]) -> str:
    return "; ".join(f"{value.name}: {value.words}" for value in values)
