"""What the first screen shows: the week, the parts of the chosen day, and the desks on the plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings import availability, rules
from bookings.availability import SLUG_OF_PART, Calendar, Slot
from bookings.models import Booking
from telecentres import hours, words
from telecentres.models import Closure, Tariff, Telecentre, Workspace

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DayOption:
    day: date
    weekday: str
    number: str
    words: str
    is_bookable: bool
    is_chosen: bool


@dataclass(frozen=True)
class PartOption:
    part: str
    slug: str
    label: str
    period: hours.Period
    price: Decimal | None
    free: int
    is_chosen: bool


@dataclass(frozen=True)
class DeskOption:
    desk: Workspace
    words: str
    free_slugs: str
    is_free: bool
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """A day, a part of it and a desk in a centre, with everything one might choose instead."""

    telecentre: Telecentre
    day: date
    part: str
    desk: Workspace | None
    week: list[DayOption]
    parts: list[PartOption]
    plan: list[DeskOption]
    previous_week: date | None
    next_week: date | None
    period: hours.Period | None
    cancellable_until: datetime | None
    is_cancellable: bool

    @property
    def why_not(self) -> str:
        """Why the chosen day cannot be booked at all; empty when it can."""
        return "" if self.parts else next((option.words for option in self.week if option.is_chosen), "")

    @property
    def monday(self) -> date:
        return hours.monday_of(self.day)

    @property
    def has_examples(self) -> bool:
        return any(option.desk.is_example for option in self.plan)

    @property
    def chosen_part(self) -> PartOption | None:
        return next((option for option in self.parts if option.is_chosen), None)

    @property
    def is_free(self) -> bool:
        """The chosen desk can be had for the chosen part of the day."""
        chosen = next((option for option in self.plan if option.is_chosen), None)
        return bool(chosen and self.part and SLUG_OF_PART[self.part] in chosen.free_slugs.split())

    @property
    def part_slug(self) -> str:
        return SLUG_OF_PART.get(self.part, "")

    @property
    def query(self) -> str:
        """The answers as they stand in an address."""
        desk = f"&bureau={self.desk.code}" if self.desk else ""
        part = f"&creneau={SLUG_OF_PART[self.part]}" if self.part else ""
        return f"jour={self.day}{part}{desk}"


def choose(
    telecentre: Telecentre,
    *,
    now: datetime,
    day: date | None = None,
    part: str = "",
    code: str = "",
    without: Booking | None = None,
    keep_taken: bool = False,
) -> Choice:
    """
    Complete what somebody has chosen so far: the first free day, the whole day rather than a half, the first free desk.

    A desk that is taken gives way to the first free one, unless `keep_taken` asks for it all the same. `without` is
    a booking about to move, whose own desk counts as free.
    """
    today = hours.civil_day(now)
    if day is None:
        day = _first_free_day(telecentre, now=now)
    monday = hours.monday_of(day)
    calendar = Calendar.load([telecentre], monday, monday + timedelta(days=6), now=now, without=without)
    slots = calendar.slots(telecentre, day)
    if part not in slots:
        part = next((name for name, slot in slots.items() if slot.desks), next(iter(slots), ""))
    desks = [desk for desk in telecentre.workspaces.desks() if desk.is_in_service(day)]
    desk = _chosen_desk(desks, code, slots.get(part), keep_taken=keep_taken)
    period = calendar.parts(telecentre, day, desk.pk if desk else None).get(part)
    policy = calendar.policy(telecentre)
    last_day = rules.last_bookable_day(policy, now=now)
    deadline = policy.cancellable_until(period.starts_at) if period else None
    prices = telecentre.prices_on(day)
    return Choice(
        telecentre=telecentre,
        day=day,
        part=part,
        desk=desk,
        week=_week(calendar, telecentre, day),
        parts=[_part_option(slot, prices, chosen=part) for slot in slots.values()],
        plan=[_desk_option(calendar, option, slots, day, chosen=desk) for option in desks],
        previous_week=monday - WEEK if monday > today else None,
        next_week=monday + WEEK if monday + WEEK <= last_day else None,
        period=period,
        cancellable_until=deadline,
        is_cancellable=deadline is not None and now < deadline,
    )


def _first_free_day(telecentre: Telecentre, *, now: datetime) -> date:
    found = availability.next_free_halves([telecentre], now=now, number=1)[telecentre.pk]
    return found[0].day if found else hours.civil_day(now)


def _chosen_desk(desks: list[Workspace], code: str, slot: Slot | None, *, keep_taken: bool) -> Workspace | None:
    """The desk asked for, else the first free one."""
    free = [desk for desk in desks if slot and desk.pk in slot.desks]
    asked = next((desk for desk in (desks if keep_taken else free) if desk.code == code), None)
    return asked or next(iter(free), None)


def _week(calendar: Calendar, telecentre: Telecentre, chosen: date) -> list[DayOption]:
    """The days from today on which the centre opens, and the chosen one."""
    today = hours.civil_day(calendar.now)
    closures = availability.closures_between(telecentre, calendar.first, calendar.last)
    options = []
    for day in calendar.days():
        if day == chosen or (day >= today and calendar.parts(telecentre, day)):
            slots = calendar.slots(telecentre, day)
            is_bookable = any(slot.desks for slot in slots.values())
            said = _day_words(calendar, telecentre, day, slots, closures)
            options.append(DayOption(day, *words.weekday_and_number(day), said, is_bookable, day == chosen))
    return options


def _day_words(calendar: Calendar, telecentre: Telecentre, day: date, slots: dict[str, Slot], closures: list[Closure]) -> str:
    free = max((slot.free for slot in slots.values()), default=0)
    if free:
        desks = ngettext("%(count)s free desk", "%(count)s free desks", free) % {"count": free}
        halves = [half for half in availability.HALVES if half in slots and slots[half].desks]
        if halves == ["morning"]:
            return _("%(desks)s, in the morning") % {"desks": desks}
        if halves == ["afternoon"]:
            return _("%(desks)s, in the afternoon") % {"desks": desks}
        return desks
    if day < hours.civil_day(calendar.now):
        return _("past")
    span = hours.whole_day(day)
    reason = next(
        (closure.reason for closure in closures if closure.starts_at < span.ends_at and closure.ends_at > span.starts_at), ""
    )
    if reason:
        return _("closed: %(reason)s") % {"reason": reason}
    if slots:
        return _("full")
    if not calendar.parts(telecentre, day):
        return _("closed")
    return _("over for today") if day == hours.civil_day(calendar.now) else _("too far ahead")


def _part_option(slot: Slot, prices: dict[str, Decimal], *, chosen: str) -> PartOption:
    unit = Tariff.Unit.DAY if slot.part == Booking.Part.DAY else Tariff.Unit.HALF_DAY
    return PartOption(
        slot.part,
        SLUG_OF_PART[slot.part],
        Booking.Part(slot.part).label,
        slot.period,
        prices.get(unit),
        slot.free,
        slot.part == chosen,
    )


def _desk_option(
    calendar: Calendar, desk: Workspace, slots: dict[str, Slot], day: date, *, chosen: Workspace | None
) -> DeskOption:
    free = [part for part, slot in slots.items() if desk.pk in slot.desks]
    if not free:
        said = _("taken")
    elif len(free) == len(slots):
        said = _("free")
    else:
        said = _("free in the morning only") if "morning" in free else _("free in the afternoon only")
    own, usual = calendar.parts(desk.telecentre, day, desk.pk), calendar.parts(desk.telecentre, day)
    if own != usual and own:
        said = f"{said}, {words.hours_words(min(own.values()).starts_at, max(own.values()).ends_at)}"
    slugs = " ".join(SLUG_OF_PART[part] for part in free)
    return DeskOption(desk, said, slugs, bool(free), desk == chosen)
