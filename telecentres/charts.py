"""Charts without a script: lengths in per cent of the width, so that the same drawing fits a telephone and a screen."""

from collections.abc import Iterable
from typing import NamedTuple

ROW = 38  # units of height for each bar: its words, and the bar under them


class Bar(NamedTuple):
    """A value from zero, with the words that stand for it; hatched when it is not as sure as the others, or too high."""

    name: str
    value: float
    words: str
    is_hatched: bool = False


class Drawn(NamedTuple):
    bar: Bar
    percent: float
    top: int


def drawn(bars: Iterable[Bar], *, whole: float | None = None) -> list[Drawn]:
    """Each bar with its length in per cent of `whole`, else of the longest; zero is drawn as zero."""
    bars = list(bars)
    longest = whole or max((bar.value for bar in bars), default=0) or 1
    return [Drawn(bar, round(100 * bar.value / longest, 1), n * ROW) for n, bar in enumerate(bars)]
