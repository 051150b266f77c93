"""Which desks are free when: a handful of queries whatever the number of desks, then arithmetic in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bookings import rules
from bookings.models import Booking, Occupancy
from telecentres import hours
from telecentres.models import Closure, OpeningHours, Policy, Telecentre, Workspace

HALVES = ("morning", "afternoon")

# The parts of a day as they stand in addresses.
PART_OF_SLUG = {"journee": "day", "matin": "morning", "apres-midi": "afternoon"}
SLUG_OF_PART = {part: slug for slug, part in PART_OF_SLUG.items()}

SOON = timedelta(days=10)


class Slot(NamedTuple):
    """A part of a day in a centre, and its desks that are free, in the order of the plan."""

    telecentre: Telecentre
    day: date
    part: str
    period: hours.Period
    desks: list[int]
    soon: bool

    @property
    def query(self) -> str:
        """The slot as it stands in an address."""
        return f"jour={self.day}&creneau={SLUG_OF_PART[self.part]}"

    @property
    def free(self) -> int:
        return len(self.desks)


class Desk(NamedTuple):
    pk: int
    telecentre: int
    active_from: date
    active_until: date | None


@dataclass
class Calendar:
    """What is open and taken in some centres, from a first to a last day, both included."""

    telecentres: dict[int, Telecentre]
    first: date
    last: date
    now: datetime
    kind: str = Workspace.Kind.DESK
    _desks: dict[int, list[Desk]] = field(default_factory=lambda: defaultdict(list))
    _hours: dict[int, list[hours.WeeklyHours]] = field(default_factory=lambda: defaultdict(list))
    _with_own_hours: set[int] = field(default_factory=set)
    _taken: dict[int, list[hours.Period]] = field(default_factory=lambda: defaultdict(list))
    _policies: dict[int, Policy] = field(default_factory=dict)
    _parts: dict[tuple, dict[str, hours.Period]] = field(default_factory=dict)

    @classmethod
    def load(
        cls, telecentres: Iterable[Telecentre], first: date, last: date, *, now: datetime, without: Booking | None = None
    ) -> "Calendar":
        """Four queries. What `without` occupies counts as free, for it is about to move."""
        calendar = cls({telecentre.pk: telecentre for telecentre in telecentres}, first, last, now)
        centres = list(calendar.telecentres)
        fields = ("pk", "telecentre", "active_from", "active_until")
        desks = Workspace.objects.filter(telecentre__in=centres, kind=calendar.kind).order_by("row", "column", "code")
        for row in desks.values_list(*fields):
            calendar._desks[row[1]].append(Desk(*row))
        opening = OpeningHours.objects.filter(telecentre__in=centres).valid_between(first, last)
        row_fields = ("telecentre", "weekday", "opens_at", "closes_at", "valid_from", "valid_until", "workspace")
        for centre, *row in opening.order_by().values_list(*row_fields):
            calendar._hours[centre].append(hours.WeeklyHours(*row))
        calendar._with_own_hours = {row.workspace for rows in calendar._hours.values() for row in rows if row.workspace}
        for workspace, *period in Occupancy.objects.taken_in(centres, *calendar.span, without=without):
            calendar._taken[workspace].append(hours.Period(*period))
        for policy in Policy.objects.filter(telecentre__in=centres, kind=calendar.kind):
            calendar._policies[policy.telecentre_id] = policy
        return calendar

    @property
    def span(self) -> hours.Period:
        return hours.Period(hours.whole_day(self.first).starts_at, hours.whole_day(self.last).ends_at)

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def policy(self, telecentre: Telecentre) -> Policy:
        return self._policies.get(telecentre.pk) or Policy(telecentre=telecentre, kind=self.kind)

    def parts(self, telecentre: Telecentre, day: date, workspace: int | None = None) -> dict[str, hours.Period]:
        """What the weekly hours offer, closures aside."""
        key = (telecentre.pk, day, workspace if workspace in self._with_own_hours else None)
        if key not in self._parts:
            self._parts[key] = hours.parts_of(day, hours.ranges_on(day, self._hours[telecentre.pk], key[2]))
        return self._parts[key]

    def is_free(self, workspace: int, period: hours.Period) -> bool:
        return not any(start < period.ends_at and end > period.starts_at for start, end in self._taken[workspace])

    def slots(self, telecentre: Telecentre, day: date) -> dict[str, Slot]:
        """The parts of the day that the centre offers and that can still be booked, full ones included."""
        policy = self.policy(telecentre)
        if not telecentre.is_open or not hours.civil_day(self.now) <= day <= rules.last_bookable_day(policy, now=self.now):
            return {}
        offered = self.parts(telecentre, day)
        in_time = {part: period for part, period in offered.items() if rules.is_in_time(*period, policy, now=self.now)}
        in_service = [
            desk
            for desk in self._desks[telecentre.pk]
            if desk.active_from <= day and (desk.active_until is None or day <= desk.active_until)
        ]
        return {
            part: Slot(
                telecentre,
                day,
                part,
                period,
                [
                    desk.pk
                    for desk in in_service
                    if (own := self.parts(telecentre, day, desk.pk).get(part)) and self.is_free(desk.pk, own)
                ],
                soon=(day - hours.civil_day(self.now)).days <= 1,
            )
            for part, period in in_time.items()
        }

    def free_halves(self, telecentre: Telecentre) -> Iterator[Slot]:
        """The half-days with a free desk, in order of time."""
        for day in self.days():
            slots = self.slots(telecentre, day)
            yield from (slots[half] for half in HALVES if half in slots and slots[half].desks)


def next_free_halves(telecentres: Iterable[Telecentre], *, now: datetime, number: int = 3) -> dict[int, list[Slot]]:
    """
    The next half-days with a free desk, at most `number` for each centre, by the centre's key.

    Looks ten days ahead, and to the horizon only for centres that have nothing sooner.
    """
    telecentres = list(telecentres)
    today = hours.civil_day(now)
    soon = Calendar.load(telecentres, today, today + SOON, now=now)
    found = {centre.pk: _first(soon.free_halves(centre), number) for centre in telecentres}
    poor = [centre for centre in telecentres if not found[centre.pk] and centre.is_open]
    if poor:
        horizon = max(soon.policy(centre).horizon_days for centre in poor)
        later = Calendar.load(poor, today, today + timedelta(days=horizon), now=now)
        found |= {centre.pk: _first(later.free_halves(centre), number) for centre in poor}
    return found


def _first(slots: Iterator[Slot], number: int) -> list[Slot]:
    return [slot for slot, _ in zip(slots, range(number), strict=False)]


def board(now: datetime) -> list[tuple[Telecentre, list[Slot]]]:
    """Each public centre with its next free half-days, the open ones first; those still to come with none."""
    centres = list(Telecentre.objects.public().with_specialities(hours.civil_day(now)))
    found = next_free_halves([centre for centre in centres if centre.is_open], now=now)
    centres.sort(key=lambda centre: not centre.is_open)
    return [(centre, found.get(centre.pk, [])) for centre in centres]


class Alternatives(NamedTuple):
    """What to offer instead of a desk that is taken."""

    same_time: list[Workspace]
    same_place: list[Slot]
    elsewhere: list[Slot]


def alternatives(here: Telecentre, day: date, part: str, *, now: datetime, without: Booking | None = None) -> Alternatives:
    """Desks free at the same time, the same part of the next days here, the same day in other centres, the nearest first."""
    neighbours = sorted(Telecentre.objects.open().exclude(pk=here.pk), key=here.distance_to)
    calendar = Calendar.load([here, *neighbours], day, day + SOON, now=now, without=without)
    slot = calendar.slots(here, day).get(part)
    free = Workspace.objects.in_bulk(slot.desks if slot else [])
    later = [calendar.slots(here, other_day).get(part) for other_day in calendar.days() if other_day != day]
    elsewhere = [calendar.slots(centre, day).get(part) for centre in neighbours]
    return Alternatives(
        same_time=[free[pk] for pk in (slot.desks if slot else [])],
        same_place=[slot for slot in later if slot and slot.desks][:2],
        elsewhere=[slot for slot in elsewhere if slot and slot.desks][:2],
    )


def closures_between(telecentre: Telecentre, first: date, last: date) -> list[Closure]:
    """Of the whole centre, both days included."""
    span = hours.Period(hours.whole_day(first).starts_at, hours.whole_day(last).ends_at)
    return list(telecentre.closures.filter(workspace=None).overlapping(*span))
