"""Years of bookings for a benchmark: seven centres of twenty desks, half-days long gone and some to come."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from accounts.models import User
from bookings.trials.stage import Person, make_centre, session_of
from telecentres.models import Tariff, Telecentre

CENTRES, DESKS, MEMBERS = 7, 20, 1400
FUTURE_DAYS, FUTURE_SHARE = 90, 0.5  # the horizon of a centre, and how much of it is taken


class FreeHalf(NamedTuple):
    """A half-day of a desk that nobody has, and the member who has nothing else at that time."""

    slug: str
    desk: str
    day: date
    part: str
    member: int


def make_centres() -> list[Telecentre]:
    centres = [make_centre(number, desks=DESKS, horizon=FUTURE_DAYS) for number in range(1, CENTRES + 1)]
    Tariff.objects.bulk_create(
        Tariff(telecentre=centre, unit=unit, price=price, valid_from="2020-01-01")
        for centre in centres
        for unit, price in [(Tariff.Unit.HALF_DAY, 10), (Tariff.Unit.DAY, 20)]
    )
    return centres


def make_members() -> list[User]:
    return User.objects.bulk_create(
        User(email=f"membre{number}@exemple.fr", name=f"Membre {number}") for number in range(MEMBERS)
    )


def sign_in(members: list[User], number: int) -> list[Person]:
    return [Person(user, session_of(user).session_key) for user in members[:number]]


def fill(bookings: int) -> None:
    """
    Write so many bookings with their occupancies, history and sent mails.

    The latest half-days first; in the future every second half-day of a desk stays free. No member has two desks
    at a time: the member's number follows from the desk and the half-day. Meanwhile the exclusion constraints are
    laid aside, then checked and indexed as a whole, and so is the trigger that writes history row by row: a minute
    instead of ten.
    """
    tables = ["bookings_booking", "bookings_occupancy", "bookings_bookingevent", "dispatch_message", "django_session"]
    with connection.cursor() as cursor, without_exclusions(cursor, tables):
        cursor.execute(SLOTS, {"bookings": bookings, "future": FUTURE_DAYS, "share": FUTURE_SHARE, "members": MEMBERS})
        cursor.execute("ANALYZE slots, accounts_user")
        cursor.execute("ALTER TABLE bookings_booking DISABLE TRIGGER USER")
        for statement in (BOOKINGS, HISTORY, OCCUPANCIES, MAILS):
            cursor.execute(statement)
        cursor.execute("ALTER TABLE bookings_booking ENABLE TRIGGER USER")


@contextmanager
def without_exclusions(cursor: CursorWrapper, tables: list[str]) -> Iterator[None]:
    """Lay the exclusion constraints of some tables aside, then check and index them as a whole; for a bulk, no time limit."""
    cursor.execute("SET statement_timeout = 0")
    cursor.execute(EXCLUSIONS, [tables])
    exclusions = cursor.fetchall()
    for table, name, _definition in exclusions:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    for table, name, definition in exclusions:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for table in tables:
        cursor.execute(f"VACUUM ANALYZE {table}")
    cursor.execute("RESET statement_timeout")


def free_halves() -> Iterator[FreeHalf]:
    """Half-days to come that nobody has, in no particular order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug, code, day, part, member FROM slots WHERE NOT taken AND day > %s ORDER BY hashtext(id::text)",
            [timezone.localdate()],
        )
        yield from (FreeHalf(*row) for row in cursor.fetchall())


EXCLUSIONS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'x' AND conrelid::regclass::text = ANY(%s)
"""
SLOTS = """
    CREATE TEMPORARY TABLE slots AS
    WITH halves AS (
        SELECT day::date, part, number * 2 + (part = 'morning')::int AS number,
            (day::date + opens) AT TIME ZONE 'Europe/Paris' AS starts_at,
            (day::date + closes) AT TIME ZONE 'Europe/Paris' AS ends_at
        FROM generate_series(current_date + %(future)s::int, current_date - 2000, interval '-1 day')
                WITH ORDINALITY AS days (day, number),
            (VALUES ('morning', time '8:30', time '12:30'), ('afternoon', time '13:30', time '18:00'))
                AS part (part, opens, closes)
    ),
    desks AS (
        SELECT workspace.id, workspace.code, telecentre_id, slug, row_number() OVER (ORDER BY workspace.id) - 1 AS number
        FROM telecentres_workspace AS workspace JOIN telecentres_telecentre AS centre ON centre.id = telecentre_id
    ),
    all_slots AS (
        SELECT desks.id AS workspace_id, telecentre_id, slug, code, day, part, starts_at, ends_at,
            (desks.number + (SELECT count(*) FROM desks) * (halves.number %% 10)) %% %(members)s AS member,
            day <= current_date OR abs(hashtext(desks.id || part || day)) %% 1000 >= 1000 * (1 - %(share)s) AS taken
        FROM halves, desks
    ),
    numbered AS (
        SELECT *, row_number() OVER (PARTITION BY taken ORDER BY starts_at DESC, workspace_id) AS id FROM all_slots
    )
    SELECT id, workspace_id, telecentre_id, slug, code, day, part, starts_at, ends_at, member::int, taken
    FROM numbered WHERE NOT taken OR id <= %(bookings)s
"""
BOOKINGS = """
    INSERT INTO bookings_booking (
        id, reference, visitor_name, visitor_email, starts_at, ends_at, part, places, state, is_personal, price, language,
        version, idempotency_key, fingerprint, cancel_reason, placed_at, created_at, booked_by_id, workspace_id
    ) OVERRIDING SYSTEM VALUE
    SELECT slots.id, 'ESS-' || to_char(slots.id, 'FM000000'), '', '', starts_at, ends_at, part, 1, 'confirmed', true, 10, 'fr', 1,
        gen_random_uuid(), md5(slots.id::text), '', starts_at - interval '7 days', starts_at - interval '7 days', people.id,
        workspace_id
    FROM slots JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM accounts_user) AS people
        ON people.number = slots.member
    WHERE taken;
    SELECT setval(pg_get_serial_sequence('bookings_booking', 'id'), (SELECT max(id) FROM bookings_booking))
"""
HISTORY = """
    INSERT INTO bookings_bookingevent (
        pgh_created_at, pgh_label, pgh_obj_id, state, workspace_id, starts_at, ends_at, part, version, proved_at
    )
    SELECT created_at, 'insert', id, state, workspace_id, starts_at, ends_at, part, version, proved_at FROM bookings_booking
"""
OCCUPANCIES = """
    INSERT INTO bookings_occupancy (starts_at, ends_at, live, booking_id, telecentre_id, workspace_id)
    SELECT starts_at, ends_at, true, id, telecentre_id, workspace_id FROM slots WHERE taken
"""
MAILS = """
    INSERT INTO dispatch_message (
        kind, key, version, recipient, state, due_at, attempts, message_id, subject, source, last_error, created_at, sent_at
    )
    SELECT 'bookings.confirmed', reference, 1, email, 'sent', booking.created_at, 1,
        '<' || gen_random_uuid() || '@essai.example>', '', '', '', booking.created_at, booking.created_at
    FROM bookings_booking AS booking JOIN accounts_user AS people ON people.id = booked_by_id
"""
