"""Many statements of one centre at the same moment, and two beats that make the same ones; the control takes the lock away."""

import time
from datetime import date, datetime

import pytest
from django.utils import timezone

from bookings import actions, statement_checks
from bookings.actions import statements
from bookings.models import Booker, Statement, StatementCounter
from dispatch.models import Message
from telecentres.models import Tariff
from tests import factories
from tests.races.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

DECEMBER = date(2026, 12, 1)
IN_JANUARY = datetime(2027, 1, 1, 4, 20, tzinfo=timezone.get_default_timezone())
RIVALS = 8


@pytest.fixture
def owing(now):
    """As many people as rivals, who each owe one day of December."""
    centre = factories.make_telecentre("Murat", desks=RIVALS)
    Tariff.objects.create(telecentre=centre, unit="day", price=20, valid_from=factories.BEGINNING)
    people = [factories.make_user(f"rivale{number}@exemple.fr", f"Rivale {number}") for number in range(RIVALS)]
    for person, desk in zip(people, centre.workspaces.order_by("pk"), strict=True):
        factories.make_booking(person, desk, DECEMBER, now=now)
    return centre, [Booker.of(person) for person in people]


def wrongs(centre, people) -> list[str]:
    raised = at_once([lambda one=one: statements.issue(centre, one, DECEMBER, now=IN_JANUARY) for one in people])
    numbers = sorted(Statement.objects.values_list("number", flat=True))
    found = [what for rule in statement_checks.RULES for what in rule(IN_JANUARY)]
    return [*raised, *found, *([] if numbers == list(range(1, RIVALS + 1)) else [f"numbers {numbers}"])]


def test_numbers_are_given_out_one_after_the_other(owing):
    assert wrongs(*owing) == []


def test_control_without_the_lock_numbers_collide(owing, monkeypatch):
    def unlocked(telecentre, year: int) -> StatementCounter:
        counter, _is_new = StatementCounter.objects.get_or_create(telecentre=telecentre, year=year)
        time.sleep(0.1)
        return counter

    monkeypatch.setattr(statements, "_locked_counter", unlocked)

    assert wrongs(*owing) != []


def test_two_beats_make_each_statement_once(owing):
    raised = at_once([lambda: actions.make_statements(DECEMBER, now=IN_JANUARY)] * 2)

    assert raised == []
    assert sorted(Statement.objects.values_list("number", flat=True)) == list(range(1, RIVALS + 1))
    assert Message.objects.filter(kind="bookings.statement").count() == RIVALS
