"""What Celery wakes for the notices; the hour is in CELERY_BEAT_SCHEDULE."""

from celery import shared_task
from django.utils import timezone

from dispatch import runs
from notices import actions


@shared_task
@runs.once_per_period
def forget_questions() -> int:
    """Returns how many questions to the help desk were deleted."""
    return actions.forget_questions(timezone.now())
