"""A telecentre's hours and closures as pages tell them; the arithmetic itself is in `telecentres.hours`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from telecentres import hours
from telecentres.hours import LOCAL, Period
from telecentres.models import Closure, Telecentre
from telecentres.words import day_words, days_words, hour_words, hours_words, range_words

# How far ahead pages look for the next opening, and tell of closures.
OPENING_HORIZON = timedelta(days=60)
NEWS_HORIZON = timedelta(days=28)


@dataclass(frozen=True)
class Half:
    """A cell of the table of hours: a half-day, or the whole day when nothing parts it."""

    words: str
    is_exception: bool = False


@dataclass(frozen=True)
class Day:
    day: date
    is_today: bool
    halves: list[Half]


@dataclass(frozen=True)
class State:
    """Whether the door is open at a moment, in a sentence with the reason, and in fewer words for lists."""

    is_open: bool
    words: str
    brief: str


def week_of(telecentre: Telecentre, today: date) -> list[Day]:
    """The seven days from Monday of the week of a day, closures of the whole centre taken into account."""
    monday = hours.monday_of(today)
    return [_day(telecentre, monday + timedelta(days=n), today) for n in range(7)]


def days_from(telecentre: Telecentre, first: date, number: int) -> list[Day]:
    """So many days from one on, closures of the whole centre taken into account; needs `with_timetable` or asks twice."""
    return [_day(telecentre, first + timedelta(days=n), first) for n in range(number)]


def state_at(telecentre: Telecentre, now: datetime) -> State:
    """The hours of today in a sentence, or the next opening when there is none left today."""
    rows, closures = _rows(telecentre), _closures(telecentre)
    if not rows:
        return _state(False, _("Opening hours to be completed"))
    today = hours.civil_day(now)
    left = [opening for opening in hours.openings_on(today, rows, _periods(closures)) if opening.ends_at > now]
    if left and left[0].starts_at <= now:
        words = _("Open until %(end)s") % {"end": hour_words(left[0].ends_at)}
        if left[1:]:
            words = _("%(now)s, then %(later)s") % {"now": words, "later": _list(hours_words(*opening) for opening in left[1:])}
        return _state(True, words)
    if left:
        return _state(False, _("Opens today %(hours)s") % {"hours": _list(hours_words(*opening) for opening in left)})
    following = _next_opening(now, rows, closures)
    return State(False, f"{_closed_today(today, now, rows, closures)}. {following}.", following)


def _state(is_open: bool, words: str) -> State:
    return State(is_open, words, words)


def news(telecentre: Telecentre, today: date) -> list[str]:
    """The closures of the coming four weeks, today's included, each in a sentence with its reason."""
    begins, ends = hours.whole_day(today).starts_at, hours.whole_day(today + NEWS_HORIZON).starts_at
    return [
        closure_words(closure)
        for closure in sorted(telecentre.closures.all(), key=lambda closure: closure.starts_at)
        if closure.starts_at < ends and closure.ends_at > begins
    ]


def closure_words(closure: Closure) -> str:
    """ "fermé vendredi 25 décembre : Noël"; names the workspace when the rest of the centre stays open."""
    when = {"when": _period_words(closure.starts_at, closure.ends_at), "reason": closure.reason}
    if closure.workspace:
        return _("%(workspace)s closed %(when)s: %(reason)s") % {"workspace": closure.workspace, **when}
    return _("closed %(when)s: %(reason)s") % when


def _period_words(starts_at: datetime, ends_at: datetime) -> str:
    start, end = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    if start.time() == end.time() == time(0):
        last = end.date() - timedelta(days=1)
        return _on(start.date()) if start.date() == last else days_words(start.date(), last)
    if start.date() == end.date():
        return f"{_on(start.date())} {hours_words(start, end)}"
    return _("from %(first_day)s at %(start)s to %(last_day)s at %(end)s") % {
        "first_day": day_words(start),
        "start": hour_words(start),
        "last_day": day_words(end),
        "end": hour_words(end),
    }


def _day(telecentre: Telecentre, day: date, today: date) -> Day:
    rows, closures = _rows(telecentre), _closures(telecentre)
    ranges = hours.ranges_on(day, rows)
    halves = hours.halves_of(day, ranges)
    goes_through_midday = any(opening.opens_at < hours.MIDDAY < opening.closes_at for opening in ranges)
    closed = _periods(closures)
    if goes_through_midday or not ranges or not any(hours.without(half, closed) for half in halves):
        cells = [_half(hours.openings_on(day, rows), closures)]
    else:
        cells = [_half(half, closures) for half in halves]
    return Day(day, day == today, cells)


def _half(usual: list[Period], closures: list[Closure]) -> Half:
    """The openings that closures leave of the usual ones."""
    left = hours.without(usual, _periods(closures))
    if left:
        return Half(", ".join(range_words(*opening) for opening in left), is_exception=left != usual)
    if not usual:
        return Half(_("closed"))
    return Half(_("closed: %(reason)s") % {"reason": _reason(usual[0], closures)}, is_exception=True)


def _closed_today(today: date, now: datetime, rows: list[hours.WeeklyHours], closures: list[Closure]) -> str:
    usual = hours.openings_on(today, rows)
    if usual and not hours.without(usual, _periods(closures)):
        return _("Closed today: %(reason)s") % {"reason": _reason(usual[0], closures)}
    if usual and usual[-1].ends_at <= now:
        return _("Closed for today")
    return _("Closed today")


def _next_opening(now: datetime, rows: list[hours.WeeklyHours], closures: list[Closure]) -> str:
    opening = hours.next_opening(now, rows, _periods(closures), days=OPENING_HORIZON.days)
    if not opening:
        return _("No opening planned in the coming two months")
    day, hour = hours.civil_day(opening.starts_at), hour_words(opening.starts_at)
    if day == hours.civil_day(now) + timedelta(days=1):
        return _("Opens tomorrow at %(hour)s") % {"hour": hour}
    return _("Opens %(day)s at %(hour)s") % {"day": _on(day), "hour": hour}


def _reason(opening: Period, closures: list[Closure]) -> str:
    meets = (one.reason for one in closures if one.starts_at < opening.ends_at and one.ends_at > opening.starts_at)
    return next(meets)


def _on(day: date) -> str:
    return _("on %(day)s") % {"day": day_words(day)}


def _list(words) -> str:
    return _(" and ").join(words)


def _rows(telecentre: Telecentre) -> list[hours.WeeklyHours]:
    return [row.as_weekly_hours() for row in telecentre.opening_hours.all()]


def _closures(telecentre: Telecentre) -> list[Closure]:
    return [closure for closure in telecentre.closures.all() if closure.workspace_id is None]


def _periods(closures: list[Closure]) -> list[Period]:
    return [Period(closure.starts_at, closure.ends_at) for closure in closures]
