"""What an indicator is: about whom and which months it speaks, its rows, and the list of all there are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from telecentres import hours
from telecentres.models import Telecentre, Territory

Number = int | Decimal
ALL = "all"  # the key of a margin: over every value of that dimension


@dataclass(frozen=True)
class Span:
    """Civil months from that of `first` to that of `last`, both included; both are first days of a month."""

    first: date
    last: date

    @classmethod
    def month(cls, day: date) -> "Span":
        return cls(hours.month_of(day), hours.month_of(day))

    @classmethod
    def year(cls, year: int) -> "Span":
        return cls(date(year, 1, 1), date(year, 12, 1))

    @property
    def end(self) -> date:
        """The first day that is no longer part of it."""
        return hours.month_after(self.last)

    @property
    def period(self) -> hours.Period:
        """Half-open, in UTC, from the first local midnight to the one that ends the last month."""
        return hours.Period(hours.whole_month(self.first).starts_at, hours.whole_month(self.last).ends_at)

    def months(self) -> Iterator[date]:
        month = self.first
        while month <= self.last:
            yield month
            month = hours.month_after(month)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}" if self.first == self.last else f"{self.first:%Y-%m}/{self.last:%Y-%m}"


@dataclass(frozen=True)
class Scope:
    """The whole network, one telecentre by its address, or one intercommunality by its code."""

    kind: str  # network | centre | territory
    key: str = ""

    @classmethod
    def named(cls, text: str) -> "Scope":
        """Of "network", "centre:murat" or "territory:200066660"; raises ValueError for anything else."""
        kind, _sep, key = text.partition(":")
        if kind not in ("network", "centre", "territory") or bool(key) == (kind == "network"):
            raise ValueError(text)
        return cls(kind, key)

    def centres(self) -> QuerySet[Telecentre]:
        """Those it is about, by name; of a territory, those whose commune lies in it."""
        found = Telecentre.objects.select_related("commune").order_by("name")
        if self.kind == "centre":
            found = found.filter(slug=self.key)
        if self.kind == "territory":
            found = found.filter(commune__parents__code=self.key, commune__parents__kind=Territory.Kind.EPCI)
        return found

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


NETWORK = Scope("network")


class Row(NamedTuple):
    """
    One line of a figure.

    `keys` are the values of the figure's dimensions, stable and not translated; ALL stands for a margin, which is counted by
    itself and not added up: people who come to two centres are one person. `value` is None where it is not known.
    `low` and `high` bound it where it is a range. `persons` says how many people stand behind the line, for the
    suppression of small numbers; None where it is not about people. `answered` of `attended` gave what it is computed from.
    """

    keys: tuple[str, ...]
    value: Number | None
    low: Number | None = None
    high: Number | None = None
    persons: int | None = None
    answered: int | None = None
    attended: int | None = None
    is_hidden: bool = False

    def hidden(self) -> "Row":
        """As it is published where it would tell of too few people."""
        return Row(self.keys, None, is_hidden=True)


@dataclass(frozen=True)
class Figure:
    """
    What an indicator found for one scope and one span; `dimensions` name the keys of its rows.

    A dimension that can have but one value is left out: "month" of a single month, "centre" of one centre.
    """

    indicator: str
    scope: Scope
    span: Span
    dimensions: tuple[str, ...]
    rows: tuple[Row, ...]
    version: str = "1"  # of the formula, and of the factors where there are any
    is_example: bool = False
    notes: tuple[str, ...] = field(default=())  # in the language of the moment

    def row(self, *keys: str) -> Row | None:
        return next((one for one in self.rows if one.keys == keys), None)

    def with_rows(self, rows: list[Row]) -> "Figure":
        return replace(self, rows=tuple(rows))

    @property
    def total(self) -> Row | None:
        """The row of every margin at once: the one number of the figure, where there is one."""
        return self.row(*(ALL for _name in self.dimensions))

    def along(self, dimension: str) -> list[tuple[str, Row]]:
        """(key, row) by one dimension, all others at their margin, the margin itself left out; empty without that dimension."""
        if dimension not in self.dimensions:
            return []
        place = self.dimensions.index(dimension)
        others = [one for one in self.rows if all(key == ALL for n, key in enumerate(one.keys) if n != place)]
        return [(one.keys[place], one) for one in others if one.keys[place] != ALL]

    def of(self, dimension: str, key: str) -> "Figure":
        """The part with that key, without the dimension: of ("centre", "murat") what was asked for Murat alone."""
        return self.parts(dimension)[key]

    def parts(self, dimension: str) -> "dict[str, Figure]":
        """Every `of` at once, by key and in one pass: the reports of all centres from one figure of the network."""
        place = self.dimensions.index(dimension)
        left = self.dimensions[:place] + self.dimensions[place + 1 :]
        rows: dict[str, list[Row]] = {}
        for one in self.rows:
            rows.setdefault(one.keys[place], []).append(one._replace(keys=one.keys[:place] + one.keys[place + 1 :]))
        scopes = {key: Scope("centre", key) if dimension == "centre" and key != ALL else self.scope for key in rows}
        return {key: replace(self, scope=scopes[key], dimensions=left, rows=tuple(found)) for key, found in rows.items()}


class Total(StrEnum):
    """
    What the figure of a whole is to those of its parts, for centres and for months.

    A sum: kilometres, arrivals. A rate is none. Distinct people are fewer than the sum, for some come to two centres.
    """

    SUM = "sum"
    RATE = "rate"
    DISTINCT = "distinct"


Compute = Callable[[Scope, Span], Figure]


@dataclass(frozen=True)
class Indicator:
    """
    One measure: `compute(scope, span)` finds it, its docstring says how and what it cannot know.

    `crossed` are dimensions that cross people with where they come from, or with something sensitive: the higher
    threshold holds for them. `is_public` may be shown to everybody once small numbers are hidden; others are for staff.
    `total` says how parts make a whole. Indicators with the same word in `people` tell the same people apart in different
    ways, so that what one of them hides must not be found in another.
    """

    name: str
    title: Promise | str
    unit: Promise | str
    theme: str
    dimensions: tuple[str, ...]
    compute: Compute
    is_about_people: bool
    crossed: tuple[str, ...] = ()
    is_public: bool = True
    scopes: tuple[str, ...] = ("network", "centre", "territory")
    total: Total = Total.SUM
    people: str = ""

    @property
    def doc(self) -> str:
        return self.compute.__doc__ or ""


_indicators: dict[str, Indicator] = {}


def indicator(
    *,
    title: Promise | str,
    unit: Promise | str,
    theme: str,
    dimensions: tuple[str, ...] = (),
    is_about_people: bool,
    crossed: tuple[str, ...] = (),
    is_public: bool = True,
    scopes: tuple[str, ...] = ("network", "centre", "territory"),
    total: Total | None = None,
    people: str = "",
) -> Callable[[Compute], Compute]:
    """
    Enters a function into the list, under its own name.

    Its docstring must say Source, Unit, Population and Limits: `docs/indicators.md` and the pages print them.
    """

    def enter(compute: Compute) -> Compute:
        _indicators[compute.__name__] = Indicator(
            compute.__name__,
            title,
            unit,
            theme,
            dimensions,
            compute,
            is_about_people,
            crossed,
            is_public,
            scopes,
            total or (Total.RATE if unit == "%" else Total.SUM),
            people,
        )
        return compute

    return enter


def indicators() -> list[Indicator]:
    """In the order in which they are written."""
    return list(_indicators.values())


def named(name: str) -> Indicator:
    """Raises KeyError for a name that no indicator has."""
    return _indicators[name]
