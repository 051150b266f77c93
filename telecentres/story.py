"""The sourced facts of the story of telework in the Cantal, read from the data that the project carries."""

from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from telecentres.places import rows_of


class Fact(NamedTuple):
    """A published figure with the addresses where it was read; `value` in the unit of the data file (persons, EUR, ratio)."""

    value: Decimal
    sources: tuple[str, ...]


class Place(NamedTuple):
    """A centre of the history by its INSEE code and its wave: two of them stand in the same town."""

    insee: str
    wave: str


FIRST_COUNT = 1968  # from it on INSEE publishes one series

PLACES = {
    "murat": [Place("15138", "first seven")],
    "first_seven": [Place("15187", "first seven")],
    "other_places": [Place("15138", "later"), Place("15014", "later")],
    "pierrefort": [Place("15152", "later")],
    "massiac": [Place("15119", "today")],
}


@cache
def facts() -> MappingProxyType[str, Fact]:
    """By key of `data/outcomes.csv`; the file holds no figure whose computation was not seen."""
    rows = rows_of("outcomes.csv")
    return MappingProxyType({row["key"]: Fact(Decimal(row["value"]), _addresses(row["source"])) for row in rows})


@cache
def sources() -> MappingProxyType[str, tuple[str, ...]]:
    """The addresses of the articles on the places of PLACES, each once."""
    read = {Place(row["insee"], row["wave"]): _addresses(row["sources"]) for row in rows_of("telecentres-history.csv")}
    return MappingProxyType(
        {name: tuple(dict.fromkeys(address for place in places for address in read[place])) for name, places in PLACES.items()}
    )


class Count(NamedTuple):
    """Inhabitants of the Cantal; `is_read` when INSEE itself was read, and not somebody who quotes or adds up."""

    inhabitants: int
    is_read: bool


@cache
def population() -> MappingProxyType[int, Count]:
    """By year since 1968; the years are those that were published, not every year."""
    rows = [row for row in rows_of("cantal-population.csv") if int(row["year"]) >= FIRST_COUNT]
    return MappingProxyType({int(row["year"]): Count(int(row["population"]), row["source"].startswith("INSEE")) for row in rows})


def spent_locally_per_public_euro() -> Decimal:
    """
    What the newcomers to the Pays de Murat spent there for each euro that the policy cost, to one decimal.

    Source: both sums of the study of 2014. Limit: a quotient computed here, not in the study; it compares with no
    territory without the policy.
    """
    known = facts()
    return (known["murat_spent_locally"].value / known["murat_public_cost_declared"].value).quantize(Decimal("0.1"))


def _addresses(cell: str) -> tuple[str, ...]:
    """Each begins with http and ends at the first space: a note in brackets may follow."""
    return tuple(part.split()[0] for part in cell.split(" | "))
