"""
The portal on a slow machine, for races: a pause before each desk is taken, long enough for the others to overtake.

With PROTECTION=off the desks are taken as if nobody thought of rivals: no locks, no word to PostgreSQL about conflicts,
and an arrival is noted for the booking as it was read, whatever has become of it meanwhile. The pause is the same with and
without, so that the protection alone makes the difference.
"""

import os
import time
from datetime import datetime

# First, for models can be imported only once Django is set up.
from cantal_network.wsgi import application  # isort: skip

from django.db import connection

from bookings import actions, locks, rules
from bookings.models import Booking, Occupancy
from bookings.models.occupancy import OccupancyQuerySet

__all__ = ["application"]

PAUSE = 0.05  # seconds

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


rules.may_arrive = look_slowly
if os.environ.get("PROTECTION") == "off":
    OccupancyQuerySet.claim = claim_naively
    locks.hold_schedules = locks.hold_person = hold_nothing
    actions.arrive = arrive_naively
else:
    OccupancyQuerySet.claim = claim_slowly
