"""Which desks are free when: a handful of queries whatever the number of desks, then arithmetic in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bookings import rules
from bookings.models import Ask, Booking, Occupancy, part_words
from telecentres import hours
from telecentres.models import Closure, OpeningHours, Policy, Telecentre, Workspace

HALVES = ("morning", "afternoon")

# The parts of a day as they stand in addresses; a stretch of hours stands there as it is.
PART_OF_SLUG = {"journee": "day", "matin": "morning", "apres-midi": "afternoon"}
SLUG_OF_PART = {part: slug for slug, part in PART_OF_SLUG.items()}

SOON = timedelta(days=10)
ONE_DESK = Ask()


class Slot(NamedTuple):
    """A part of a day in a centre, and its desks that are free, in the order of the plan."""

    telecentre: Telecentre
    day: date
    part: str
    period: hours.Period
    desks: list[int]
    soon: bool
    ask: Ask = ONE_DESK
    code: str = ""

    @property
    def query(self) -> str:
        """The slot as it stands in an address; where features were asked for, with the first desk that has them."""
        desk = f"&bureau={self.code}" if self.ask.features and self.code else ""
        return f"jour={self.day}&creneau={slug_of(self.part)}{self.ask.query}{desk}"

    @property
    def part_words(self) -> str:
        return part_words(self.part)

    @property
    def free(self) -> int:
        return len(self.desks)


def slug_of(part: str) -> str:
    return SLUG_OF_PART.get(part, part)


class Desk(NamedTuple):
    pk: int
    code: str
    telecentre: int
    active_from: date
    active_until: date | None
    features: tuple[bool, ...]

    def is_in_service(self, day: date) -> bool:
        return self.active_from <= day and (self.active_until is None or day <= self.active_until)


@dataclass
class Calendar:
    """What is open and taken in some centres, from a first to a last day, both included."""

    telecentres: dict[int, Telecentre]
    first: date
    last: date
    now: datetime
    ask: Ask = ONE_DESK
    _inside: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _desks: dict[int, list[Desk]] = field(default_factory=lambda: defaultdict(list))
    _hours: dict[int, list[hours.WeeklyHours]] = field(default_factory=lambda: defaultdict(list))
    _with_own_hours: set[int] = field(default_factory=set)
    _taken: dict[int, list[hours.Period]] = field(default_factory=lambda: defaultdict(list))
    _policies: dict[int, Policy] = field(default_factory=dict)
    _parts: dict[tuple, dict[str, hours.Period]] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        telecentres: Iterable[Telecentre],
        first: date,
        last: date,
        *,
        now: datetime,
        ask: Ask = ONE_DESK,
        without: Iterable[Booking] = (),
    ) -> "Calendar":
        """Four queries, five where whole rooms are asked for. What `without` occupy counts as free: they are about to move."""
        calendar = cls({telecentre.pk: telecentre for telecentre in telecentres}, first, last, now, ask)
        centres = list(calendar.telecentres)
        fields = ("pk", "code", "telecentre", "active_from", "active_until", *ask.features)
        desks = (
            Workspace.objects.filter(telecentre__in=centres).for_people(ask.kind, ask.places).order_by("row", "column", "code")
        )
        for pk, code, centre, active_from, active_until, *fitted in desks.values_list(*fields):
            calendar._desks[centre].append(Desk(pk, code, centre, active_from, active_until, tuple(fitted)))
        if ask.kind != Workspace.Kind.DESK:
            inside = Workspace.objects.filter(telecentre__in=centres, parent__isnull=False).order_by()
            for parent, pk in inside.values_list("parent", "pk"):
                calendar._inside[parent].append(pk)
        opening = OpeningHours.objects.filter(telecentre__in=centres).valid_between(first, last)
        row_fields = ("telecentre", "weekday", "opens_at", "closes_at", "valid_from", "valid_until", "workspace")
        for centre, *row in opening.order_by().values_list(*row_fields):
            calendar._hours[centre].append(hours.WeeklyHours(*row))
        calendar._with_own_hours = {row.workspace for rows in calendar._hours.values() for row in rows if row.workspace}
        for workspace, *period in Occupancy.objects.taken_in(centres, *calendar.span, without=without):
            calendar._taken[workspace].append(hours.Period(*period))
        for policy in Policy.objects.filter(telecentre__in=centres, kind=ask.kind):
            calendar._policies[policy.telecentre_id] = policy
        return calendar

    @property
    def span(self) -> hours.Period:
        return hours.Period(hours.whole_day(self.first).starts_at, hours.whole_day(self.last).ends_at)

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def policy(self, telecentre: Telecentre) -> Policy:
        return self._policies.get(telecentre.pk) or Policy(telecentre=telecentre, kind=self.ask.kind)

    def ranges(self, telecentre: Telecentre, day: date, workspace: int | None = None) -> list[hours.Range]:
        """When the weekly hours open, closures aside."""
        return hours.ranges_on(day, self._hours[telecentre.pk], workspace if workspace in self._with_own_hours else None)

    def parts(self, telecentre: Telecentre, day: date, workspace: int | None = None) -> dict[str, hours.Period]:
        """The day and its halves as the weekly hours offer them, closures aside."""
        key = (telecentre.pk, day, workspace if workspace in self._with_own_hours else None)
        if key not in self._parts:
            self._parts[key] = hours.parts_of(day, self.ranges(telecentre, day, workspace))
        return self._parts[key]

    def period(self, telecentre: Telecentre, day: date, part: str, workspace: int | None = None) -> hours.Period | None:
        """Of any part of the day, a stretch of hours included; None where it is not offered."""
        if hours.stretch_bounds(part):
            return hours.part_of(day, self.ranges(telecentre, day, workspace), part)
        return self.parts(telecentre, day, workspace).get(part)

    def is_free(self, workspace: int, period: hours.Period) -> bool:
        """A whole room is free when everything that stands in it is."""
        return not any(
            start < period.ends_at and end > period.starts_at
            for one in (workspace, *self._inside.get(workspace, ()))
            for start, end in self._taken[one]
        )

    def slots(self, telecentre: Telecentre, day: date) -> dict[str, Slot]:
        """The day and its halves, as far as the centre offers them and they can still be booked, full ones included."""
        found = {part: self.slot(telecentre, day, part) for part in self.parts(telecentre, day)}
        return {part: slot for part, slot in found.items() if slot}

    def slot(self, telecentre: Telecentre, day: date, part: str, *, last: date | None = None) -> Slot | None:
        """
        A part of the day as far as the centre offers it and it can still be booked; with no desk when it is full.

        Full is also where fewer desks are free than the ask is for. `last` stands in for the centre's horizon.
        """
        policy = self.policy(telecentre)
        last = last or rules.last_bookable_day(policy, now=self.now)
        if not telecentre.is_open or not hours.civil_day(self.now) <= day <= last:
            return None
        period = self.period(telecentre, day, part)
        if period is None or not policy.offers(part) or not rules.is_in_time(*period, policy, now=self.now):
            return None
        free = [
            desk
            for desk in self._desks[telecentre.pk]
            if desk.is_in_service(day)
            and all(desk.features)
            and (own := self.period(telecentre, day, part, desk.pk))
            and self.is_free(desk.pk, own)
        ]
        soon = (day - hours.civil_day(self.now)).days <= 1
        if len(free) < self.ask.desks:
            free = []
        code = free[0].code if free else ""
        return Slot(telecentre, day, part, period, [desk.pk for desk in free], soon, self.ask, code)

    def free_halves(self, telecentre: Telecentre) -> Iterator[Slot]:
        """The half-days with a free desk, in order of time; where only whole days are booked, the days."""
        for day in self.days():
            slots = self.slots(telecentre, day)
            parts = HALVES if any(half in slots for half in HALVES) else ("day",)
            yield from (slots[part] for part in parts if part in slots and slots[part].desks)


def next_free_halves(
    telecentres: Iterable[Telecentre], *, now: datetime, number: int = 3, ask: Ask = ONE_DESK
) -> dict[int, list[Slot]]:
    """
    The next half-days with a free desk, at most `number` for each centre, by the centre's key.

    Looks ten days ahead, and to the horizon only for centres that have nothing sooner.
    """
    telecentres = list(telecentres)
    today = hours.civil_day(now)
    soon = Calendar.load(telecentres, today, today + SOON, now=now, ask=ask)
    found = {centre.pk: _first(soon.free_halves(centre), number) for centre in telecentres}
    poor = [centre for centre in telecentres if not found[centre.pk] and centre.is_open]
    if poor:
        horizon = max(soon.policy(centre).horizon_days for centre in poor)
        later = Calendar.load(poor, today, today + timedelta(days=horizon), now=now, ask=ask)
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


def alternatives(
    here: Telecentre, day: date, part: str, *, now: datetime, ask: Ask = ONE_DESK, without: Iterable[Booking] = ()
) -> Alternatives:
    """Desks free at the same time, the same part of the next days here, the same day in other centres, the nearest first."""
    neighbours = sorted(Telecentre.objects.open().exclude(pk=here.pk), key=here.distance_to)
    calendar = Calendar.load([here, *neighbours], day, day + SOON, now=now, ask=ask, without=without)
    slot = calendar.slot(here, day, part)
    free = Workspace.objects.in_bulk(slot.desks if slot else [])
    later = [calendar.slot(here, other_day, part) for other_day in calendar.days() if other_day != day]
    elsewhere = [calendar.slot(centre, day, part) for centre in neighbours]
    return Alternatives(
        same_time=[free[pk] for pk in (slot.desks if slot else [])],
        same_place=[slot for slot in later if slot and slot.desks][:2],
        elsewhere=[slot for slot in elsewhere if slot and slot.desks][:2],
    )


def closures_between(telecentre: Telecentre, first: date, last: date) -> list[Closure]:
    """Of the whole centre, both days included."""
    span = hours.Period(hours.whole_day(first).starts_at, hours.whole_day(last).ends_at)
    return list(telecentre.closures.filter(workspace=None).overlapping(*span))
