"""When periodic tasks are due, also on the nights when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from dispatch.schedule import latest_instants

SUMMER_ENDS, SUMMER_BEGINS = date(2026, 10, 25), date(2027, 3, 28)


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def plan(settings):
    """Puts one task on the schedule."""

    def put(schedule) -> str:
        settings.CELERY_BEAT_SCHEDULE = {"it": {"task": "tests.it", "schedule": schedule}}
        return "tests.it"

    return put


def test_an_interval_counts_slots_from_a_fixed_origin(plan):
    task = plan(timedelta(minutes=5))

    instants = latest_instants(task, local(2026, 11, 25, 9, 7, 12), 2)

    assert instants == [local(2026, 11, 25, 9, 5), local(2026, 11, 25, 9, 0)]


def test_an_instant_counts_from_its_very_moment(plan):
    task = plan(crontab(hour=18, minute=0))

    before, at = (latest_instants(task, moment)[0] for moment in [local(2026, 11, 25, 17, 59, 59), local(2026, 11, 25, 18, 0)])

    assert [before, at] == [local(2026, 11, 24, 18, 0), local(2026, 11, 25, 18, 0)]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (crontab(hour=7, minute=0, day_of_month=1), [local(2026, 11, 1, 7, 0), local(2026, 10, 1, 7, 0)]),
        (crontab(hour=7, minute=0, day_of_week="mon"), [local(2026, 11, 23, 7, 0), local(2026, 11, 16, 7, 0)]),
        (crontab(hour=7, minute=0, day_of_week="sun"), [local(2026, 11, 22, 7, 0), local(2026, 11, 15, 7, 0)]),
        (crontab(hour="6,20", minute=15), [local(2026, 11, 25, 6, 15), local(2026, 11, 24, 20, 15)]),
        (crontab(hour=0, minute=0, day_of_month=29, month_of_year=2), [local(2024, 2, 29, 0, 0), local(2020, 2, 29, 0, 0)]),
    ],
)
def test_a_calendar_rule_is_read_backwards(plan, now, schedule, expected):
    assert latest_instants(plan(schedule), now, 2) == expected


@pytest.mark.parametrize("night", [SUMMER_ENDS, SUMMER_BEGINS])
@pytest.mark.parametrize(("hour", "minute"), [(2, 30), (3, 0), (3, 30), (18, 0)])
def test_a_local_hour_comes_once_on_every_day_of_the_year_and_beat_agrees(plan, night, hour, minute):
    task = plan(crontab(hour=hour, minute=minute))
    start = datetime.combine(night - timedelta(days=1), datetime.min.time(), timezone.get_default_timezone()).astimezone(UTC)
    moments = [start + timedelta(minutes=15 * quarter) for quarter in range(3 * 24 * 4)]

    ours = sorted({latest_instants(task, moment)[0] for moment in moments} - {latest_instants(task, start)[0]})

    days = [timezone.localtime(instant).date() for instant in ours]
    assert days == [night - timedelta(days=1), night, night + timedelta(days=1)]
    assert ours == moments_of_beat(hour, minute, moments)


def moments_of_beat(hour: int, minute: int, moments: list[datetime]) -> list[datetime]:
    """When Celery's own beat, woken every quarter of an hour, would start the task."""
    clock = {"now": moments[0]}
    schedule = crontab(hour=hour, minute=minute, nowfun=lambda: timezone.localtime(clock["now"]))
    last_run, fired = moments[0], []
    for moment in moments[1:]:
        clock["now"] = moment
        if schedule.is_due(timezone.localtime(last_run)).is_due:
            fired.append(moment)
            last_run = moment
    return fired


def test_the_nightly_clean_up_runs_at_half_past_three(now):
    assert latest_instants("dispatch.tasks.forget_old", now) == [local(2026, 11, 25, 3, 30)]


def test_a_task_off_the_schedule_is_a_mistake(now):
    with pytest.raises(ImproperlyConfigured):
        latest_instants("tests.forgotten", now)
