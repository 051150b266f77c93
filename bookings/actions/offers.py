"""A place that has become free goes to the first in line, inside the transaction that freed it: nobody can slip in between."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bookings import locks, rules
from bookings.actions.desks import Taken, free, new_reference, occupy, put
from bookings.availability import Calendar
from bookings.models import Booking, Wait
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Telecentre, Workspace

LONGEST_OFFER = timedelta(hours=2)
SHORTEST_OFFER = timedelta(minutes=30)  # of a place whose time has begun or is about to

# Whoever waits has proved the address; the other rules hold as for a booking of their own.
RULES = [rule for rule in rules.BOOKING if rule is not rules.few_while_unproved]


def offer_freed(telecentre: Telecentre, days: Iterable[date], *, now: datetime) -> int:
    """
    Hold what is free on some days for those who wait for it, each in the order of asking; returns how many were offered.

    Called by every verb that frees a place, once the place is free and its own bookings are written; takes the lock of
    the waiting lists, which comes last of all.
    """
    made = 0
    for day in sorted({day for day in days if day >= hours.civil_day(now)}):
        locks.hold_waiting(day)
        line = Wait.objects.waiting().for_centre(telecentre, day).with_all().select_for_update(of=("self",))
        for wait in line:
            made += _offer(wait, telecentre, now=now)
    return made


def withdraw_offer(booking: Booking, state: Booking.State = Booking.State.EXPIRED) -> None:
    """Free a held place inside the caller's transaction; who becomes of the one who waits is the caller's to say."""
    free(booking)
    booking.state, booking.held_until = state, None
    booking.save(update_fields=["state", "held_until"])


def tell_of_end(wait: Wait, booking: Booking) -> None:
    """The offer is over, and why: a mail that says what is true when it leaves."""
    dispatch.post("bookings.offer_over", f"{wait.reference}/{booking.reference}", version=1, recipient=wait.booker.email)


def _offer(wait: Wait, telecentre: Telecentre, *, now: datetime) -> bool:
    """
    False where nothing fits, or the person cannot take it: they keep their rank, and the next in line is asked.

    No lock of the person is taken, for who frees a place holds their own: that one person sits at one desk, the database
    decides; the rules are asked again, under the person's lock, when they accept.
    """
    calendar = Calendar.load([telecentre], wait.day, wait.day, now=now, ask=wait.ask)
    slot = calendar.slot(telecentre, wait.day, wait.part)
    if slot is None or not slot.desks:
        return False
    desk = Workspace.objects.select_related("telecentre").get(pk=slot.desks[0])
    booker = wait.booker
    booking = Booking(
        reference=new_reference(telecentre),
        booked_by=booker.user,
        visitor_name="" if booker.user else booker.name,
        visitor_email="" if booker.user else booker.email,
        proved_at=None if booker.user else now,
        language=wait.language,
        idempotency_key=uuid.uuid4(),
        state=Booking.State.HELD,
    )
    put(booking, desk, wait.part, calendar.period(telecentre, wait.day, wait.part, desk.pk), now=now)
    booking.held_until = offered_until(booking.starts_at, booking.ends_at, now=now)
    try:
        with transaction.atomic():
            for rule in RULES:
                rule(booking, now=now)
            booking.save(force_insert=True)
            occupy(booking)
    except (ValidationError, IntegrityError, Taken):
        return False
    wait.state, wait.booking = Wait.State.OFFERED, booking
    wait.save(update_fields=["state", "booking"])
    dispatch.post("bookings.offered", booking.reference, version=1, recipient=booker.email, expires_at=booking.held_until)
    return True


def offered_until(starts_at: datetime, ends_at: datetime, *, now: datetime) -> datetime:
    """Two hours, or until the place's time begins; half an hour at least, and never beyond its end."""
    return min(now + LONGEST_OFFER, max(starts_at, now + SHORTEST_OFFER), ends_at)
