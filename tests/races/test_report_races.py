"""Makers of reports that are killed in the middle, and beats that ask at the same moment; each with its control."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from bookings.trials import database
from dispatch.models import Message
from observatory import actions, contents
from observatory.indicators import Span, base
from observatory.models import Report
from observatory.models.report import ReportQuerySet
from tests import factories
from tests.observatory import figures
from tests.races.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
OCTOBER = Span.month(date(2026, 10, 1))
NOW = datetime(2026, 11, 3, 5, 30, tzinfo=timezone.get_default_timezone())
State = Report.State
UNIQUE = ["observatory_report_once", "observatory_report_one_at_a_time"]


@pytest.fixture
def murat(monkeypatch, transactional_db):
    """A centre with a manager, and the two indicators of the tests."""
    monkeypatch.setattr(base, "_indicators", {})
    figures.register()
    centre = factories.make_telecentre("Murat")
    figures.make_facts(centre, OCTOBER.first, 7)
    manager = factories.make_user("gerance.murat@exemple.fr", "Maxime Exemple")
    centre.memberships.create(user=manager, since=factories.BEGINNING)
    return centre


@pytest.fixture
def no_constraints(transactional_db):
    """Taken away for one test, and put back once its reports are gone."""
    definitions = {}
    with connection.cursor() as cursor:
        for name in UNIQUE:
            cursor.execute("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid = %s::regclass", [name])
            [definitions[name]] = cursor.fetchone()
        cursor.execute("SELECT conname FROM pg_constraint WHERE conname = ANY(%s)", [UNIQUE])
        constraints = {name for (name,) in cursor.fetchall()}
        for name in UNIQUE:
            cursor.execute(
                f"ALTER TABLE observatory_report DROP CONSTRAINT {name}" if name in constraints else f"DROP INDEX {name}"
            )
        yield
        cursor.execute("TRUNCATE observatory_report CASCADE")
        for name, definition in definitions.items():
            cursor.execute(definition)
            if name in constraints:
                cursor.execute(f"ALTER TABLE observatory_report ADD CONSTRAINT {name} UNIQUE USING INDEX {name}")


def ask() -> Report:
    return actions.ask(Report.Kind.CENTRE, base.Scope("centre", "murat"), OCTOBER, by=None, now=NOW)


def kill_a_maker(where: str) -> None:
    """A process of its own, killed by SIGKILL when it has come to that place."""
    environment = {
        **os.environ,
        "CANTAL_MODE": "test",
        "DATABASE_URL": database.address(),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "cantal_network.settings",
    }
    command = [sys.executable, "-m", "tests.observatory.maker", where]
    maker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert maker.stdout.readline() == "here\n"
    finally:
        maker.kill()
        maker.communicate()


def outcome() -> tuple[list[str], int]:
    """The states of all reports, and the number of mails."""
    return list(Report.objects.values_list("state", flat=True)), Message.objects.filter(kind="observatory.report_ready").count()


# --- killed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["figures", "mails"])
def test_a_maker_killed_in_the_middle_leaves_one_report_and_one_mail(murat, where):
    report = ask()
    kill_a_maker(where)
    assert outcome() == ([State.MAKING], 0)

    assert actions.make_due(now=NOW) == 1
    assert (ask().pk, actions.make_due(now=NOW)) == (report.pk, 0)

    assert outcome() == ([State.MADE], 1)
    assert Report.objects.get().attempts == 2


def test_control_without_taking_over_from_the_dead_the_report_is_never_made(murat, monkeypatch):
    monkeypatch.setattr(ReportQuerySet, "startable", lambda queryset: queryset.filter(state=State.ASKED))
    ask()
    kill_a_maker("figures")

    assert actions.make_due(now=NOW) == 0

    assert outcome() == ([State.MAKING], 0)


# --- at the same moment ------------------------------------------------------------------------------


def look_first(monkeypatch, number: int) -> None:
    """Nobody writes before all have looked whether there is a report."""
    looked, write = Barrier(number), ReportQuerySet.bulk_create

    def bulk_create(queryset, *args, **kwargs):
        with suppress(BrokenBarrierError):
            looked.wait(10)
        return write(queryset, *args, **kwargs)

    monkeypatch.setattr(ReportQuerySet, "bulk_create", bulk_create)


def test_two_beats_ask_for_one_report(murat, monkeypatch):
    look_first(monkeypatch, 2)

    assert at_once([ask, ask]) == []
    assert at_once([lambda: actions.make_due(now=NOW)] * 2) == []

    assert outcome() == ([State.MADE], 1)


def test_control_without_the_constraints_there_are_two_reports_and_two_mails(murat, monkeypatch, no_constraints):
    look_first(monkeypatch, 2)

    at_once([ask, ask])
    actions.make_due(now=NOW)

    assert outcome() == ([State.MADE] * 2, 2)


def made_how_often(monkeypatch) -> int:
    """Three makers find the same report before any of them takes it."""
    found, reads, find, make = Barrier(3), [], contents.find, actions.reports.make

    def wait_then_make(report, *, now):
        with suppress(BrokenBarrierError):
            found.wait(10)
        return make(report, now=now)

    monkeypatch.setattr(actions.reports, "make", wait_then_make)
    monkeypatch.setattr(contents, "find", lambda report, progress: (reads.append(report.pk), find(report, progress))[1])
    at_once([lambda: actions.make_due(now=NOW)] * 3)
    return len(reads)


def test_three_makers_make_a_report_once(murat, monkeypatch):
    ask()

    assert made_how_often(monkeypatch) == 1
    assert outcome() == ([State.MADE], 1)


def test_control_without_the_claim_each_maker_makes_it(murat, monkeypatch):
    monkeypatch.setattr(ReportQuerySet, "startable", lambda queryset: queryset.filter(~Q(state=State.MADE)))
    ask()

    assert made_how_often(monkeypatch) > 1
