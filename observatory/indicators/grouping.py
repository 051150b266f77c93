"""One query for a figure and all its margins, and the rows of it: what the indicators share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from observatory.indicators.base import ALL, Figure, Row, Scope, Span
from telecentres.models import Telecentre

NO_CENTRE = "none"  # the key of what belongs to no telecentre


class Facts(NamedTuple):
    """Rows to be grouped: SQL that gives named columns, and its values."""

    sql: str
    values: tuple = ()


def cube(
    facts: QuerySet | Facts, dimensions: Sequence[str], measures: str, *, without_margin: Sequence[str] = ()
) -> Iterator[tuple[tuple, tuple]]:
    """
    (keys, measures) of rows grouped by some of their columns and by each margin of these, whose key is ALL, in one query.

    `measures` is SQL over the names of the columns, written in the code and never taken from anybody. PostgreSQL reads the
    facts once, whatever the number of centres and margins, and gives sums alone.
    """
    inner = Facts(*facts.order_by().query.sql_with_params()) if isinstance(facts, QuerySet) else facts
    over = [name for name in dimensions if name not in without_margin]
    fixed = [name for name in dimensions if name in without_margin]
    columns = "".join(f"{one}, " for one in [*dimensions, *(f"grouping({name})" for name in dimensions)])
    sets = ", ".join([*fixed, *([f"CUBE ({', '.join(over)})"] if over else [])])
    grouped = f"GROUP BY {sets}" if sets else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}{measures} FROM ({inner.sql}) AS facts {grouped}", inner.values)  # noqa: S608
        width = len(dimensions)
        for row in cursor:
            keys = (ALL if is_margin else key for key, is_margin in zip(row[:width], row[width : 2 * width], strict=True))
            yield tuple(keys), row[2 * width :]


class Places(NamedTuple):
    """The telecentres that a scope is about, by key and by address; of the network, those that once opened."""

    scope: Scope
    slugs: dict[int, str]

    @classmethod
    def of(cls, scope: Scope) -> "Places":
        if scope.kind == "network":
            opened = Telecentre.objects.exclude(stage__in=[*Telecentre.Stage.pipeline(), Telecentre.Stage.ABANDONED])
            return cls(scope, dict(opened.order_by("slug").values_list("pk", "slug")))
        return cls(scope, dict(scope.centres().values_list("pk", "slug")))

    def within(self, path: str = "telecentre") -> Q:
        """
        Nothing to ask of the whole network: what belongs to a centre given up counts in its sum.

        A territory without a centre asks for the key 0, which no row has: of an empty list Django makes no query at all.
        """
        return Q() if self.scope.kind == "network" else Q(**{f"{path}__in": list(self.slugs) or [0]})

    def key(self, centre: int | str | None) -> str:
        if centre == ALL:
            return ALL
        return NO_CENTRE if centre is None else self.slugs.get(centre) or Telecentre.objects.get(pk=centre).slug

    @property
    def dimension(self) -> tuple[str, ...]:
        return () if self.scope.kind == "centre" else ("centre",)


def months_dimension(span: Span) -> tuple[str, ...]:
    return () if span.first == span.last else ("month",)


def begun_months(span: Span) -> list[date]:
    """Those of which at least a day has passed: of the others nothing can be said, not even nought."""
    return [month for month in span.months() if month <= timezone.localdate()]


def shape(scope: Scope, span: Span, *others: str) -> tuple[str, ...]:
    """The dimensions of a figure: centre and month where there are several, then its own."""
    centre = () if scope.kind == "centre" else ("centre",)
    return (*centre, *months_dimension(span), *others)


def figure(
    name: str,
    places: Places,
    span: Span,
    found: Iterable[tuple[tuple, Row]],
    *others: str,
    known: dict[str, Sequence[str]] | None = None,
    nought: Callable[[tuple[str, ...]], Row] | None = None,
    dimensions: tuple[str, ...] | None = None,
    **more: Any,
) -> Figure:
    """
    Keys made readable, rows in order, and a row of `nought` for what had nothing to count.

    `known` are the values of the figure's own dimensions, whose order they give; with ALL where they have a margin.
    """
    dimensions = shape(places.scope, span, *others) if dimensions is None else dimensions
    rows = {}
    for keys, row in found:
        named = tuple(_key(name_, key, places) for name_, key in zip(dimensions, keys, strict=True))
        rows[named] = row._replace(keys=named)
    expected = _expected(dimensions, places, span, known or {})
    if nought is not None:
        for keys in product(*expected.values()):
            if keys not in rows:
                rows[keys] = nought(keys)
    order = {name_: {key: n for n, key in enumerate(keys)} for name_, keys in expected.items()}

    def rank(keys: tuple[str, ...]) -> tuple:
        return tuple((order.get(name_, {}).get(key, 10**6), key) for name_, key in zip(dimensions, keys, strict=True))

    ordered = tuple(rows[keys] for keys in sorted(rows, key=rank))
    return Figure(name, places.scope, span, dimensions, ordered, is_example=settings.DEMONSTRATION, **more)


def _expected(
    dimensions: tuple[str, ...], places: Places, span: Span, known: dict[str, Sequence[str]]
) -> dict[str, Sequence[str]]:
    mine = {
        "centre": [*sorted(places.slugs.values()), ALL],
        "month": [*(f"{month:%Y-%m}" for month in begun_months(span)), ALL],
    } | dict(known)
    return {name: mine[name] for name in dimensions if name in mine}


def _key(dimension: str, key: Any, places: Places) -> str:
    if dimension == "centre":
        return places.key(key)
    return f"{key:%Y-%m}" if isinstance(key, date) else str(key)
