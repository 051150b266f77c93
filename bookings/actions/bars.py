"""Bar a person from a centre for a time, and lift it before."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import locks, rules
from bookings.actions import settling
from bookings.actions.contention import retried
from bookings.actions.settling import Answers
from bookings.models import Bar, Booker, Booking, Override
from bookings.models.bar import mark_of
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Telecentre

ASKED_FIRST = Answers()
BARRED, LIFTED = 1, 2  # versions of the mail


@retried
@transaction.atomic
def bar(
    *,
    telecentre: Telecentre,
    email: str,
    starts_on: date,
    ends_on: date,
    reason: str,
    told: str,
    now: datetime,
    by: User | None = None,
    touched: Answers = ASKED_FIRST,
) -> Bar:
    """
    Bar whoever books under an address, or has the account of it, from the days of a centre, both included.

    Nobody books meanwhile: the schedule is held. `touched` says what becomes of the bookings the person has on those days;
    as long as one has no answer, Touched is raised with their list. The person is told by mail. Raises ValidationError with
    the code of the rule; `barred` when the person is barred on one of these days already, so that a form sent twice bars once.
    """
    locks.hold_schedules([telecentre.pk], exclusively=True)
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    made = Bar(
        telecentre=telecentre,
        person=person,
        email=email.strip().lower(),
        mark=mark_of(email),
        reason=reason,
        told=told.strip().rstrip("."),
        starts_on=starts_on,
        ends_on=ends_on,
        made_by=by,
        made_at=now,
    )
    rules.can_be_barred(made, now=now)
    in_the_way = list(_bookings_in(made, now).select_for_update(of=("self",)))
    settling.ask_first(in_the_way, touched)
    made.save()
    for booking in in_the_way:
        if touched.of(booking) not in (settling.KEEP, settling.CANCEL):
            raise ValidationError(_("Say for each booking whether to keep or to cancel it."), code="answer")
    cancelling = [booking for booking in in_the_way if touched.of(booking) == settling.CANCEL]
    kept = [booking for booking in in_the_way if touched.of(booking) == settling.KEEP]
    settling.settle(cancelling, touched, rule=Override.Rule.BARRED, reason=told, now=now, by=by)
    settling.settle(kept, touched, rule=Override.Rule.BARRED, reason=_("kept when the person was barred"), now=now, by=by)
    _write(made, BARRED, now)
    return made


@retried
@transaction.atomic
def lift_bar(barred: Bar, *, now: datetime, by: User | None = None) -> bool:
    """The person may book again, and is told by mail; False when it was lifted or over already."""
    locks.hold_schedules([barred.telecentre_id], exclusively=True)
    still = Bar.objects.filter(pk=barred.pk).not_over(hours.civil_day(now))
    if not still.update(lifted_at=now, lifted_by=by):
        return False
    barred.refresh_from_db()
    _write(barred, LIFTED, now)
    return True


def forget_bars(now: datetime) -> int:
    """Delete what has been over for longer than `Bar.KEPT_FOR`, and at once where the account has ended; returns how many."""
    today = hours.civil_day(now)
    old = Bar.objects.over_since(today - Bar.KEPT_FOR).delete()[0]
    return old + Bar.objects.filter(email="").over_since(today).delete()[0]


def forget_barred(booker: Booker, *, now: datetime) -> None:
    """
    What is over goes; of what is in force only the days and the mark of the address stay, until the last day.

    Otherwise whoever ends the account and makes a new one would be let in again the same evening.
    """
    against = Bar.objects.against(booker)
    against.over_since(hours.civil_day(now)).delete()
    against.update(person=None, email="", reason="", told="")


def _bookings_in(made: Bar, now: datetime):
    """Whether the address is proved or not: who comes under it is the one who is barred."""
    first, last = hours.whole_day(made.starts_on).starts_at, hours.whole_day(made.ends_on).ends_at
    here = Booking.objects.filter(workspace__telecentre=made.telecentre).upcoming(now).overlapping(first, last)
    whose = here.filter(booked_by=None, visitor_email__iexact=made.email)
    if made.person:
        whose |= here.filter(booked_by=made.person)
    return whose.with_place()


def _write(barred: Bar, version: int, now: datetime) -> None:
    if barred.email:
        dispatch.post(
            "bookings.bar", str(barred.pk), version=version, recipient=barred.email, expires_at=now + timedelta(days=30)
        )
