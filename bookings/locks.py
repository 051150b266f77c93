"""Transaction locks that put writers in a row before the database has to refuse one of them."""

from collections.abc import Iterable

from django.db import connection

SCHEDULE, PERSON = 1, 2


def hold_schedules(telecentre_ids: Iterable[int], *, exclusively: bool = False) -> None:
    """
    Keep the schedules of centres as they are until the transaction ends.

    Bookings share this lock; who changes hours, closes or retires a desk takes it exclusively, so that a
    schedule and a booking that contradict each other never both win. Taken in order, to avoid deadlocks.
    """
    function = "pg_advisory_xact_lock" if exclusively else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        for telecentre_id in sorted(set(telecentre_ids)):
            cursor.execute(f"SELECT {function}(%s, %s)", [SCHEDULE, telecentre_id])


def hold_person(key: str) -> None:
    """One write at a time for a person, so that quotas are counted and repeated forms found. Taken after schedules."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [PERSON, key])
