"""
Runs periodic tasks once per period, whoever calls: Celery's beat, a second beat, the catch-up, or cron.

An app writes a periodic task so, and names it in CELERY_BEAT_SCHEDULE with the hour and the reason:

    @shared_task
    @once_per_period
    def send_due_reminders() -> int:
        return actions.remind_due(timezone.now())

The period is the latest moment of the schedule. What failed or died is taken up again by the catch-up, so the work must
bear being begun twice.
"""

import functools
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from dispatch.life import proof_of_life
from dispatch.mails import one_line
from dispatch.models import TaskRun
from dispatch.schedule import latest_instants, scheduled_tasks

log = logging.getLogger(__name__)
Outcome = TaskRun.Outcome

KEEP_QUIET_RUNS = timedelta(days=1)  # a round of the dispatcher every 15 seconds that found nothing proves only that it lives


def once_per_period(work: Callable[[], int]) -> Callable[[], int | None]:
    """Makes of a function that returns how many things it did a task that runs once per period; None: not its turn."""
    task = f"{work.__module__}.{work.__qualname__}"

    @functools.wraps(work)
    def run() -> int | None:
        [period] = latest_instants(task, timezone.now())
        return run_once(task, period, work)

    return run


def run_once(task: str, period: datetime, work: Callable[[], int]) -> int | None:
    """
    Runs the work unless this period's run is done, or going on in a process that lives; None: not its turn.

    What the work raises is recorded and raised again. Must not be called inside a transaction.
    """
    TaskRun.objects.bulk_create([TaskRun(task=task, period=period)], ignore_conflicts=True)
    this_run = TaskRun.objects.filter(task=task, period=period)
    with proof_of_life() as owner:
        begun = this_run.startable().update(
            outcome=Outcome.RUNNING,
            owner=owner,
            attempts=F("attempts") + 1,
            started_at=timezone.now(),
            finished_at=None,
            error="",
        )
        if not begun:
            return None
        try:
            result = work()
        except Exception as error:
            failure = one_line(f"{type(error).__name__}: {error}")[:500]
            this_run.filter(owner=owner).update(outcome=Outcome.FAILED, owner=None, finished_at=timezone.now(), error=failure)
            raise
        this_run.filter(owner=owner).update(outcome=Outcome.DONE, owner=None, finished_at=timezone.now(), result=result)
        return result


def run_due() -> int:
    """
    Runs every scheduled task whose latest period has no good run yet, and counts them: after an outage, or from cron.

    A task seen for the first time is only noted: a new monthly mailing must not go out for the month before it existed.
    One that fails is recorded and does not keep the others.
    """
    run = 0
    for task in scheduled_tasks():
        if not TaskRun.objects.filter(task=task).exists():
            _note(task)
            continue
        try:
            run += import_string(task)() is not None
        except Exception:
            log.exception("Periodic task %s failed", task)
    return run


def forget_old_runs(now: datetime) -> int:
    """Deletes quiet runs after a day and all others after `DISPATCH_KEEP_RUNS`; each task keeps its last good one."""
    kept = list(TaskRun.objects.good().latest_by_task().values_list("pk", flat=True))
    quiet = TaskRun.objects.quiet().filter(period__lt=now - KEEP_QUIET_RUNS).exclude(pk__in=kept)
    old = TaskRun.objects.filter(period__lt=now - settings.DISPATCH_KEEP_RUNS).exclude(pk__in=kept)
    return quiet.delete()[0] + old.delete()[0]


def _note(task: str) -> None:
    now = timezone.now()
    [period] = latest_instants(task, now)
    noted = TaskRun(task=task, period=period, outcome=Outcome.NOTED, finished_at=now)
    TaskRun.objects.bulk_create([noted], ignore_conflicts=True)
