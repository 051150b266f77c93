"""Periodic tasks: once per period, whoever calls; what fails or dies is taken up again."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from dispatch import runs
from dispatch.models import Message, TaskRun, TaskRunQuerySet
from tests.dispatch.test_outbox import post

Outcome = TaskRun.Outcome
DONE: list[str] = []


@pytest.fixture(autouse=True)
def _schedule(settings) -> None:
    DONE.clear()
    settings.CELERY_BEAT_SCHEDULE = {
        "good": {"task": f"{__name__}.good", "schedule": timedelta(minutes=5)},
        "bad": {"task": f"{__name__}.bad", "schedule": timedelta(minutes=5)},
    }


@runs.once_per_period
def good() -> int:
    DONE.append("good")
    return 3


@runs.once_per_period
def bad() -> int:
    DONE.append("bad")
    raise RuntimeError("The disk\nis full.")


def outcomes(task: str) -> list[str]:
    return list(TaskRun.objects.filter(task=f"{__name__}.{task}").order_by("period").values_list("outcome", flat=True))


def test_a_task_runs_once_in_each_period(db, now):
    with time_machine.travel(now, tick=False) as clock:
        answers = [good(), good()]
        clock.shift(timedelta(minutes=5))
        answers.append(good())

    assert answers == [3, None, 3]
    first, second = TaskRun.objects.order_by("period")
    assert (first.period, first.outcome, first.result, first.attempts, first.owner) == (now, Outcome.DONE, 3, 1, None)
    assert second.period == now + timedelta(minutes=5)


def call_from_beats(count: int) -> None:
    barrier = Barrier(count)

    def beat() -> None:
        barrier.wait()
        good()
        connection.close()

    beats = [Thread(target=beat) for _ in range(count)]
    for one in beats:
        one.start()
    for one in beats:
        one.join()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_beats_have_one_effect(now):
    with time_machine.travel(now, tick=False):
        call_from_beats(8)

    assert DONE == ["good"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_beats_have_two_effects(now, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(TaskRunQuerySet, "startable", lambda queryset: queryset)

    with time_machine.travel(now, tick=False):
        call_from_beats(8)

    assert len(DONE) > 1


def test_a_failure_is_recorded_and_raised(db, now):
    with time_machine.travel(now, tick=False), pytest.raises(RuntimeError):
        bad()

    run = TaskRun.objects.get()
    assert (run.outcome, run.error, run.owner) == (Outcome.FAILED, "RuntimeError: The disk is full.", None)


def test_a_failing_task_is_tried_three_times_in_its_period(db, now):
    with time_machine.travel(now, tick=False):
        runs.run_due()
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        for _ in range(5):
            runs.run_due()

    assert DONE.count("bad") == 3
    assert TaskRun.objects.get(task__endswith="bad", period__gt=now).attempts == 3


def test_a_run_whose_process_died_is_taken_up_again(db, now):
    TaskRun.objects.create(task=f"{__name__}.good", period=now, outcome=Outcome.RUNNING, owner=1, attempts=1)

    with time_machine.travel(now, tick=False):
        result = good()

    run = TaskRun.objects.get()
    assert (result, run.outcome, run.attempts) == (3, Outcome.DONE, 2)


def test_a_task_that_calls_itself_is_already_running(db, now):
    with time_machine.travel(now, tick=False):
        inner = []
        runs.run_once("tests.it", now, lambda: inner.append(runs.run_once("tests.it", now, lambda: 1)) or 1)

    assert inner == [None]


def test_a_new_task_is_noted_and_waits_for_its_next_turn(db, now):
    with time_machine.travel(now, tick=False) as clock:
        first = runs.run_due()
        noted = (list(DONE), outcomes("good"))
        clock.shift(timedelta(minutes=5))
        second = runs.run_due()

    assert (first, noted) == (0, ([], [Outcome.NOTED]))
    assert (second, outcomes("good")) == (1, [Outcome.NOTED, Outcome.DONE])


def test_a_failing_task_does_not_keep_the_others(db, now, settings):
    settings.CELERY_BEAT_SCHEDULE = dict(reversed(settings.CELERY_BEAT_SCHEDULE.items()))

    with time_machine.travel(now, tick=False):
        runs.run_due()
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        runs.run_due()

    assert DONE == ["bad", "good"]


def test_after_an_outage_only_the_latest_period_is_made_up_for(db, now):
    with time_machine.travel(now, tick=False):
        runs.run_due()
    with time_machine.travel(now + timedelta(hours=10), tick=False):
        runs.run_due()

    assert DONE.count("good") == 1


def test_quiet_runs_are_kept_a_day_and_others_a_year(db, now):
    def run(days: int, result: int, task: str = "tests.it") -> TaskRun:
        return TaskRun.objects.create(task=task, period=now - timedelta(days=days), outcome=Outcome.DONE, result=result)

    latest, _quiet, busy, _old = run(2, 0), run(3, 0), run(4, 1), run(401, 1)
    rare = run(500, 0, task="tests.rare")

    deleted = runs.forget_old_runs(now)

    assert deleted == 2
    assert list(TaskRun.objects.order_by("pk")) == [latest, busy, rare]


@pytest.fixture
def real_schedule(settings) -> None:
    from cantal_network import settings as written

    settings.CELERY_BEAT_SCHEDULE = {
        name: entry for name, entry in written.CELERY_BEAT_SCHEDULE.items() if entry["task"].startswith("dispatch.")
    }


@pytest.mark.usefixtures("real_schedule")
def test_the_system_works_with_cron_alone(db, now, mailoutbox, capsys):
    """One command each minute from nine o'clock to half past three next morning, shortened to the minutes that matter."""
    post(due_at=now + timedelta(minutes=3))
    post("old", due_at=now - timedelta(days=91))
    Message.objects.filter(key="old").update(state=Message.State.SENT)

    for minutes in [0, 1, 2, 3, 4]:
        run_command_at(now + timedelta(minutes=minutes))
    sent_by_noon = len(mailoutbox)
    run_command_at(datetime(2026, 11, 26, 3, 30, 5, tzinfo=now.tzinfo))

    assert sent_by_noon == 1
    assert Message.objects.get(key="old").is_forgotten
    assert capsys.readouterr().out.startswith("0 tasks run\n1 tasks run\n1 tasks run\n1 tasks run\n")


def run_command_at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        call_command("run_due")


@pytest.mark.usefixtures("real_schedule")
def test_mails_are_sent_by_hand(db, now, capsys, settings):
    post(due_at=now)
    with time_machine.travel(now, tick=False):
        call_command("send_mails")
        call_command("send_mails")

    assert capsys.readouterr().out == "1 sent\nnothing due\n"
