"""Two workers that note the same attended bookings at the same moment; the control takes the constraint away."""

from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from observatory import actions
from observatory.actions import facts
from observatory.models import UsageFact
from tests import factories
from tests.observatory.conftest import attend
from tests.races.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WORKERS, PEOPLE = 2, 4
DAY = date(2026, 10, 6)
NOW = datetime(2026, 10, 7, 1, 30, tzinfo=timezone.get_default_timezone())
CONSTRAINT = "observatory_usagefact_booking_id_key"


@pytest.fixture
def attended(transactional_db) -> None:
    centre = factories.make_telecentre("Murat")
    for number, desk in enumerate(centre.workspaces.order_by("pk")[:PEOPLE]):
        attend(f"convive{number}@exemple.fr", desk, DAY)


@pytest.fixture
def no_constraint(transactional_db):
    """Taken away for one test, and put back once its facts are gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE observatory_usagefact DROP CONSTRAINT {CONSTRAINT}")
        yield
        cursor.execute("TRUNCATE observatory_usagefact CASCADE")
        cursor.execute(f"ALTER TABLE observatory_usagefact ADD CONSTRAINT {CONSTRAINT} UNIQUE (booking_id)")


def note_at_once(monkeypatch) -> list[str]:
    """Each worker has read which bookings have no fact before any of them writes; what was raised."""
    gate, read_on = Barrier(WORKERS), facts._habits_of

    def wait_for_the_others(bookings):
        gate.wait(20)
        return read_on(bookings)

    monkeypatch.setattr(facts, "_habits_of", wait_for_the_others)
    return at_once([lambda: actions.note_usage(NOW)] * WORKERS)


def test_two_workers_make_one_fact_of_each_booking(attended, monkeypatch):
    assert note_at_once(monkeypatch) == []

    assert UsageFact.objects.count() == PEOPLE
    assert UsageFact.objects.values("booking").distinct().count() == PEOPLE


def test_control_without_the_constraint_they_make_two(attended, no_constraint, monkeypatch):
    note_at_once(monkeypatch)

    assert UsageFact.objects.count() == WORKERS * PEOPLE
