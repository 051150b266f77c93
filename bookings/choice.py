"""What the first screen shows: the week, the parts of the chosen day, and the desks on the plan."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings import availability, pricing, rules
from bookings.availability import Calendar, Slot, slug_of
from bookings.models import Ask, Booker, Booking, part_words
from bookings.models.ask import SLUG_OF_KIND
from telecentres import hours, plan, words
from telecentres.models import Closure, Policy, Telecentre, Workspace

WEEK = timedelta(days=7)
KIND_WORDS = {
    Workspace.Kind.DESK: gettext_lazy("a desk"),
    Workspace.Kind.OFFICE: gettext_lazy("a private office"),
    Workspace.Kind.MEETING_ROOM: gettext_lazy("a meeting room"),
    Workspace.Kind.BOOTH: gettext_lazy("a telephone booth"),
    Workspace.Kind.TRAINING_ROOM: gettext_lazy("a training room"),
}


@dataclass(frozen=True)
class DayOption:
    day: date
    weekday: str
    number: str
    words: str
    is_bookable: bool
    is_chosen: bool


@dataclass(frozen=True)
class KindOption:
    """A kind of workspace that the centre has, or a number of desks: another ask, as a link."""

    label: str
    query: str
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

    @property
    def is_stretch(self) -> bool:
        return hours.stretch_bounds(self.part) is not None


@dataclass(frozen=True)
class DeskOption:
    desk: Workspace
    place: str
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
    needs_approval: bool = False
    ask: Ask = availability.ONE_DESK
    kinds: tuple[KindOption, ...] = ()
    numbers: tuple[KindOption, ...] = ()
    marks: tuple[time, ...] = ()
    terms: pricing.Terms | None = None

    @property
    def bounds(self) -> hours.Range | None:
        """The local times of the chosen stretch, when hours are chosen."""
        return hours.stretch_bounds(self.part)

    @property
    def what(self) -> str:
        """ "un bureau", "une salle de réunion": what is booked here, in a sentence."""
        return KIND_WORDS[self.ask.kind] if self.ask.desks == 1 else _several_desks(self.ask.desks)

    @property
    def kind_slug(self) -> str:
        return SLUG_OF_KIND[self.ask.kind]

    @property
    def kind_label(self) -> str:
        return capfirst(Workspace.Kind(self.ask.kind).label)

    @property
    def further_desks(self) -> int:
        """How many desks come along with the chosen one."""
        return self.ask.desks - 1

    @property
    def why_not(self) -> str:
        """Why the chosen day cannot be booked at all; empty when it can."""
        return "" if self.parts else next((option.words for option in self.week if option.is_chosen), "")

    @property
    def is_full(self) -> bool:
        """Open for some part of the day with no place left: there is something to wait for."""
        return any(not option.free for option in self.parts)

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
        return bool(chosen and self.part and slug_of(self.part) in chosen.free_slugs.split())

    @property
    def part_slug(self) -> str:
        return slug_of(self.part)

    @property
    def query(self) -> str:
        """The answers as they stand in an address."""
        desk = f"&bureau={self.desk.code}" if self.desk else ""
        part = f"&creneau={slug_of(self.part)}" if self.part else ""
        return f"jour={self.day}{part}{desk}{self.ask.query}"


def choose(
    telecentre: Telecentre,
    *,
    now: datetime,
    day: date | None = None,
    part: str = "",
    code: str = "",
    kind: str = "",
    places: int = 1,
    without: Booking | None = None,
    keep_taken: bool = False,
    booker: Booker | None = None,
) -> Choice:
    """
    Complete what somebody has chosen so far: the first free day, the whole day rather than a half, the first free desk.

    Without a kind it is that of the workspace of the code, else desks, else the first kind that the centre has.
    A desk that is taken gives way to the first free one, unless `keep_taken` asks for it all the same. `without` is
    a booking about to move, whose own desk counts as free. The prices are those for the booker, or for anybody.
    """
    today = hours.civil_day(now)
    everything = list(telecentre.workspaces.not_retired(today))
    ask = Ask(kind or _kind(everything, code), places)
    if day is None:
        day = _first_free_day(telecentre, now=now, ask=ask)
    monday = hours.monday_of(day)
    calendar = Calendar.load(
        [telecentre], monday, monday + timedelta(days=6), now=now, ask=ask, without=[without] if without else ()
    )
    slots = calendar.slots(telecentre, day)
    if hours.stretch_bounds(part) and (stretch := calendar.slot(telecentre, day, part)):
        slots[part] = stretch
    if part not in slots:
        part = next((name for name, slot in slots.items() if slot.desks), next(iter(slots), ""))
    desks = [desk for desk in everything if desk.is_in_service(day) and _serves(desk, ask)]
    desk = _chosen_desk(desks, code, slots.get(part), keep_taken=keep_taken)
    period = calendar.period(telecentre, day, part, desk.pk if desk else None)
    policy = calendar.policy(telecentre)
    last_day = rules.last_bookable_day(policy, now=now)
    deadline = policy.cancellable_until(period.starts_at) if period else None
    if without is not None:
        booker = None if without.is_unproved else without.booker  # what an address may know nobody else learns from a price
    terms = pricing.terms(telecentre, day, ask, booker=booker, without=without)
    return Choice(
        telecentre=telecentre,
        day=day,
        part=part,
        desk=desk,
        week=_week(calendar, telecentre, day),
        parts=[_part_option(slot, terms, chosen=part) for slot in slots.values()],
        ask=ask,
        terms=terms,
        kinds=_kinds(everything, ask),
        numbers=_numbers(everything, ask),
        marks=_marks(calendar, telecentre, day),
        plan=[
            _desk_option(calendar, option, slots, day, place=place, chosen=desk)
            for option, place in zip(desks, plan.places(desks), strict=True)
        ],
        previous_week=monday - WEEK if monday > today else None,
        next_week=monday + WEEK if monday + WEEK <= last_day else None,
        period=period,
        cancellable_until=deadline,
        is_cancellable=deadline is not None and now < deadline,
        needs_approval=policy.needs_approval,
    )


def _kind(workspaces: list[Workspace], code: str) -> str:
    asked = next((workspace.kind for workspace in workspaces if workspace.code == code), None)
    kinds = [workspace.kind for workspace in workspaces]
    return asked or (Workspace.Kind.DESK if Workspace.Kind.DESK in kinds or not kinds else kinds[0])


def _serves(workspace: Workspace, ask: Ask) -> bool:
    return workspace.kind == ask.kind and (ask.kind == Workspace.Kind.DESK or workspace.seats >= ask.places)


def _kinds(workspaces: list[Workspace], ask: Ask) -> tuple[KindOption, ...]:
    """Empty where there is nothing to choose."""
    there = {workspace.kind for workspace in workspaces}
    options = [
        KindOption(capfirst(kind.label), Ask(kind, ask.places).query, kind == ask.kind)
        for kind in Workspace.Kind
        if kind in there
    ]
    return tuple(options) if len(options) > 1 else ()


def _numbers(workspaces: list[Workspace], ask: Ask) -> tuple[KindOption, ...]:
    """How many people come: up to the desks that there are, or to the seats of the largest room."""
    of_kind = [workspace for workspace in workspaces if workspace.kind == ask.kind]
    most = len(of_kind) if ask.kind == Workspace.Kind.DESK else max((workspace.seats for workspace in of_kind), default=1)
    if most == 1:
        return ()
    return tuple(KindOption(str(number), Ask(ask.kind, number).query, number == ask.places) for number in range(1, most + 1))


def _marks(calendar: Calendar, telecentre: Telecentre, day: date) -> tuple[time, ...]:
    """Where a booking by the hour may begin and end; empty where the centre takes none."""
    is_hourly = calendar.policy(telecentre).granularity == Policy.Granularity.HOUR
    return tuple(hours.marks(calendar.ranges(telecentre, day))) if is_hourly else ()


def _several_desks(number: int) -> str:
    return ngettext("%(count)s desk", "%(count)s desks", number) % {"count": number}


def _first_free_day(telecentre: Telecentre, *, now: datetime, ask: Ask) -> date:
    found = availability.next_free_halves([telecentre], now=now, number=1, ask=ask)[telecentre.pk]
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
        desks = _free_words(calendar.ask.kind, free)
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


def _free_words(kind: str, free: int) -> str:
    if kind == Workspace.Kind.DESK:
        return ngettext("%(count)s free desk", "%(count)s free desks", free) % {"count": free}
    if kind in (Workspace.Kind.MEETING_ROOM, Workspace.Kind.TRAINING_ROOM):
        return ngettext("%(count)s free room", "%(count)s free rooms", free) % {"count": free}
    return ngettext("%(count)s free place", "%(count)s free places", free) % {"count": free}


def _part_option(slot: Slot, terms: pricing.Terms, *, chosen: str) -> PartOption:
    return PartOption(
        slot.part,
        slug_of(slot.part),
        part_words(slot.part),
        slot.period,
        terms.price(slot.part, slot.period, slot.ask),
        slot.free,
        slot.part == chosen,
    )


def _desk_option(
    calendar: Calendar, desk: Workspace, slots: dict[str, Slot], day: date, *, place: str, chosen: Workspace | None
) -> DeskOption:
    free = [part for part, slot in slots.items() if desk.pk in slot.desks]
    if not free:
        said = _("taken")
    elif len(free) == len(slots):
        said = _("free")
    elif "morning" in free:
        said = _("free in the morning only")
    elif "afternoon" in free:
        said = _("free in the afternoon only")
    else:
        said = _("free at these hours")
    own, usual = calendar.parts(desk.telecentre, day, desk.pk), calendar.parts(desk.telecentre, day)
    if own != usual and own:
        said = f"{said}, {words.hours_words(min(own.values()).starts_at, max(own.values()).ends_at)}"
    slugs = " ".join(slug_of(part) for part in free)
    return DeskOption(desk, place, said, slugs, bool(free), desk == chosen)
