"""The SQL that the figures of a benchmark cannot do without, centre by centre, to tell what the portal around it costs."""

from datetime import date

from django.db import connection

from telecentres import hours

OPEN = """
    SELECT opening.telecentre_id, sum(extract(epoch FROM closes_at - opens_at) / 3600 * desks.number)
    FROM generate_series(%(month)s::date, %(ends)s::date - 1, interval '1 day') AS day
        JOIN telecentres_openinghours AS opening ON opening.weekday = extract(isodow FROM day)
            AND opening.workspace_id IS NULL AND opening.valid_from <= day
        JOIN (SELECT telecentre_id, count(*) AS number FROM telecentres_workspace WHERE kind = 'desk' GROUP BY 1) AS desks
            ON desks.telecentre_id = opening.telecentre_id
    GROUP BY 1
"""
BOOKED = """
    SELECT telecentre_id, sum(extract(epoch FROM ends_at - starts_at)), count(DISTINCT visitor_email)
    FROM bookings_booking JOIN telecentres_workspace AS desk ON desk.id = workspace_id
    WHERE starts_at >= %(begins)s AND starts_at < %(ends)s GROUP BY 1
"""
NO_SHOWS = """
    SELECT telecentre_id, count(*) FILTER (WHERE state = 'released'), count(*), count(DISTINCT visitor_email)
    FROM bookings_booking JOIN telecentres_workspace AS desk ON desk.id = workspace_id
    WHERE starts_at >= %(begins)s AND starts_at < %(ends)s GROUP BY 1
"""
SUMS = """
    SELECT telecentre_id, sum(MEASURE), count(*), count(DISTINCT person)
    FROM observatory_usagefact WHERE month = %(month)s GROUP BY 1
"""
NEW = """
    SELECT telecentre_id, is_known, count(*) FROM (
        SELECT DISTINCT telecentre_id, person, EXISTS (
            SELECT FROM observatory_usagefact AS before WHERE before.person = fact.person AND before.person <> ''
                AND before.month < fact.month AND before.month >= fact.month - interval '1 year'
        ) AS is_known
        FROM observatory_usagefact AS fact WHERE month = %(month)s AND person <> ''
    ) AS seen GROUP BY 1, 2
"""
QUERIES = {
    "occupancy": [SUMS.replace("MEASURE", "hours * places"), OPEN],
    "booked": [BOOKED, OPEN],
    "no_shows": [NO_SHOWS],
    "people": [SUMS.replace("MEASURE", "1")],
    "new_and_returning": [NEW],
    "commute_km": [SUMS.replace("MEASURE", "km")],
    "commute_minutes": [SUMS.replace("MEASURE", "minutes")],
    "commute_co2": [SUMS.replace("MEASURE", "co2_high")],
}


def run(name: str, month: date) -> bool:
    """Read the sums of an indicator for every centre; whether there is anything large to read."""
    begins, ends = hours.whole_month(month)
    with connection.cursor() as cursor:
        for query in QUERIES.get(name, []):
            cursor.execute(query, {"month": month, "begins": begins, "ends": ends})
            cursor.fetchall()
    return name in QUERIES
