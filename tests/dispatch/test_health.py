"""The health page and the banner: red when what runs by itself does not."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.template import Context, Template
from django.test import RequestFactory

from dispatch import health, runs
from dispatch.models import Message, TaskRun
from tests.dispatch.test_outbox import post

HEALTH = "/sante/"


@pytest.fixture
def everything_ran(db, now, settings):
    """Every task on the schedule was noted at nine."""
    settings.CELERY_BEAT_SCHEDULE = {
        "five": {"task": "tests.five", "schedule": timedelta(minutes=5)},
        "quick": {"task": "tests.quick", "schedule": timedelta(seconds=15)},
    }
    with time_machine.travel(now, tick=False):
        runs.run_due()


def codes(now) -> list[tuple[str, bool]]:
    return [(finding.code, finding.is_failing) for finding in health.verdict(now).findings]


def get(client, now, **headers):
    with time_machine.travel(now, tick=False):
        return client.get(HEALTH, headers=headers)


def test_a_monitor_reads_that_all_is_well(client, now, everything_ran):
    response = get(client, now)

    assert (response.status_code, response.json()) == (200, {"status": "fine", "problems": []})
    assert "no-store" in response["Cache-Control"]


def test_nothing_ever_ran(client, db, now):
    response = get(client, now)

    assert response.status_code == 503
    assert [problem["code"] for problem in response.json()["problems"]] == ["no_run"]


def test_a_task_may_be_two_periods_late_but_not_more(now, everything_ran):
    TaskRun.objects.filter(task="tests.quick").update(period=now + timedelta(hours=1))

    verdicts = [codes(now + timedelta(minutes=minutes)) for minutes in (14, 15)]

    assert verdicts == [[], [("late_task", True)]]


def test_a_worker_that_is_being_restarted_is_no_alarm(now, everything_ran):
    TaskRun.objects.filter(task="tests.five").update(period=now + timedelta(hours=1))

    verdicts = [codes(now + timedelta(seconds=seconds)) for seconds in (120, 121)]

    assert verdicts == [[], [("late_task", True)]]


def test_a_task_that_always_fails_is_late(now, everything_ran):
    later = now + timedelta(minutes=15)
    TaskRun.objects.filter(task="tests.quick").update(period=later)
    TaskRun.objects.create(task="tests.five", period=later, outcome=TaskRun.Outcome.FAILED)

    assert codes(later) == [("late_task", True)]


@pytest.mark.parametrize(("minutes", "expected"), [(9, []), (10, [("stuck_outbox", True)])])
@pytest.mark.parametrize("state", [Message.State.PENDING, Message.State.RETRY, Message.State.SENDING])
def test_a_mail_overdue_by_ten_minutes_is_an_alarm(now, everything_ran, state, minutes, expected):
    post(due_at=now - timedelta(minutes=minutes))
    Message.objects.update(state=state, claimed_at=now - timedelta(minutes=minutes))

    assert codes(now) == expected


def test_a_mail_waiting_for_its_next_try_is_not_overdue(now, everything_ran):
    post(due_at=now - timedelta(hours=1))
    Message.objects.update(state=Message.State.RETRY, next_try_at=now + timedelta(minutes=1))

    assert codes(now) == []


def test_given_up_mails_are_a_warning_for_a_day(client, now, everything_ran):
    post(due_at=now)
    Message.objects.update(state=Message.State.DEAD, claimed_at=now, next_try_at=None)

    response = get(client, now)

    assert (response.status_code, response.json()["status"]) == (200, "warning")
    assert codes(now) == [("dead_mails", False)]
    assert not Message.objects.given_up_since(now + timedelta(seconds=1)).exists()


def test_a_newsletter_in_doubt_is_a_warning(now, everything_ran):
    post(due_at=now)
    Message.objects.update(state=Message.State.UNCERTAIN, next_try_at=None)

    assert codes(now) == [("uncertain_mails", False)]


def test_people_get_a_page_without_details(client, now, everything_ran):
    post(due_at=now - timedelta(hours=1))

    response = get(client, now, accept="text/html")

    assert response.status_code == 503
    assert response.headers["Content-Type"].startswith("text/html")
    assert b"camille" not in response.content
    assert b"tests.five" not in response.content


def test_whoever_may_see_task_runs_gets_the_details(client, now, everything_ran, remote_worker):
    remote_worker.user_permissions.add(Permission.objects.get(codename="view_taskrun"))
    client.force_login(remote_worker)
    post(due_at=now)

    response = get(client, now, accept="text/html")

    assert response.status_code == 200
    assert b"tests.five" in response.content
    assert b"camille" not in response.content


def test_a_dead_database_is_an_answer_too(client, db, now, monkeypatch):
    def unreachable(now):
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "verdict", unreachable)

    answers = [get(client, now, accept=accept) for accept in ("*/*", "text/html")]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].json()["problems"][0]["code"] == "database"


def test_the_page_cannot_be_posted_to(client, db):
    assert client.post(HEALTH).status_code == 405


def banner(user, now) -> str:
    request = RequestFactory().get("/admin/")
    request.user = user
    with time_machine.travel(now, tick=False):
        return Template("{% load dispatch %}{% dispatch_alarm %}").render(Context({"request": request})).strip()


def test_the_banner_is_for_staff_and_links_to_details_for_administrators(now, everything_ran, remote_worker, other_worker):
    remote_worker.is_staff = True
    administrator = other_worker
    administrator.is_staff = administrator.is_superuser = True
    fine = banner(administrator, now)

    post(due_at=now - timedelta(hours=1))
    red = [banner(user, now) for user in (remote_worker, administrator)]

    assert fine == ""
    assert [HEALTH in html for html in red] == [False, True]
    assert ['<li class="error">' in html for html in red] == [True, True]


def test_a_visitor_sees_no_banner_and_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = Template("{% load dispatch %}{% dispatch_alarm %}").render(Context({}))

    assert html.strip() == ""


def test_the_verdict_costs_five_queries(now, everything_ran, django_assert_num_queries):
    with django_assert_num_queries(5):
        health.verdict(now)
