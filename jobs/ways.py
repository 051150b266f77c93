"""The road that an offer spares: from home to the telecentre instead of to the employer; estimates, said to be so."""

from collections.abc import Iterable
from typing import NamedTuple

from jobs.models import JobOffer
from telecentres import geography
from telecentres.models import Telecentre, Territory


class Way(NamedTuple):
    """From a commune to an offer's nearest open telecentre, and to its employer; either may be unknown or not needed."""

    start: Territory
    centre: Telecentre | None
    to_centre: geography.Road | None
    to_work: geography.Road | None

    @property
    def spared_minutes(self) -> int | None:
        """There and back, to five minutes, for a day at the telecentre; may be negative. None where nothing is compared."""
        if self.to_centre is None or self.to_work is None:
            return None
        return 5 * round(2 * (self.to_work.minutes - self.to_centre.minutes) / 5)

    @property
    def spared_km(self) -> int | None:
        if self.to_centre is None or self.to_work is None:
            return None
        return round(2 * (self.to_work.km - self.to_centre.km))

    @property
    def lost_minutes(self) -> int:
        return -(self.spared_minutes or 0)

    @property
    def furthest(self) -> float:
        return max((road.minutes for road in (self.to_centre, self.to_work) if road), default=0)


def way_to(offer: JobOffer, start: Territory) -> Way:
    """The offer must bring its telecentres (see `for_pages`); a place without a point gives no road."""
    roads = [(road, centre) for centre in offer.open_telecentres if (road := centre.road_from(start))]
    to_centre, centre = min(roads, key=lambda pair: pair[0].minutes, default=(None, None))
    return Way(start, centre, to_centre, None if offer.is_remote else _road_to(offer.commune, start))


def _road_to(place: Territory | None, start: Territory) -> geography.Road | None:
    if place is None or None in (place.latitude, place.longitude, start.latitude, start.longitude):
        return None
    return geography.road(geography.great_circle_km(start.latitude, start.longitude, place.latitude, place.longitude))


class Strip(NamedTuple):
    """Where the places of a way stand on a line, in percent; the same scale for all offers of a page."""

    centre: float | None
    work: float | None


def strip_of(way: Way, longest: float) -> Strip:
    """`longest` minutes take nine tenths of the line, so that the last name has room."""

    def place(road: geography.Road | None) -> float | None:
        return round(90 * road.minutes / longest, 1) if road and longest else None

    return Strip(place(way.to_centre), place(way.to_work))


def longest(ways: Iterable[Way]) -> float:
    return max((way.furthest for way in ways), default=0)
