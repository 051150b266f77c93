"""What Celery wakes for bookings; safe to run twice, for the outbox takes each reminder once."""

from celery import shared_task
from django.utils import timezone

from bookings import actions
from bookings.models import Booking


@shared_task
def send_due_reminders() -> int:
    now = timezone.now()
    due = Booking.objects.due_for_reminder(now).with_place()
    return sum(actions.remind(booking, now=now) for booking in due)
