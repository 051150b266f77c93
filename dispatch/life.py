"""Proof of life: work in hand carries its owner's number, and the owner holds an advisory lock on it in PostgreSQL."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection
from django.db.models import BooleanField, Func

LOCK_SPACE = 5_150_015  # the first half of the lock's key: keeps our numbers apart from other advisory locks
LARGEST_OWNER = 2**31 - 1


@contextmanager
def proof_of_life() -> Iterator[int]:
    """
    Yields an owner's number that counts as alive until the block ends, or the process or its connection dies.

    The lock belongs to the database session, so the server sees a death at once. Behind PgBouncer in transaction
    mode sessions are shared: whoever uses this must connect to PostgreSQL directly.
    """
    owner = secrets.randbelow(LARGEST_OWNER) + 1
    while not _lock("pg_try_advisory_lock", owner):
        owner = secrets.randbelow(LARGEST_OWNER) + 1
    try:
        yield owner
    finally:
        # A lock that cannot be given back would make this owner immortal: end its session instead.
        released = False
        with suppress(Error):
            released = _lock("pg_advisory_unlock", owner)
        if not released:
            connection.close()


class OwnerIsDead(Func):
    """
    True of a row whose owner holds no proof of life any more.

    To be used in the WHERE of the very UPDATE that takes the row over: the statement's snapshot of the row is older
    than its look at the locks, so an owner who starts meanwhile is never taken for dead.
    """

    # A count, and not NOT EXISTS: the planner turns the latter into a join, and when the UPDATE had to wait for the row
    # PostgreSQL does not look at the joined locks again for the owner that it then finds.
    template = (
        "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"  # noqa: S608
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        f" AND classid = {LOCK_SPACE}::oid AND objid = (%(expressions)s)::oid) = 0"
    )
    arity = 1
    output_field = BooleanField()


def _lock(function: str, owner: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCK_SPACE, owner])
        return cursor.fetchone()[0]
