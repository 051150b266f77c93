"""The SQL that the pages of a benchmark cannot do without, to tell what the portal around it costs."""

import uuid
from datetime import date

from django.db import connection, transaction

from bookings.trials.history import FreeHalf
from telecentres import hours

FREE_DESKS = """
    SELECT desk.telecentre_id, half.number, count(*)
    FROM telecentres_workspace AS desk,
        (VALUES (1, %(morning)s::timestamptz, %(noon)s::timestamptz), (2, %(noon)s, %(evening)s))
            AS half (number, starts_at, ends_at)
    WHERE {centres} NOT coalesce((
        SELECT taken.ends_at > half.starts_at FROM bookings_occupancy AS taken
        WHERE taken.live AND taken.workspace_id = desk.id AND taken.starts_at < half.ends_at ORDER BY taken.starts_at DESC LIMIT 1
    ), false)
    GROUP BY 1, 2
"""
WEEK = """
    SELECT workspace_id, starts_at, ends_at FROM bookings_occupancy
    WHERE live AND telecentre_id = %s AND starts_at >= %s AND starts_at < %s
"""
BOOKING = """
    INSERT INTO bookings_booking (
        reference, visitor_name, visitor_email, starts_at, ends_at, part, places, state, is_personal, price, language, version,
        idempotency_key, fingerprint, cancel_reason, placed_at, created_at, booked_by_id, workspace_id
    )
    SELECT %(reference)s, '', '', %(starts_at)s, %(ends_at)s, %(part)s, 1, 'confirmed', true, 10, 'fr', 1, %(key)s, '', '',
        now(), now(), person.id, workspace.id
    FROM accounts_user AS person, telecentres_workspace AS workspace
        JOIN telecentres_telecentre AS centre ON centre.id = telecentre_id
    WHERE person.email = %(email)s AND slug = %(slug)s AND workspace.code = %(desk)s
    RETURNING id, workspace_id
"""
OCCUPANCY = """
    INSERT INTO bookings_occupancy (starts_at, ends_at, live, booking_id, telecentre_id, workspace_id)
    SELECT %(starts_at)s, %(ends_at)s, true, %(booking)s, telecentre_id, id FROM telecentres_workspace WHERE id = %(workspace)s
    ON CONFLICT DO NOTHING
"""
MAIL = """
    INSERT INTO dispatch_message (
        kind, key, version, recipient, state, due_at, next_try_at, attempts, message_id, subject, source, last_error, created_at
    )
    VALUES ('bookings.confirmed', %(reference)s, 1, %(email)s, 'pending', now(), now(), 0, %(key)s::text, '', '', '', now())
    ON CONFLICT DO NOTHING
"""


def search(day: date, centres: list[int] | None = None) -> None:
    """The free desks of every centre, or of some, by half-day."""
    whole = hours.whole_day(day)
    noon = hours.instant(day, hours.MIDDAY)
    with connection.cursor() as cursor:
        some = "desk.telecentre_id = ANY(%(centres)s) AND" if centres else ""
        values = {"morning": whole.starts_at, "noon": noon, "evening": whole.ends_at, "centres": centres}
        cursor.execute(FREE_DESKS.format(centres=some), values)
        cursor.fetchall()


def week(centre: int, monday: date) -> None:
    """What is taken in a centre from Monday to Sunday."""
    span = [hours.whole_day(monday).starts_at, hours.whole_day(date.fromordinal(monday.toordinal() + 6)).ends_at]
    with connection.cursor() as cursor:
        cursor.execute(WEEK, [centre, *span])
        cursor.fetchall()


def book(half: FreeHalf) -> None:
    """A booking, its occupancy, its history (by the trigger) and its mail, in one transaction."""
    values = {**_times(half), "slug": half.slug, "desk": half.desk, "part": half.part, "email": f"membre{half.member}@exemple.fr"}
    values |= {"key": str(uuid.uuid4()), "reference": f"R-{uuid.uuid4().hex[:9]}"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BOOKING, values)
        values["booking"], values["workspace"] = cursor.fetchone()
        cursor.execute(OCCUPANCY, values)
        cursor.execute(MAIL, values)


def _times(half: FreeHalf) -> dict:
    opening = {"morning": (8, 30, 12, 30), "afternoon": (13, 30, 18, 0)}[half.part]
    walls = [hours.time(*opening[:2]), hours.time(*opening[2:])]
    return dict(zip(("starts_at", "ends_at"), (hours.instant(half.day, wall) for wall in walls), strict=True))
