"""One week of a centre, desks by half-days, and one day of it: what managers look at and print."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import NamedTuple

from bookings.models import Booking, Occupancy
from telecentres import hours, words
from telecentres.models import Closure, OpeningHours, Telecentre, Workspace

HALVES = ("morning", "afternoon")
WEEK = 7


class Cell(NamedTuple):
    """
    One desk for a half-day, or for both halves where the same stands in them (`span` 2).

    `kind` is "free", "booked", "shut" (a closure; `reason` says why) or "none" (not open). A half-day booked by the hour
    may hold several bookings, in order of time.
    """

    kind: str
    part: str
    span: int = 1
    bookings: tuple[Booking, ...] = ()
    reason: str = ""

    @property
    def is_whole_day(self) -> bool:
        return self.span == 2


@dataclass(frozen=True)
class Day:
    """A day of the week shown: its hours in words, and how many desks are free in each half of it."""

    date: date
    words: str
    is_today: bool
    bookings: list[Booking]
    free: dict[str, int]

    @property
    def free_halves(self) -> list[int]:
        return [self.free[half] for half in HALVES]


@dataclass(frozen=True)
class Row:
    workspace: Workspace
    cells: list[tuple[date, list[Cell]]]


@dataclass(frozen=True)
class Week:
    """`days` are those on which the centre opens or somebody comes; the rows have a cell for each of them."""

    telecentre: Telecentre
    monday: date
    days: list[Day]
    rows: list[Row]

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=WEEK)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=WEEK)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=WEEK - 1)


def week_of(telecentre: Telecentre, monday: date, *, today: date) -> Week:
    """Five queries, however many desks and bookings there are."""
    dates = [monday + timedelta(days=number) for number in range(WEEK)]
    span = hours.Period(hours.whole_day(dates[0]).starts_at, hours.whole_day(dates[-1]).ends_at)
    desks = [desk for desk in telecentre.workspaces.all() if any(desk.is_in_service(day) for day in dates)]
    rows = OpeningHours.objects.filter(telecentre=telecentre).valid_between(dates[0], dates[-1]).as_rows()
    closures = list(telecentre.closures.overlapping(*span).select_related("workspace"))
    held = _held(telecentre, span)
    sheet = [Row(desk, [(day, _cells(desk, day, rows, held[desk.pk], closures)) for day in dates]) for desk in desks]
    shown = [_day(telecentre, day, sheet, rows, closures, today) for day in dates]
    kept = {day.date for day in shown if day.bookings or hours.ranges_on(day.date, rows)}
    return Week(
        telecentre,
        monday,
        [day for day in shown if day.date in kept],
        [Row(row.workspace, [(day, cells) for day, cells in row.cells if day in kept]) for row in sheet],
    )


def day_of(telecentre: Telecentre, day: date, *, today: date) -> tuple[Day, list[tuple[str, list[Workspace]]]]:
    """A day with its bookings, and the workspaces that are free in each half that is open."""
    week = week_of(telecentre, hours.monday_of(day), today=today)
    found = next((one for one in week.days if one.date == day), None)
    free: dict[str, list[Workspace]] = defaultdict(list)
    for row in week.rows:
        for cell in dict(row.cells).get(day, []):
            for half in HALVES if cell.is_whole_day else (cell.part,):
                if cell.kind == "free":
                    free[half].append(row.workspace)
    empty = Day(day, "", day == today, [], dict.fromkeys(HALVES, 0))
    return found or empty, [(half, free[half]) for half in HALVES if free[half]]


def _held(telecentre: Telecentre, span: hours.Period) -> dict[int, list[Occupancy]]:
    """The live rows of bookings in the week, by workspace, in order of time."""
    rows = Occupancy.objects.live().filter(telecentre=telecentre, booking__isnull=False).overlapping(*span)
    found: dict[int, list[Occupancy]] = defaultdict(list)
    for row in rows.select_related("booking__workspace__telecentre", "booking__booked_by").order_by("starts_at"):
        found[row.workspace_id].append(row)
    return found


def _cells(
    desk: Workspace,
    day: date,
    rows: Iterable[hours.WeeklyHours],
    held: list[Occupancy],
    closures: list[Closure],
) -> list[Cell]:
    parts = hours.parts_of(day, hours.ranges_on(day, rows, desk.pk))
    outside = [row for row in held if not any(_overlap(row, offered) for offered in parts.values())]
    morning, afternoon = (_cell(desk, day, half, parts.get(half), held, outside, closures) for half in HALVES)
    if morning._replace(part="") == afternoon._replace(part=""):
        return [morning._replace(part="day", span=2)]
    return [morning, afternoon]


def _cell(
    desk: Workspace,
    day: date,
    half: str,
    offered: hours.Period | None,
    held: list[Occupancy],
    outside: list[Occupancy],
    closures: list[Closure],
) -> Cell:
    """
    Who sits there comes before why nobody may: a booking kept inside a closure is shown, and one kept `outside` the
    hours in the half of the day that it meets.
    """
    asked = offered or _half_of(day, half)
    inside = tuple(row.booking for row in held if _overlap(row, asked) or (row in outside and _overlap(row, _half_of(day, half))))
    if inside:
        return Cell("booked", half, bookings=inside)
    if offered is None or not desk.is_in_service(day):
        return Cell("none", half)
    reason = next((one.reason for one in closures if _covers(one, desk) and _meets(one, asked)), None)
    return Cell("free", half) if reason is None else Cell("shut", half, reason=reason)


def _overlap(row: Occupancy, period: hours.Period) -> bool:
    return row.starts_at < period.ends_at and row.ends_at > period.starts_at


def _half_of(day: date, half: str) -> hours.Period:
    """Where nothing is offered: from midnight to noon, or from noon to midnight."""
    whole, noon = hours.whole_day(day), hours.instant(day, time(12))
    return hours.Period(whole.starts_at, noon) if half == "morning" else hours.Period(noon, whole.ends_at)


def _covers(closure: Closure, desk: Workspace) -> bool:
    """As `ClosureQuerySet.covering`, for closures that are loaded."""
    return closure.workspace_id in (None, desk.pk, desk.parent_id)


def _meets(closure: Closure, period: hours.Period) -> bool:
    return closure.starts_at < period.ends_at and closure.ends_at > period.starts_at


def _day(
    telecentre: Telecentre,
    day: date,
    sheet: list[Row],
    rows: list[hours.WeeklyHours],
    closures: list[Closure],
    today: date,
) -> Day:
    cells = [(row.workspace, cell) for row in sheet for cell in dict(row.cells)[day]]
    found = {booking.pk: booking for _desk, cell in cells for booking in cell.bookings}
    bookings = sorted(found.values(), key=lambda one: (one.starts_at, one.workspace.code))
    free = {
        half: sum(
            cell.kind == "free" and desk.kind == Workspace.Kind.DESK and (cell.is_whole_day or cell.part == half)
            for desk, cell in cells
        )
        for half in HALVES
    }
    return Day(day, _words(day, rows, closures), day == today, bookings, free)


def _words(day: date, rows: list[hours.WeeklyHours], closures: list[Closure]) -> str:
    """Why the whole centre is closed, or from when to when it opens."""
    whole = hours.whole_day(day)
    shut = [one for one in closures if one.workspace_id is None and _meets(one, whole)]
    left = hours.openings_on(day, rows, [hours.Period(one.starts_at, one.ends_at) for one in shut])
    if not left:
        return shut[0].reason if shut else ""
    return ", ".join(words.range_words(*opening) for opening in left)
