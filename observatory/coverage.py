"""How far the inhabitants of the Cantal have to the nearest open centre: an estimate by car, commune by commune."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import inf
from typing import NamedTuple

from telecentres.geography import great_circle_km, road
from telecentres.models import Telecentre, Territory

MINUTES = (15, 20, 30, 45)
TENTH = Decimal("0.1")


class Covered(NamedTuple):
    """Inhabitants within a time, of all."""

    inhabitants: int
    total: int

    @property
    def percent(self) -> Decimal | None:
        """To one decimal; None where nobody lives, or where nobody was counted."""
        return (100 * Decimal(self.inhabitants) / self.total).quantize(TENTH) if self.total else None


class Reach(NamedTuple):
    """The nearest centre of a commune and the estimated minutes by car; None and None without any centre."""

    commune: Territory
    telecentre: Telecentre | None
    minutes: float | None

    def is_within(self, minutes: int) -> bool:
        return self.minutes is not None and self.minutes <= minutes


class Gain(NamedTuple):
    """What a centre more would change within a time."""

    minutes: int
    before: Covered
    after: Covered

    @property
    def inhabitants(self) -> int:
        return self.after.inhabitants - self.before.inhabitants


class Place(NamedTuple):
    """A point in degrees where a centre may stand."""

    latitude: Decimal
    longitude: Decimal


def communes_of(epci: str = "") -> list[Territory]:
    """Those of the Cantal whose point is known, or of one of its intercommunalities by its code; one query."""
    found = Territory.objects.communes().filter(latitude__isnull=False, longitude__isnull=False)
    if epci:
        found = found.filter(parents__code=epci, parents__kind=Territory.Kind.EPCI)
    return list(found)


def open_centres() -> list[Telecentre]:
    """By name; one query."""
    return list(Telecentre.objects.open().order_by("name"))


def reached(centres: Sequence[Telecentre], communes: Iterable[Territory] | None = None) -> list[Reach]:
    """
    For each commune its nearest centre and the minutes, by the great circle times `settings.ROAD_FACTOR`.

    The whole population of a commune stands at its point: a hamlet may lie much farther. Without `communes`, those of
    the Cantal.
    """
    communes = communes_of() if communes is None else communes
    return [_nearest(commune, centres) for commune in communes]


def share_within(minutes: int, centres: Sequence[Telecentre], communes: Iterable[Territory] | None = None) -> Covered:
    """How many inhabitants have a centre within so many minutes, the last one included."""
    return within(minutes, reached(centres, communes))


def within(minutes: int, reaches: Iterable[Reach]) -> Covered:
    """The same of ways that are known already."""
    reaches = list(reaches)
    near = sum(one.commune.population or 0 for one in reaches if one.is_within(minutes))
    return Covered(near, sum(one.commune.population or 0 for one in reaches))


def by_epci(minutes: int, reaches: Iterable[Reach]) -> dict[Territory, Covered]:
    """
    The same for each intercommunality, by name; two queries.

    Only the communes of the Cantal are counted: part of an intercommunality may lie outside.
    """
    found: dict[Territory, list[Reach]] = {}
    epci = _epci_of_communes()
    for one in reaches:
        if one.commune.pk in epci:
            found.setdefault(epci[one.commune.pk], []).append(one)
    return {territory: within(minutes, found[territory]) for territory in sorted(found, key=lambda one: one.name)}


def with_candidate(candidate: Territory | Telecentre | Place, centres: Sequence[Telecentre] | None = None) -> list[Gain]:
    """
    What a centre there would change for each of MINUTES, beside the given centres, else the open ones.

    Give a commune, or a telecentre that is not open. Raises ValueError for a commune whose point is not known.
    """
    if candidate.latitude is None or candidate.longitude is None:
        raise ValueError(f"No point is known of {candidate}.")
    before = reached(open_centres() if centres is None else centres)
    after = [_or_nearer(one, candidate) for one in before]
    return [Gain(minutes, within(minutes, before), within(minutes, after)) for minutes in MINUTES]


def _nearest(commune: Territory, centres: Sequence[Telecentre]) -> Reach:
    nearest, shortest = None, inf
    for centre in centres:
        km = great_circle_km(commune.latitude, commune.longitude, centre.latitude, centre.longitude)
        if km < shortest:
            nearest, shortest = centre, km
    return Reach(commune, nearest, None if nearest is None else road(shortest).minutes)


def _or_nearer(reach: Reach, place: Territory | Telecentre | Place) -> Reach:
    commune = reach.commune
    minutes = road(great_circle_km(commune.latitude, commune.longitude, place.latitude, place.longitude)).minutes
    return reach if reach.is_within(minutes) else Reach(commune, None, minutes)


def _epci_of_communes() -> dict[int, Territory]:
    """By the number of the commune."""
    epci = Territory.objects.filter(kind=Territory.Kind.EPCI).in_bulk()
    links = Territory.parents.through.objects.filter(to_territory__kind=Territory.Kind.EPCI)
    return {child: epci[parent] for child, parent in links.values_list("from_territory_id", "to_territory_id")}
