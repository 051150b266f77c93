"""What Celery wakes for the accounts; the hour is in CELERY_BEAT_SCHEDULE."""

from celery import shared_task
from django.utils import timezone

from accounts import actions
from dispatch import runs


@shared_task
@runs.once_per_period
def forget_traces() -> int:
    """Returns how many rows about visits and acts of the past were deleted."""
    return actions.forget_traces(timezone.now())
