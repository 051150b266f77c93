"""A desk one has had, proposed once more: next week, or as last time. Proposals hold nothing; the second screen confirms them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.urls import reverse

from accounts.models import User
from bookings import rules
from bookings.availability import Calendar, Slot
from bookings.models import Booker, Booking
from telecentres import hours
from telecentres.models import Workspace

WEEK = timedelta(days=7)


class Proposal(NamedTuple):
    """A desk that is free for a part of a day; `wanted_on` is the day that came first to mind."""

    desk: Workspace
    slot: Slot
    wanted_on: date

    @property
    def is_as_wanted(self) -> bool:
        return self.slot.day == self.wanted_on

    @property
    def part_label(self) -> str:
        return self.slot.part_words

    @property
    def address(self) -> str:
        """The second screen, with everything chosen."""
        return f"{reverse('bookings:verify', args=[self.slot.telecentre.slug])}?{self.slot.query}&bureau={self.desk.code}"


def next_week(booking: Booking, *, now: datetime) -> Proposal | None:
    """
    The same desk and part of the day, seven civil days later, or on the first such weekday when they are free.

    After a booking of long ago, the first such weekday still to come. None: not before the centre's horizon.
    """
    first, today = booking.day + WEEK, hours.civil_day(now)
    while first < today:
        first += WEEK
    # Where nobody proved the address, free days must not tell a stranger when its owner works.
    booker = None if booking.is_unproved else booking.booker
    return _first_free(booking, first, step=WEEK, booker=booker, now=now)


def as_last_time(user: User, *, now: datetime) -> Proposal | None:
    """The desk and part of the day that the person used last, on the next day from tomorrow when they are free."""
    last = Booking.objects.visible_to(user).live().filter(starts_at__lte=now).with_place().order_by("-starts_at").first()
    tomorrow = hours.civil_day(now) + timedelta(days=1)
    return last and _first_free(last, tomorrow, step=timedelta(days=1), booker=Booker.of(user), now=now)


def _first_free(like: Booking, first: date, *, step: timedelta, booker: Booker | None, now: datetime) -> Proposal | None:
    desk, last = like.workspace, rules.last_bookable_day(like.policy, now=now)
    if first > last:
        return None
    calendar = Calendar.load([desk.telecentre], first, last, now=now, ask=like.ask)
    own = _held_by(booker, calendar.span)
    for day in _days(first, last, step):
        slot = calendar.slot(desk.telecentre, day, like.part)
        if slot and desk.pk in slot.desks:
            period = calendar.period(desk.telecentre, day, like.part, desk.pk)
            if not any(start < period.ends_at and end > period.starts_at for start, end in own):
                return Proposal(desk, slot, first)
    return None


def _days(first: date, last: date, step: timedelta) -> Iterable[date]:
    """Civil days, both included, so that a change of the clocks moves no hour."""
    while first <= last:
        yield first
        first += step


def _held_by(booker: Booker | None, span: hours.Period) -> list[tuple[datetime, datetime]]:
    """When the person sits somewhere already."""
    if booker is None:
        return []
    return list(Booking.objects.held_by(booker).live().overlapping(*span).values_list("starts_at", "ends_at"))
