"""Forget: visitors' names and addresses go when their time is over, those of an account when it ends; the bare days stay."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from pghistory.models import Context

from accounts.models import User
from bookings import locks
from bookings.actions.bars import forget_barred
from bookings.actions.booking import cancel
from bookings.actions.old_statements import forget_visitors_of_statements, forget_whose, issue_what_is_open, what_is_open
from bookings.actions.referrals import forget_referrals_of
from bookings.actions.waiting import leave_list
from bookings.models import (
    Announcement,
    Bar,
    Booker,
    Booking,
    BookingEvent,
    CalendarFeed,
    Kiosk,
    KioskNote,
    MonthPlan,
    Override,
    Series,
    Statement,
    StatementEvent,
    Wait,
)
from bookings.models.booking import BookingQuerySet
from dispatch.models import Message
from telecentres import words


def forget_visitors(now: datetime) -> int:
    """
    Empty who the visitor was on bookings over for longer than `BOOKINGS_KEEP_VISITORS`; returns how many.

    Bookings of people with an account stay as they are, but for the names of their guests: they belong to the account.
    Safe to run twice.
    """
    forget_visitors_of_statements(now - settings.BOOKINGS_KEEP_VISITORS)
    old = Booking.objects.filter(ends_at__lt=now - settings.BOOKINGS_KEEP_VISITORS)
    old.exclude(for_name="").update(for_name="")
    return _empty(old.of_known_visitors())


@transaction.atomic
def forget_person(user: User, *, now: datetime) -> None:
    """
    Cancel what a person still has ahead, then empty who it was on all their bookings; calendars find nothing more.

    Past the centre's deadline as well: a desk held by nobody would stand empty. Who sits at it at this moment has been
    there: that day stays. The bookings no longer belong together, for nothing they share is left.
    """
    own = Booking.objects.visible_to(user)
    _give_up(own, Wait.objects.filter(Q(booked_by=user) | Q(booked_by=None, visitor_email=user.email)), Booker.of(user), now)
    CalendarFeed.objects.filter(user=user).delete()
    Announcement.objects.filter(author=user).update(author=None)
    Override.objects.filter(made_by=user).update(made_by=None)
    Kiosk.objects.filter(made_by=user).update(made_by=None)
    Series.objects.filter(booked_by=user).delete()
    Bar.objects.filter(made_by=user).update(made_by=None)
    Bar.objects.filter(lifted_by=user).update(lifted_by=None)
    forget_whose(Statement.objects.visible_to(user))
    MonthPlan.objects.filter(Q(user=user) | Q(user=None, email=user.email)).delete()
    MonthPlan.objects.filter(made_by=user).update(made_by=None)
    StatementEvent.objects.filter(by=user).update(by=None)
    by_themselves = BookingEvent.objects.filter(pgh_obj__in=own).values("pgh_context")
    Context.objects.filter(pk__in=by_themselves, metadata__user=user.pk).delete()
    forget_referrals_of(user.email, user, now=now)
    _empty(own)


@transaction.atomic
def forget_address(email: str, *, now: datetime) -> None:
    """The same for who books without an account: bookings of an account under that address are left alone."""
    own = Booking.objects.filter(booked_by=None, visitor_email__iexact=email)
    _give_up(own, Wait.objects.filter(booked_by=None, visitor_email__iexact=email), Booker("", email), now)
    forget_whose(Statement.objects.filter(user=None, email__iexact=email))
    MonthPlan.objects.filter(user=None, email__iexact=email).delete()
    forget_referrals_of(email, now=now)
    _empty(own)


def _give_up(own: BookingQuerySet, waits: QuerySet[Wait], booker: Booker, now: datetime) -> None:
    """What is still ahead is given back, what is owed is written down, and no bar names the person any more."""
    locks.hold_schedules(own.upcoming(now).values_list("workspace__telecentre", flat=True))
    locks.hold_person(booker.lock_key)
    for wait in waits:
        leave_list(wait, now=now)
        wait.delete()
    for booking in own.upcoming(now).with_place():
        try:
            cancel(booking, now=now, as_staff=True)
        except ValidationError:
            continue  # already there, or over since a moment: a day of the past
    KioskNote.objects.filter(booking__in=own).delete()
    forget_barred(booker, now=now)
    issue_what_is_open(booker, now=now)


def consequences_of_the_end(user: User, *, now: datetime) -> list[str]:
    """What `forget_person` will do, and what stays to be paid, in sentences."""
    return [*bookings_to_cancel(user, now=now), *what_is_open(user, now=now)]


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
    whose["for_name"] = ""
    return bookings.update(**whose, arrived_at=None, left_at=None)
