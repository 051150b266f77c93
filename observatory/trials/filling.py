"""A year of attended bookings in a large network, by SQL alone: for a benchmark, in a database of its own."""

from datetime import date

from django.db import connection

from bookings.trials.history import without_exclusions
from observatory.models import FactorSet
from telecentres import hours

MONTHS = 12
STAYS_PER_PERSON = 40  # bookings of one person in a year


def fill_facts(number: int, last: date) -> None:
    """So many attended bookings in the twelve months that end with `last`, each a half-day at a desk; six in ten answered."""
    edition = FactorSet.objects.newest()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        values = {"number": number, "last": last, "months": MONTHS, "people": max(1, number // STAYS_PER_PERSON)}
        cursor.execute(FACTS, values | {"edition": edition.pk})
        cursor.execute("VACUUM ANALYZE observatory_usagefact")
        cursor.execute("RESET statement_timeout")


def fill_bookings(number: int, month: date) -> None:
    """The bookings of one month, by visitors: of ten, eight came, one did not, and one was not noted."""
    begins, _ends = hours.whole_month(month)
    with connection.cursor() as cursor, without_exclusions(cursor, ["bookings_booking"]):
        cursor.execute("ALTER TABLE bookings_booking DISABLE TRIGGER USER")
        people = max(1, number * MONTHS // STAYS_PER_PERSON)
        days = (hours.month_after(month) - month).days
        cursor.execute(BOOKINGS, {"number": number, "begins": begins, "days": days, "people": people})
        cursor.execute("ALTER TABLE bookings_booking ENABLE TRIGGER USER")


# Places come from an array: a join on a number by chance is a nested loop, and takes hours.
FACTS = """
    INSERT INTO observatory_usagefact
        (person, month, telecentre_id, kind, places, hours, alternative, mode, km, minutes, co2_low, co2_high, factors_id)
    SELECT
        encode(sha256((abs(hashtext('person' || n)) %% %(people)s)::text::bytea), 'hex'),
        (%(last)s::date - (n %% %(months)s) * interval '1 month')::date,
        centres.ids[1 + abs(hashtext('centre' || n)) %% cardinality(centres.ids)], 'desk', 1, 4, 'commute', 'car',
        CASE WHEN answered THEN km END, CASE WHEN answered THEN km * 1.2 END,
        CASE WHEN answered THEN round(km * 0.1423 * CASE WHEN km > 0 THEN 0.69 ELSE 1 END, 2) END,
        CASE WHEN answered THEN round(km * 0.1423, 2) END,
        CASE WHEN answered THEN %(edition)s END
    FROM (SELECT array_agg(id) AS ids FROM telecentres_telecentre) AS centres,
        generate_series(1, %(number)s) AS n
        CROSS JOIN LATERAL (
            SELECT n %% 10 < 6 AS answered, ((abs(hashtext('km' || n)) %% 1000) / 10.0 - 20)::numeric(7, 1) AS km
        ) AS way
"""
BOOKINGS = """
    INSERT INTO bookings_booking (
        reference, visitor_name, visitor_email, starts_at, ends_at, part, places, state, is_personal, language, version,
        idempotency_key, fingerprint, cancel_reason, placed_at, created_at, workspace_id
    )
    SELECT 'T-' || n, '', 'p' || abs(hashtext('person' || n)) %% %(people)s || '@exemple.fr',
        starts_at, starts_at + interval '4 hours', 'morning', 1,
        CASE n %% 10 WHEN 0 THEN 'released' WHEN 1 THEN 'confirmed' ELSE 'completed' END, true, 'fr', 1,
        gen_random_uuid(), '', '', starts_at, starts_at, desks.ids[1 + abs(hashtext('desk' || n)) %% cardinality(desks.ids)]
    FROM (SELECT array_agg(id) AS ids FROM telecentres_workspace) AS desks,
        generate_series(1, %(number)s) AS n
        CROSS JOIN LATERAL (
            SELECT %(begins)s::timestamptz + (abs(hashtext('day' || n)) %% %(days)s) * interval '1 day' + interval '8.5 hours'
                AS starts_at
        ) AS time
"""
