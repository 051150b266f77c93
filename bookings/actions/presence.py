"""Who has come, who has left, and the desks of those who did not come."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bookings import locks, rules
from bookings.actions.contention import retried
from bookings.actions.desks import close_again, free, write_mail
from bookings.actions.offers import offer_freed
from bookings.models import Booking

QUANTUM = timedelta(minutes=5)


def arrive(booking: Booking, *, now: datetime) -> Booking:
    """
    Note that the person has come; noting it twice changes nothing.

    One filtered update, as in `release`: of a late arrival and the release of the desk, one alone happens. Raises
    ValidationError with the code "early", "over", "released" or "moved".
    """
    if booking.state == Booking.State.CONFIRMED:
        rules.may_arrive(booking, now=now)
    here = Booking.objects.filter(pk=booking.pk, state=Booking.State.CONFIRMED, workspace=booking.workspace_id, ends_at__gt=now)
    is_noted = here.filter(starts_at=booking.starts_at).update(state=Booking.State.CHECKED_IN, arrived_at=now)
    booking.refresh_from_db()
    if not is_noted and booking.state != Booking.State.CHECKED_IN:
        rules.may_arrive(booking, now=now)
        raise ValidationError(_("The booking has just moved: look where, then note the arrival."), code="moved")
    return booking


def take_back_arrival(booking: Booking) -> bool:
    """A slip of the finger: the person has not come after all. Returns whether there was an arrival to take back."""
    arrived = Booking.objects.filter(pk=booking.pk, state=Booking.State.CHECKED_IN)
    return arrived.update(state=Booking.State.CONFIRMED, arrived_at=None) == 1


@retried
@transaction.atomic
def leave(booking: Booking, *, now: datetime) -> Booking:
    """
    Note that the person has left; what remains of the time, from the next five minutes on, is free for others.

    Leaving twice changes nothing. Raises ValidationError with the code "not_there" for who had not arrived.
    """
    locks.hold_schedules([booking.workspace.telecentre_id])
    booking = Booking.objects.with_place().select_for_update(of=("self",)).get(pk=booking.pk)
    if booking.state == Booking.State.COMPLETED:
        return booking
    if booking.state != Booking.State.CHECKED_IN:
        raise ValidationError(_("Nobody has arrived for this booking, so nobody can leave."), code="not_there")
    planned_end = booking.ends_at
    booking.state, booking.left_at = Booking.State.COMPLETED, now
    booking.ends_at = min(planned_end, max(_next_quantum(now), booking.starts_at + QUANTUM))
    booking.save(update_fields=["state", "left_at", "ends_at"])
    booking.occupancies.live().update(ends_at=booking.ends_at)
    if booking.ends_at < planned_end:
        close_again(booking.telecentre, booking.ends_at, planned_end)
        offer_freed(booking.telecentre, [booking.day], now=now)
    return booking


def settle_presence(*, now: datetime) -> int:
    """
    Release the desks of those who did not come, and complete what is over; returns how many were released. For a task.

    A release costs nobody anything: the person is told by mail, and may book again.
    """
    released = sum(release(booking, now=now) for booking in Booking.objects.missing(now).with_place().order_by("pk"))
    Booking.objects.filter(state=Booking.State.CHECKED_IN, ends_at__lte=now).update(state=Booking.State.COMPLETED)
    return released


@retried
@transaction.atomic
def release(booking: Booking, *, now: datetime) -> bool:
    """Free the desk of who did not come; False when the person has come, moved or cancelled at this very moment."""
    locks.hold_schedules([booking.workspace.telecentre_id])
    waiting = Booking.objects.missing(now).filter(pk=booking.pk, version=booking.version).values("pk")
    missing = Booking.objects.filter(pk__in=waiting, state=Booking.State.CONFIRMED, version=booking.version)
    if not missing.update(state=Booking.State.RELEASED, version=F("version") + 1):
        return False
    booking.refresh_from_db()
    free(booking)
    write_mail("bookings.released", booking)
    offer_freed(booking.telecentre, [booking.day], now=now)
    return True


def _next_quantum(now: datetime) -> datetime:
    """Five minutes as they stand on a clock, the same moment when it is one."""
    past = timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)
    return now if not past else now - past + QUANTUM
