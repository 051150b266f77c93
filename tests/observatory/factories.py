"""Indicators and territories made up for the tests of the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.utils import timezone

from observatory import actions
from observatory.indicators import Figure, Row, Scope, Span, base
from telecentres.models import Territory

CANTAL = {"kind": Territory.Kind.DEPARTEMENT, "code": "15", "name": "Cantal"}
EPCI = {"kind": Territory.Kind.EPCI, "code": "200066637", "name": "CC Hautes Terres"}


@contextmanager
def only_indicators() -> Iterator[None]:
    """An empty list for the time of a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "_indicators", {})
        yield


def enter(name: str, rows: list[Row], *, dimensions: tuple[str, ...] = ("centre",), **fields) -> None:
    """A public indicator that always finds the same rows; where they tell months apart, of one month those of that month."""
    given = {"title": "Essai", "unit": "people", "theme": "usage", "is_about_people": True} | fields
    is_example = given.pop("is_example", False)

    def compute(scope: Scope, span: Span) -> Figure:
        if "month" in dimensions and span.first == span.last:
            place, month = dimensions.index("month"), f"{span.first:%Y-%m}"
            own = [row._replace(keys=_without(row.keys, place)) for row in rows if row.keys[place] == month]
            return Figure(name, scope, span, _without(dimensions, place), tuple(own), is_example=is_example)
        return Figure(name, scope, span, dimensions, tuple(rows), is_example=is_example)

    compute.__name__ = name
    base.indicator(dimensions=dimensions, **given)(compute)
    actions.publish_month(now=timezone.now())


def _without(names: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*names[:place], *names[place + 1 :])


def make_territories() -> Territory:
    """The Cantal and one of its intercommunalities, which is returned."""
    cantal, epci = Territory.objects.create(**CANTAL), Territory.objects.create(**EPCI)
    epci.parents.add(cantal)
    return epci


def make_commune(name: str, code: str, population: int, latitude: str, longitude: str, *parents: Territory) -> Territory:
    point = {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}
    made = Territory.objects.create(kind=Territory.Kind.COMMUNE, code=code, name=name, population=population, **point)
    made.parents.add(*parents)
    return made
