"""Two web servers on the tests' database, one as it is and one without its protection; each starts when first asked for."""

from collections.abc import Iterator

import pytest
from django.db import connection

from bookings.trials import database
from bookings.trials.server import Server
from bookings.trials.stage import Stage

# What forbids in the database what the races try.
CONSTRAINTS = {
    "bookings_occupancy_no_overlap": "bookings_occupancy",
    "bookings_booking_one_desk_at_a_time": "bookings_booking",
    "bookings_booking_idempotency_key_key": "bookings_booking",
}


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker) -> Iterator[Server]:
    with django_db_blocker.unblock():
        address = database.address()
    with Server(address, target="tests.races.server:application") as running:
        yield running


@pytest.fixture(scope="session")
def unprotected_server(django_db_setup, django_db_blocker) -> Iterator[Server]:
    with django_db_blocker.unblock():
        address = database.address()
    with Server(address, target="tests.races.server:application", PROTECTION="off") as running:
        yield running


@pytest.fixture
def stage(transactional_db) -> Stage:
    return Stage()


@pytest.fixture
def no_constraints(transactional_db) -> Iterator[None]:
    """Taken away for one test, and put back once its bookings are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = ANY(%s)", [list(CONSTRAINTS)]
        )
        definitions = cursor.fetchall()
        assert len(definitions) == len(CONSTRAINTS)
        for name, _definition in definitions:
            cursor.execute(f"ALTER TABLE {CONSTRAINTS[name]} DROP CONSTRAINT {name}")
        yield
        cursor.execute("TRUNCATE bookings_booking CASCADE")
        cursor.execute("DELETE FROM bookings_occupancy")
        for name, definition in definitions:
            cursor.execute(f"ALTER TABLE {CONSTRAINTS[name]} ADD CONSTRAINT {name} {definition}")
