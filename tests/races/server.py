"""
The portal on a slow machine, for races: a pause before each desk is taken, long enough for the others to overtake.

With PROTECTION=off the desks are taken as if nobody thought of rivals: no locks, no word to PostgreSQL about conflicts,
an arrival, a grant or an answer is noted for what was read, whatever has become of it meanwhile, and what is given back is
not offered at once; an event is read without holding it. The pause is the same with and without, so that the protection alone
makes the difference.
"""

import os
import time
from datetime import datetime

# First, for models can be imported only once Django is set up.
from cantal_network.wsgi import application  # isort: skip

from django.contrib.contenttypes.models import ContentType
from django.core.signals import request_started
from django.db import connection

from bookings import actions, locks, rules
from bookings.actions import booking as verbs
from bookings.models import Booking, Occupancy, Referral
from bookings.models.occupancy import OccupancyQuerySet
from bookings.models.referral import ReferralQuerySet
from outreach.actions import event_changes, events, line
from outreach.models import Event

__all__ = ["application"]

PAUSE = 0.05  # seconds


def forget_content_types(**kwargs: object) -> None:
    """The server outlives a test, the rows do not: each test finds the tables emptied, and content types with new keys."""
    ContentType.objects.clear_cache()


request_started.connect(forget_content_types)
THINKING = 0.25  # seconds between reading a referral and writing the answer down

claim = OccupancyQuerySet.claim


def claim_slowly(self: OccupancyQuerySet, rows: list[Occupancy]) -> int:
    time.sleep(PAUSE)
    return claim(self, rows)


def claim_naively(self: OccupancyQuerySet, rows: list[Occupancy]) -> int:
    time.sleep(PAUSE)
    return len(Occupancy.objects.bulk_create(rows))


def hold_nothing(*args: object, **kwargs: object) -> None:
    connection.ensure_connection()


may_arrive = rules.may_arrive


def look_slowly(booking: Booking, *, now: datetime) -> None:
    may_arrive(booking, now=now)
    time.sleep(PAUSE)


def arrive_naively(booking: Booking, *, now: datetime) -> Booking:
    rules.may_arrive(booking, now=now)
    booking.state, booking.arrived_at = Booking.State.CHECKED_IN, now
    booking.save(update_fields=["state", "arrived_at"])
    return booking


def approve_naively(booking: Booking) -> Booking:
    time.sleep(PAUSE)
    booking.state = Booking.State.CONFIRMED
    booking.save(update_fields=["state"])
    return booking


def offer_later(*args: object, **kwargs: object) -> int:
    """As if a task did it: by then somebody else has the place."""
    return 0


decide = ReferralQuerySet.decide


def decide_slowly(self: ReferralQuerySet, referral: Referral, state: str, **answers: object) -> bool:
    time.sleep(THINKING)
    return decide(self, referral, state, **answers)


def decide_naively(self: ReferralQuerySet, referral: Referral, state: str, *, now: datetime, **answers: object) -> bool:
    is_open = referral.is_undecided
    time.sleep(THINKING)
    return bool(is_open and Referral.objects.filter(pk=referral.pk).update(state=state, decided_at=now, **answers))


hold_whole, hold_row = events.hold, line.held


def look_at_event(event: Event) -> Event:
    """Nobody else is kept from it meanwhile."""
    found = Event.objects.get(pk=event.pk)
    time.sleep(PAUSE)
    return found


def hold_whole_slowly(event: Event) -> Event:
    held = hold_whole(event)
    time.sleep(PAUSE)
    return held


def hold_row_slowly(event: Event) -> Event:
    held = hold_row(event)
    time.sleep(PAUSE)
    return held


rules.may_arrive = look_slowly
if os.environ.get("PROTECTION") == "off":
    OccupancyQuerySet.claim = claim_naively
    locks.hold_schedules = locks.hold_person = hold_nothing
    actions.arrive = arrive_naively
    actions.approve = approve_naively
    verbs.offer_freed = offer_later
    ReferralQuerySet.decide = decide_naively
    line.held = events.hold = event_changes.hold = look_at_event
else:
    line.held = hold_row_slowly
    events.hold = event_changes.hold = hold_whole_slowly
    ReferralQuerySet.decide = decide_slowly
    OccupancyQuerySet.claim = claim_slowly
