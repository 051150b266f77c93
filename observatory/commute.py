"""The two-hour-commute test: what a way to work becomes with a telecentre on it; computed and forgotten."""

from collections.abc import Iterable
from typing import NamedTuple

from observatory import wording
from observatory.communes import Commune
from telecentres.geography import Road, great_circle_km, road
from telecentres.models import Telecentre, Territory

WEEKS = 45  # of work in a year: 52 less five of paid leave and about two of public holidays
ESTIMATE_TO = 150  # km by road beyond which one drives on motorways or takes the train: the minutes are too many


class Answer(NamedTuple):
    """
    With one centre, on `days` days a week; all ways are there and back.

    Positive is spared, negative is added: a centre may lie farther from home than work does.
    """

    telecentre: Telecentre
    to_centre: Road
    to_work: Road
    days: int

    @property
    def km_a_day(self) -> int:
        return round(2 * (self.to_work.km - self.to_centre.km))

    @property
    def minutes_a_day(self) -> int:
        """To five minutes: the estimate is no better than that."""
        return 5 * round(2 * (self.to_work.minutes - self.to_centre.minutes) / 5)

    @property
    def km_a_year(self) -> int:
        """To ten kilometres."""
        return 10 * round(2 * (self.to_work.km - self.to_centre.km) * self.days * WEEKS / 10)

    @property
    def hours_a_year(self) -> int:
        return round(2 * (self.to_work.minutes - self.to_centre.minutes) * self.days * WEEKS / 60)

    @property
    def added_km_a_day(self) -> int:
        return -self.km_a_day

    @property
    def added_minutes_a_day(self) -> int:
        return -self.minutes_a_day

    @property
    def signed_km_a_year(self) -> str:
        """ "−1 240", with the true minus."""
        return wording.signed(self.km_a_year)

    @property
    def signed_hours_a_year(self) -> str:
        return wording.signed(self.hours_a_year)

    @property
    def spares(self) -> bool:
        return self.to_work.km > self.to_centre.km


def answers(home: Commune, work: Commune, days: int, centres: Iterable[Telecentre]) -> list[Answer]:
    """For each centre, the one that spares most first."""
    points = _points(home, work)
    to_work = road(great_circle_km(*points[home], *points[work]))
    found = [
        Answer(centre, road(great_circle_km(*points[home], centre.latitude, centre.longitude)), to_work, days)
        for centre in centres
    ]
    return sorted(found, key=lambda one: (one.to_centre.km, one.telecentre.name))


def _points(*communes: Commune) -> dict[Commune, tuple]:
    """In the Cantal the same points as in the rest of the portal, so that a commune is not some way from its own centre."""
    codes = [one.insee for one in communes]
    known = Territory.objects.communes().filter(code__in=codes, latitude__isnull=False, longitude__isnull=False)
    found = {code: (latitude, longitude) for code, latitude, longitude in known.values_list("code", "latitude", "longitude")}
    return {one: found.get(one.insee, (one.latitude, one.longitude)) for one in communes}
