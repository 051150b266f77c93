"""What Celery wakes for work; each is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from dispatch import runs
from jobs import actions


@shared_task
@runs.once_per_period
def expire_offers() -> int:
    """Returns how many offers ended, because their last day is over."""
    return actions.expire(now=timezone.now())


@shared_task
@runs.once_per_period
def remind_authors() -> int:
    """Returns how many authors were told that their offer ends within seven days."""
    return actions.remind_authors(now=timezone.now())


@shared_task
@runs.once_per_period
def nudge_answers() -> int:
    """Returns how many mails about applications without an answer were written."""
    return actions.nudge(now=timezone.now())


@shared_task
@runs.once_per_period
def tell_daily_alerts() -> int:
    """Returns how many people got the new offers of the day."""
    return actions.tell_alerts("daily", now=timezone.now())


@shared_task
@runs.once_per_period
def tell_weekly_alerts() -> int:
    """Returns how many people got the new offers of the week."""
    return actions.tell_alerts("weekly", now=timezone.now())


@shared_task
@runs.once_per_period
def ask_outcomes() -> int:
    """Returns how many people were asked whether they still do the work they found here."""
    return actions.ask_outcomes(now=timezone.now())


@shared_task
@runs.once_per_period
def announce_end_of_pool() -> int:
    """Returns how many people were told that their application will be erased."""
    return actions.announce_end_of_pool(now=timezone.now())


@shared_task
@runs.once_per_period
def archive_offers() -> int:
    """Returns how many closed offers were put away."""
    return actions.archive_old(now=timezone.now())


@shared_task
@runs.once_per_period
def give_up_waiting() -> int:
    """Returns how many people were told that no answer came within a year."""
    return actions.give_up_waiting(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_applications() -> int:
    """Returns how many applications no longer say whose they were."""
    return actions.forget_applications(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_alerts() -> int:
    """Returns how many searches went, because nobody confirmed them."""
    return actions.forget_alerts(now=timezone.now())


@shared_task
@runs.once_per_period
def sweep_files() -> int:
    """Returns how many files went that belonged to no application."""
    return actions.sweep_files(now=timezone.now())
