"""Forget: visitors' names and addresses go when their time is over, those of an account when it ends; the bare days stay."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from pghistory.models import Context

from accounts.models import User
from bookings import locks
from bookings.actions.booking import cancel
from bookings.models import Announcement, Booker, Booking, BookingEvent, CalendarFeed, Kiosk, KioskNote, Override
from bookings.models.booking import BookingQuerySet
from dispatch.models import Message
from telecentres import words


def forget_visitors(now: datetime) -> int:
    """
    Empty who the visitor was on bookings over for longer than `BOOKINGS_KEEP_VISITORS`; returns how many.

    Bookings of people with an account stay as they are: they belong to the account. Safe to run twice.
    """
    return _empty(Booking.objects.of_known_visitors().filter(ends_at__lt=now - settings.BOOKINGS_KEEP_VISITORS))


@transaction.atomic
def forget_person(user: User, *, now: datetime) -> None:
    """
    Cancel what a person still has ahead, then empty who it was on all their bookings; calendars find nothing more.

    Past the centre's deadline as well: a desk held by nobody would stand empty. Who sits at it at this moment has been
    there: that day stays. The bookings no longer belong together, for nothing they share is left.
    """
    own = Booking.objects.visible_to(user)
    locks.hold_schedules(own.upcoming(now).values_list("workspace__telecentre", flat=True))
    locks.hold_person(Booker(user.name, user.email, user).lock_key)
    for booking in own.upcoming(now).with_place():
        try:
            cancel(booking, now=now, as_staff=True)
        except ValidationError:
            continue  # already there, or over since a moment: a day of the past
    CalendarFeed.objects.filter(user=user).delete()
    Announcement.objects.filter(author=user).update(author=None)
    Override.objects.filter(made_by=user).update(made_by=None)
    Kiosk.objects.filter(made_by=user).update(made_by=None)
    KioskNote.objects.filter(booking__in=own).delete()
    by_themselves = BookingEvent.objects.filter(pgh_obj__in=own).values("pgh_context")
    Context.objects.filter(pk__in=by_themselves, metadata__user=user.pk).delete()
    _empty(own)


def bookings_to_cancel(user: User, *, now: datetime) -> list[str]:
    """Each booking that `forget_person` will cancel, in a sentence."""
    return [
        _("Your booking at %(centre)s on %(day)s is cancelled.")
        % {"centre": booking.telecentre, "day": words.day_words(booking.day, year=True)}
        for booking in Booking.objects.visible_to(user).upcoming(now).with_place()
    ]


def _empty(bookings: BookingQuerySet) -> int:
    # A booking belongs to somebody (a constraint): the reference stands for nobody, and differs from booking to booking.
    nobody = Concat(F("reference"), Value(Message.FORGOTTEN))
    whose = {"booked_by": None, "visitor_name": "", "visitor_email": nobody, "fingerprint": "", "cancel_reason": ""}
    return bookings.update(**whose, arrived_at=None, left_at=None)
