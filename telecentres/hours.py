"""Calendar arithmetic on opening hours, without the database: civil days and local times in, instants out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Paris")

# Where the morning ends when a centre does not close at noon.
MIDDAY = time(13)


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


def parts_of(day: date, ranges: Iterable[Range]) -> dict[str, Period]:
    """
    What can be booked on a day: "day", "morning" and "afternoon", each one period from opening to closing.

    The whole day runs through the pause at noon; it is offered only where both halves are. A range that goes
    through midday is cut there.
    """
    morning = [Range(start, min(end, MIDDAY)) for start, end in ranges if start < MIDDAY]
    afternoon = [Range(max(start, MIDDAY), end) for start, end in ranges if end > MIDDAY]
    halves = {
        name: Period(instant(day, half[0].opens_at), instant(day, half[-1].closes_at))
        for name, half in (("morning", sorted(morning)), ("afternoon", sorted(afternoon)))
        if half
    }
    if len(halves) == 2:
        return {"day": Period(halves["morning"].starts_at, halves["afternoon"].ends_at), **halves}
    return halves


def gaps(span: Period, taken: Iterable[tuple[datetime, datetime]]) -> list[Period]:
    """What remains of a period once others are taken out of it, in order; all half-open."""
    remaining, start = [], span.starts_at
    for taken_from, taken_to in sorted(taken):
        if taken_from > start:
            remaining.append(Period(start, min(taken_from, span.ends_at)))
        start = max(start, taken_to)
    if start < span.ends_at:
        remaining.append(Period(start, span.ends_at))
    return remaining
