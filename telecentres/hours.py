"""Calendar arithmetic on opening hours, without the database: civil days and local times in, instants out."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Paris")

# Where the morning ends when a centre does not close at noon.
MIDDAY = time(13)

# Bookings by the hour begin and end at the half-hours, and when the centre opens and closes.
STEP_MINUTES = 30
SHORTEST = timedelta(hours=1)
STRETCH = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


class Range(NamedTuple):
    """Local times of one day, half-open."""

    opens_at: time
    closes_at: time


class Period(NamedTuple):
    """Two instants, half-open."""

    starts_at: datetime
    ends_at: datetime


class WeeklyHours(NamedTuple):
    """A row of opening hours; both validity days included, no last day means for ever, no workspace the whole centre."""

    weekday: int
    opens_at: time
    closes_at: time
    valid_from: date
    valid_until: date | None = None
    workspace: int | None = None


def instant(day: date, wall: time) -> datetime:
    """
    The moment when the clocks of the Cantal show a time on a day, in UTC.

    Of an hour that comes twice, the first. Raises ValueError for an hour that does not exist, on the night
    when the clocks go forward.
    """
    moment = datetime.combine(day, wall, LOCAL).astimezone(UTC)
    if moment.astimezone(LOCAL).time() != wall:
        raise ValueError(f"{wall:%H:%M} does not exist on {day}")
    return moment


def civil_day(moment: datetime) -> date:
    """The day the calendars of the Cantal show at a moment."""
    return moment.astimezone(LOCAL).date()


def whole_day(day: date) -> Period:
    """From midnight to midnight: 23, 24 or 25 hours."""
    return Period(instant(day, time(0)), instant(day + timedelta(days=1), time(0)))


def month_of(day: date) -> date:
    """The first day of its civil month."""
    return day.replace(day=1)


def month_before(day: date) -> date:
    return month_of(month_of(day) - timedelta(days=1))


def month_after(day: date) -> date:
    return month_of(month_of(day) + timedelta(days=31))


def whole_month(month: date) -> Period:
    """From the first moment of a civil month to the first of the next one."""
    return Period(whole_day(month).starts_at, whole_day(month_after(month)).starts_at)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def ranges_on(day: date, rows: Iterable[WeeklyHours], workspace: int | None = None) -> list[Range]:
    """
    When the centre, or one of its workspaces, opens on a day by its weekly hours, in order.

    A workspace that has a week of its own in force that day follows it alone; the others follow the centre.
    Closures are not looked at here.
    """
    in_force = [row for row in rows if row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)]
    own = [row for row in in_force if row.workspace == workspace] if workspace else []
    week = own or [row for row in in_force if row.workspace is None]
    return sorted(Range(row.opens_at, row.closes_at) for row in week if row.weekday == day.isoweekday())


def period_on(day: date, opening: Range) -> Period | None:
    """
    The moments when a range opens and closes on a day.

    A weekly rule must hold all year, so a bound in the hour that the clocks jump over is read as the end of that
    hour; None when nothing is left of the range on that night.
    """
    starts_at, ends_at = (_rule_instant(day, wall) for wall in opening)
    return Period(starts_at, ends_at) if starts_at < ends_at else None


def _rule_instant(day: date, wall: time) -> datetime:
    try:
        return instant(day, wall)
    except ValueError:
        return instant(day, time(wall.hour + 1))


def halves_of(day: date, ranges: Iterable[Range]) -> tuple[list[Period], list[Period]]:
    """The openings of the morning and of the afternoon, in order; a range that goes through midday is cut there."""
    ranges = sorted(ranges)
    morning = [Range(start, min(end, MIDDAY)) for start, end in ranges if start < MIDDAY]
    afternoon = [Range(max(start, MIDDAY), end) for start, end in ranges if end > MIDDAY]
    return _periods(day, morning), _periods(day, afternoon)


def _periods(day: date, ranges: Iterable[Range]) -> list[Period]:
    return [period for period in (period_on(day, opening) for opening in ranges) if period]


def parts_of(day: date, ranges: Iterable[Range]) -> dict[str, Period]:
    """
    What can be booked on a day: "day", "morning" and "afternoon", each one period from opening to closing.

    The whole day runs through the pause at noon; it is offered only where both halves are. A range that goes
    through midday is cut there.
    """
    halves = {
        name: Period(half[0].starts_at, half[-1].ends_at)
        for name, half in zip(("morning", "afternoon"), halves_of(day, ranges), strict=True)
        if half
    }
    if len(halves) == 2:
        return {"day": Period(halves["morning"].starts_at, halves["afternoon"].ends_at), **halves}
    return halves


def marks(ranges: Iterable[Range]) -> list[time]:
    """The local times at which a booking by the hour may begin or end: the bounds of the openings, and half-hours in them."""
    grid = [time(minutes // 60, minutes % 60) for minutes in range(0, 24 * 60, STEP_MINUTES)]
    ranges = list(ranges)
    bounds = {bound for opening in ranges for bound in opening}
    return sorted(bounds | {mark for mark in grid if any(start < mark < end for start, end in ranges)})


def stretch_name(bounds: Range) -> str:
    """ "09:00-11:30", the name that such a part of a day has in addresses and in bookings."""
    return f"{bounds.opens_at:%H:%M}-{bounds.closes_at:%H:%M}"


def stretch_bounds(name: str) -> Range | None:
    """The local times of a stretch of hours; None for the name of anything else."""
    found = STRETCH.fullmatch(name)
    if not found:
        return None
    hour, minute, last_hour, last_minute = map(int, found.groups())
    return Range(time(hour, minute), time(last_hour, last_minute))


def part_of(day: date, ranges: Iterable[Range], part: str) -> Period | None:
    """
    A part of a day as one period: "day", "morning", "afternoon", or a stretch of hours such as "09:00-11:30".

    A stretch begins and ends at one of the `marks`, begins where the centre is open, ends where it is open, lasts
    SHORTEST at least, and like the whole day may run through the pause at noon. None where this is not offered.
    """
    ranges = list(ranges)
    bounds = stretch_bounds(part)
    if bounds is None:
        return parts_of(day, ranges).get(part)
    begins = any(opens <= bounds.opens_at < closes for opens, closes in ranges)
    ends = any(opens < bounds.closes_at <= closes for opens, closes in ranges)
    if not (begins and ends and set(bounds) <= set(marks(ranges))):
        return None
    period = period_on(day, bounds)
    return period if period and period.ends_at - period.starts_at >= SHORTEST else None


def without(periods: Iterable[Period], removed: Iterable[Period]) -> list[Period]:
    """What is left of periods when others are taken out of them, in order; all half-open."""
    left = sorted(periods)
    for cut in removed:
        left = [
            piece
            for period in left
            for piece in (
                Period(period.starts_at, min(period.ends_at, cut.starts_at)),
                Period(max(period.starts_at, cut.ends_at), period.ends_at),
            )
            if piece.starts_at < piece.ends_at
        ]
    return left


def openings_on(day: date, rows: Iterable[WeeklyHours], closed: Iterable[Period] = ()) -> list[Period]:
    """When the centre is really open on a day: its weekly hours without its closures."""
    return without(_periods(day, ranges_on(day, rows)), closed)


def next_opening(now: datetime, rows: Iterable[WeeklyHours], closed: Iterable[Period] = (), *, days: int = 60) -> Period | None:
    """The opening that is running or comes next, within so many civil days from today; None when there is none."""
    rows, closed, today = list(rows), list(closed), civil_day(now)
    coming = (opening for n in range(days) for opening in openings_on(today + timedelta(days=n), rows, closed))
    return next((opening for opening in coming if opening.ends_at > now), None)
