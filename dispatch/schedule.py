"""When periodic tasks are due, read from the one schedule in the settings (that of Celery's beat)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from celery.schedules import BaseSchedule, crontab, maybe_schedule, schedule
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

LONGEST_GAP = timedelta(days=366 * 8 + 1)  # 29 February, across a century without one


def scheduled_tasks() -> dict[str, BaseSchedule]:
    """Dotted name of each periodic task → its schedule."""
    return {entry["task"]: maybe_schedule(entry["schedule"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def latest_instants(task: str, now: datetime, count: int = 1) -> list[datetime]:
    """
    The last `count` moments at which the task was to start, the newest first, none after `now`.

    Hours are local wall time: 3:30 comes once on every civil day, also on those of 23 and 25 hours.
    Raises ImproperlyConfigured for a task that is not in the schedule.
    """
    try:
        plan = scheduled_tasks()[task]
    except KeyError:
        raise ImproperlyConfigured(f"{task} is not in CELERY_BEAT_SCHEDULE.") from None
    return list(islice(_backwards(plan, now), count))


def _backwards(plan: BaseSchedule, now: datetime) -> Iterator[datetime]:
    if isinstance(plan, crontab):
        return _crontab_backwards(plan, now)
    if isinstance(plan, schedule):
        return _interval_backwards(plan.run_every, now)
    raise ImproperlyConfigured(f"No past instants for a schedule like {plan!r}.")


def _interval_backwards(every: timedelta, now: datetime) -> Iterator[datetime]:
    """Slots counted from a fixed origin, so that two beats that started apart mean the same one."""
    seconds = every.total_seconds()
    slot = now.timestamp() // seconds
    while True:
        yield datetime.fromtimestamp(slot * seconds, UTC)
        slot -= 1


def _crontab_backwards(plan: crontab, now: datetime) -> Iterator[datetime]:
    today = timezone.localtime(now).date()
    for days in range(LONGEST_GAP.days):
        day = today - timedelta(days=days)
        if day.month in plan.month_of_year and day.day in plan.day_of_month and day.isoweekday() % 7 in plan.day_of_week:
            for hour in sorted(plan.hour, reverse=True):
                for minute in sorted(plan.minute, reverse=True):
                    instant = datetime.combine(day, time(hour, minute), timezone.get_default_timezone()).astimezone(UTC)
                    if instant <= now:
                        yield instant
