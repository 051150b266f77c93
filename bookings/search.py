"""The search across the network: where what somebody looks for is free, the nearest centre first, and otherwise when next."""

from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.db.models import QuerySet

from bookings.availability import SOON, Calendar, Slot, slug_of
from bookings.models import Ask
from telecentres import geography, hours
from telecentres.models import Need, Telecentre, TelecentreSpeciality, Territory

SHOWN = 3  # slots of a centre, where no day was named
MOST = 50  # centres of an answer: nobody reads further, and a page stays a page in a network of thousands


class Found(NamedTuple):
    """A centre with what is free as asked; `later` is the next such slot where nothing is; `road` is an estimate."""

    centre: Telecentre
    slots: list[Slot]
    later: Slot | None
    road: geography.Road | None


class Wish(NamedTuple):
    """An ask with its time, the commune somebody sets out from and the need; what is None or empty does not matter."""

    ask: Ask
    day: date | None = None
    part: str = ""
    start: Territory | None = None
    need: Need | None = None

    @property
    def query(self) -> str:
        """Day, part and ask as they stand in the address of a centre's first screen."""
        day = f"jour={self.day}" if self.day else ""
        return day + (f"&creneau={slug_of(self.part)}" if self.part else "") + self.ask.query


def search(wish: Wish, *, now: datetime) -> list[Found]:
    """
    Open centres that serve the need: those with room first, each group by distance, or by name without a start.

    The MOST nearest, or first by name, are looked at. One scan of the occupancies from the day asked for, else today, to
    SOON after it, then arithmetic in memory.
    """
    today = hours.civil_day(now)
    first = wish.day or today
    centres = list(_centres(wish, today))
    calendar = Calendar.load(centres, first, first + SOON, now=now, ask=wish.ask)
    found = [_found(centre, wish, calendar) for centre in centres]
    return sorted(found, key=lambda one: (not one.slots, one.road.km if one.road else 0, one.centre.sorting_name))


def _centres(wish: Wish, today: date) -> QuerySet[Telecentre]:
    centres = Telecentre.objects.open().with_specialities(today)
    if wish.need:
        holding = TelecentreSpeciality.objects.current(today).filter(speciality=wish.need.speciality)
        centres = centres.filter(pk__in=holding.values("telecentre"))
    centres = centres.nearest_first(wish.start) if wish.start else centres.order_by("name")
    return centres[:MOST]


def _found(centre: Telecentre, wish: Wish, calendar: Calendar) -> Found:
    road = centre.road_from(wish.start) if wish.start else None
    if wish.part:
        free = (slot for day in calendar.days() for slot in _on(calendar, centre, day, wish.part))
    else:
        free = calendar.free_halves(centre)
    if wish.day is None:
        return Found(centre, list(islice(free, SHOWN)), None, road)
    slots = _on(calendar, centre, wish.day, wish.part)
    return Found(centre, slots, None if slots else next(free, None), road)


def _on(calendar: Calendar, centre: Telecentre, day: date, part: str) -> list[Slot]:
    """The parts of a day with room: the one asked for, else all."""
    slots = [calendar.slot(centre, day, part)] if part else calendar.slots(centre, day).values()
    return [slot for slot in slots if slot and slot.desks]
