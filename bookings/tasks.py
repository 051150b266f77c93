"""What Celery wakes for bookings; safe to run twice: a reminder is written, a visitor forgotten and a desk released once."""

from celery import shared_task
from django.utils import timezone

from bookings import actions
from bookings.models import Booking
from dispatch import runs


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
def mail_days() -> int:
    """Returns how many managers got the list of who comes to their centre today."""
    return actions.mail_days(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_visitors() -> int:
    """Returns how many bookings no longer say whose they were."""
    actions.forget_kiosk_notes(timezone.now())
    return actions.forget_visitors(timezone.now())
