"""Bookings that a centre grants by hand: asked for, granted, refused, or lapsed because nobody answered in time."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bookings import locks
from bookings.actions.contention import retried
from bookings.actions.desks import free, write_mail
from bookings.actions.offers import offer_freed
from bookings.models import Booking
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Membership, Telecentre


def ask_or_confirm(booking: Booking, *, now: datetime) -> None:
    """
    Make the unsaved booking a request where the centre grants this kind of workspace by hand, else confirmed.

    The answer is due after the centre's delay, and before the start in any case.
    """
    if not booking.policy.needs_approval:
        booking.state, booking.decide_by = Booking.State.CONFIRMED, None
        return
    booking.state = Booking.State.REQUESTED
    booking.decide_by = min(now + timedelta(hours=booking.policy.approval_hours), booking.starts_at)


def tell(booking: Booking, *, now: datetime) -> None:
    """The person, and of a request those who decide."""
    if booking.state == Booking.State.CONFIRMED:
        write_mail("bookings.confirmed", booking)
        return
    write_mail("bookings.requested", booking)
    ask_managers(booking.reference, booking.version, booking.telecentre, decide_by=booking.decide_by, now=now)


def ask_managers(key: str, version: int, telecentre: Telecentre, *, decide_by: datetime, now: datetime) -> None:
    """Each manager and deputy in force, by mail, about a booking or about regular days."""
    for email in Membership.objects.addresses_at(telecentre, hours.civil_day(now)):
        dispatch.post("bookings.to_decide", key, version=version, recipient=email, expires_at=decide_by)


@retried
@transaction.atomic
def approve(booking: Booking) -> Booking:
    """
    Grant a request; granting it twice changes nothing. One filtered update: of an answer and the lapse, one alone happens.

    Raises ValidationError with the code "decided" where it was refused, withdrawn or has lapsed.
    """
    granted = _waiting(booking).update(state=Booking.State.CONFIRMED, decide_by=None)
    booking.refresh_from_db()
    if granted:
        write_mail("bookings.confirmed", booking)
    elif booking.state != Booking.State.CONFIRMED:
        _say_it_is_decided(booking)
    return booking


@retried
@transaction.atomic
def refuse(booking: Booking, *, reason: str, now: datetime) -> Booking:
    """
    Refuse a request with a reason that the mail passes on, beside what is free instead; its desk is free at once.

    Refusing twice changes nothing. Raises ValidationError with the code "decided" where it was granted, withdrawn or lapsed.
    """
    locks.hold_schedules([booking.workspace.telecentre_id])
    change = {"state": Booking.State.REJECTED, "version": F("version") + 1, "cancel_reason": reason[:200], "decide_by": None}
    refused = _waiting(booking).update(**change)
    booking.refresh_from_db()
    if refused:
        free(booking)
        write_mail("bookings.rejected", booking)
        offer_freed(booking.telecentre, [booking.day], now=now)
    elif booking.state != Booking.State.REJECTED:
        _say_it_is_decided(booking)
    return booking


@retried
@transaction.atomic
def lapse(booking: Booking, *, now: datetime) -> bool:
    """Give up a request that nobody answered in time; False when it has just been answered."""
    locks.hold_schedules([booking.workspace.telecentre_id])
    change = {"state": Booking.State.EXPIRED, "version": F("version") + 1, "decide_by": None}
    if not _waiting(booking).filter(decide_by__lte=now).update(**change):
        return False
    booking.refresh_from_db()
    free(booking)
    write_mail("bookings.unanswered", booking)
    offer_freed(booking.telecentre, [booking.day], now=now)
    return True


def lapse_requests(*, now: datetime) -> int:
    """Give up all requests whose time is over; returns how many. For a task."""
    overdue = Booking.objects.filter(state=Booking.State.REQUESTED, decide_by__lte=now)
    return sum(lapse(booking, now=now) for booking in overdue.with_place().order_by("pk"))


def _waiting(booking: Booking):
    return Booking.objects.filter(pk=booking.pk, state=Booking.State.REQUESTED)


def _say_it_is_decided(booking: Booking) -> None:
    raise ValidationError(
        _("This request is decided already: it is %(state)s."), code="decided", params={"state": booking.get_state_display()}
    )
