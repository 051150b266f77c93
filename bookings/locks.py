"""Transaction locks that put writers in a row before the database has to refuse one of them."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

SCHEDULE, PERSON, WAITING = 1, 2, 3


def hold_schedules(telecentre_ids: Iterable[int], *, exclusively: bool = False, shared: Iterable[int] = ()) -> None:
    """
    Keep the schedules of centres as they are until the transaction ends.

    Bookings share this lock; who changes hours, closes or retires a desk takes it exclusively, so that a
    schedule and a booking that contradict each other never both win. `shared` are further centres, to which bookings
    move meanwhile. All are taken in one order, to avoid deadlocks.
    """
    firm, loose = set(telecentre_ids), set(shared)
    with connection.cursor() as cursor:
        for telecentre_id in sorted(firm | loose):
            is_exclusive = exclusively and telecentre_id in firm
            function = "pg_advisory_xact_lock" if is_exclusive else "pg_advisory_xact_lock_shared"
            cursor.execute(f"SELECT {function}(%s, %s)", [SCHEDULE, telecentre_id])


def hold_person(key: str) -> None:
    """One write at a time for a person, so that quotas are counted and repeated forms found. Taken after schedules."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [PERSON, key])


def hold_waiting(day: date) -> None:
    """
    One change at a time to the waiting lists of a day: who joins and who frees a place see each other. Taken last.

    Whoever takes it for several days does so in their order.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [WAITING, day.toordinal()])
