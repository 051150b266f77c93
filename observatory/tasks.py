"""What Celery wakes for the observatory."""

from celery import shared_task
from django.utils import timezone

from dispatch import runs
from observatory import actions


@shared_task
@runs.once_per_period
def note_usage() -> int:
    """Returns how many attended bookings got their fact."""
    return actions.note_usage(timezone.now())


@shared_task
@runs.once_per_period
def drop_person_keys() -> int:
    """Returns how many facts no longer say whose they are."""
    return actions.drop_person_keys(timezone.now())


@shared_task
@runs.once_per_period
def publish_month() -> int:
    """Returns how many figures were written down, of months and years that are over."""
    return actions.publish_month(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_moves() -> int:
    """Returns how many declared moves were erased because nobody confirmed them, or lost their address."""
    now = timezone.now()
    return actions.forget_unconfirmed(now=now) + actions.forget_addresses(now=now)


@shared_task
@runs.once_per_period
def ask_monthly_reports() -> int:
    """Returns how many reports on the month before, and on those missed before it, were asked for."""
    return actions.ask_monthly(now=timezone.now())


@shared_task
@runs.once_per_period
def ask_yearly_report() -> int:
    """Returns how many reports on the year before were asked for."""
    return actions.ask_yearly(now=timezone.now())


@shared_task
@runs.once_per_period
def make_reports() -> int:
    """Returns how many reports were made."""
    return actions.make_due(now=timezone.now())
