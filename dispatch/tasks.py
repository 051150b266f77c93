"""What runs by itself here; the hours and their reasons are in CELERY_BEAT_SCHEDULE."""

from celery import shared_task
from django.utils import timezone

from dispatch import actions, invariants, runs
from dispatch.models import Message


@shared_task
@runs.once_per_period
def send_mails() -> int:
    """Returns how many mails left."""
    return actions.send_due(timezone.now())[Message.State.SENT]


@shared_task
@runs.once_per_period
def catch_up() -> int:
    """Returns how many tasks had been missed, or had failed or died, and ran now."""
    return runs.run_due()


@shared_task
@runs.once_per_period
def check_invariants() -> int:
    """Returns how many contradictions were found; the health page is red until a run finds none."""
    return invariants.check(timezone.now())


@shared_task
@runs.once_per_period
def forget_old() -> int:
    """Returns how many mails were emptied and records of runs deleted."""
    now = timezone.now()
    return actions.forget_old(now) + runs.forget_old_runs(now)
