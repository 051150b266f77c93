"""Regular days before they are booked: what each date would be, by the same rules as a single booking, in memory."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings import availability, pricing, rules
from bookings.availability import Calendar
from bookings.models import Ask, Bar, Booker, Booking
from telecentres import hours, words
from telecentres.models import Telecentre, Workspace

LONGEST = timedelta(days=366)  # twelve months: a calendar of that length is still read at once


class Pattern(NamedTuple):
    """Some weekdays (Monday is 1) from a first to a last day, both included, a part of the day, and the desk liked best."""

    telecentre: Telecentre
    weekdays: Collection[int]
    first: date
    last: date
    part: str
    kind: str = Workspace.Kind.DESK
    code: str = ""

    def days(self) -> Iterator[date]:
        """Civil days, so that a change of the clocks moves no hour."""
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            if day.isoweekday() in self.weekdays:
                yield day


@dataclass(frozen=True)
class Occurrence:
    """One date: its desk, another one than wished where that is taken, or in words why there is none."""

    day: date
    desk: Workspace | None
    period: hours.Period | None
    is_other: bool
    why_not: str = ""
    price: Decimal | None = None

    @property
    def answer(self) -> str:
        """The date and its desk as a form sends them."""
        return f"{self.day}/{self.desk.code}" if self.desk else ""


class Planner:
    """
    Looks at the dates of a pattern for a person, in order of time.

    A handful of queries whatever the number of dates. `without` are bookings about to move: what they hold, and how
    they count, is left out. The rules are those of `rules.BOOKING`, but for the horizon, which is that of regular days.
    """

    def __init__(self, pattern: Pattern, booker: Booker, *, now: datetime, without: Collection[Booking] = ()) -> None:
        self.pattern = pattern
        self.now = now
        self.ask = Ask(pattern.kind)
        self.centre = pattern.telecentre
        self.calendar = Calendar.load([self.centre], pattern.first, pattern.last, now=now, ask=self.ask, without=without)
        self.policy = self.calendar.policy(self.centre)
        self.last_day = rules.last_regular_day(self.policy, now=now)
        self.closures = availability.closures_between(self.centre, pattern.first, pattern.last)
        self.desks = {desk.pk: desk for desk in self.centre.workspaces.filter(kind=pattern.kind)}
        self.liked = next((desk.pk for desk in self.desks.values() if desk.code == pattern.code), None)
        weeks = hours.Period(
            hours.whole_day(hours.monday_of(pattern.first)).starts_at,
            hours.whole_day(hours.monday_of(pattern.last) + timedelta(days=6)).ends_at,
        )
        held = Booking.objects.held_by(booker).live().exclude(pk__in=[one.pk for one in without]).overlapping(*weeks)
        self.held = list(held.with_place())
        bars = Bar.objects.filter(telecentre=self.centre).against(booker).meeting(pattern.first, pattern.last)
        self.bars = list(bars)
        self.prices = pricing.PricesOverTime(self.centre, self.ask, booker, without=without)
        here = [one for one in self.held if one.telecentre == self.centre and one.workspace.kind == pattern.kind]
        self.per_week = Counter(hours.monday_of(one.day) for one in here)

    def occurrences(self) -> list[Occurrence]:
        return [self.on(day) for day in self.pattern.days()]

    def on(self, day: date, code: str = "") -> Occurrence:
        """
        A date with the desk liked best, else the first free one; with a code, that desk or none.

        A date that can be had counts towards the week's quota of those that follow.
        """
        slot = self.calendar.slot(self.centre, day, self.pattern.part, last=self.last_day)
        free = [pk for pk in (slot.desks if slot else []) if not code or self.desks[pk].code == code]
        if not free:
            return Occurrence(day, None, None, False, self._why_nothing(day, slot))
        chosen = self.liked if self.liked in free else free[0]
        period = self.calendar.period(self.centre, day, self.pattern.part, chosen)
        if why_not := self._why_not_the_person(day, period):
            return Occurrence(day, None, None, False, why_not)
        self.per_week[hours.monday_of(day)] += 1
        is_other = self.liked is not None and chosen != self.liked
        return Occurrence(day, self.desks[chosen], period, is_other, price=self.prices.of(day, self.pattern.part, period))

    def chosen(self, chosen: Mapping[date, str]) -> list[Occurrence]:
        """The dates and desks that somebody confirmed, in order; each as it is now."""
        return [self.on(day, chosen[day]) for day in sorted(chosen)]

    def _why_nothing(self, day: date, slot: availability.Slot | None) -> str:
        span = hours.whole_day(day)
        closure = next((one for one in self.closures if one.starts_at < span.ends_at and one.ends_at > span.starts_at), None)
        if closure:
            return _("closed: %(reason)s") % {"reason": closure.reason}
        if slot:
            return _("full")
        if day > self.last_day:
            return _("too far ahead: regular days are open until %(day)s") % {"day": words.day_words(self.last_day, year=True)}
        if day < hours.civil_day(self.now):
            return _("past")
        if self.calendar.period(self.centre, day, self.pattern.part) is None:
            return _("not open then")
        if not self.policy.offers(self.pattern.part):
            return _("booked here %(how)s only") % {"how": self.policy.get_granularity_display()}
        return _("too late to book")

    def _why_not_the_person(self, day: date, period: hours.Period) -> str:
        if any(bar.starts_on <= day <= bar.ends_on for bar in self.bars):
            return _("you cannot book here then: call the telecentre")
        if period.ends_at - period.starts_at > timedelta(hours=self.policy.longest_hours):
            return _("longer than a booking may last here")
        is_personal = self.ask == Ask()
        other = next((one for one in self.held if is_personal and one.is_personal and _meet(one, period)), None)
        if other:
            return _("you already have %(desk)s in %(centre)s") % {"desk": other.place_words, "centre": other.telecentre}
        if self.per_week[hours.monday_of(day)] >= self.policy.weekly_quota:
            said = ngettext("%(count)s booking a week at most", "%(count)s bookings a week at most", self.policy.weekly_quota)
            return said % {"count": self.policy.weekly_quota}
        return ""


def _meet(booking: Booking, period: hours.Period) -> bool:
    return booking.starts_at < period.ends_at and booking.ends_at > period.starts_at
