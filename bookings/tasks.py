"""What Celery wakes for bookings; safe to run twice: a reminder is written, a visitor forgotten and a desk released once."""

from celery import shared_task
from django.utils import timezone

from bookings import actions
from bookings.models import Booking
from dispatch import runs
from telecentres import hours


@shared_task
@runs.once_per_period
def send_due_reminders() -> int:
    """Returns how many reminders were written into the outbox."""
    now = timezone.now()
    due = Booking.objects.due_for_reminder(now).with_place()
    return sum(actions.remind(booking, now=now) for booking in due)


@shared_task
@runs.once_per_period
def settle_presence() -> int:
    """Returns how many desks were released because nobody came."""
    return actions.settle_presence(now=timezone.now())


@shared_task
@runs.once_per_period
def lapse_requests() -> int:
    """Returns how many requests nobody had answered in time."""
    return actions.lapse_requests(now=timezone.now())


@shared_task
@runs.once_per_period
def settle_waiting() -> int:
    """Returns how many places were offered to people in line."""
    return actions.settle_waiting(now=timezone.now())


@shared_task
@runs.once_per_period
def settle_referrals() -> int:
    """Returns how many referrals ended because nobody answered, or whose end could be said."""
    return actions.settle_referrals(now=timezone.now())


@shared_task
@runs.once_per_period
def mail_days() -> int:
    """Returns how many managers got the list of who comes to their centre today."""
    return actions.mail_days(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_visitors() -> int:
    """Returns how many bookings no longer say whose they were."""
    actions.forget_kiosk_notes(timezone.now())
    actions.forget_waits(timezone.now())
    actions.forget_bars(timezone.now())
    actions.forget_statements(timezone.now())
    actions.forget_old_referrals(timezone.now())
    return actions.forget_visitors(timezone.now())


@shared_task
@runs.once_per_period
def make_statements() -> int:
    """Returns how many people got a statement of the month that is over."""
    now = timezone.now()
    return actions.make_statements(hours.month_before(hours.civil_day(now)), now=now)
