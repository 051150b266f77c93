"""What must be true of statements whatever happened; plain SQL with rules of its own, as in `bookings.invariants`."""

from datetime import datetime

from django.db import connection

from dispatch.invariants import Rule


def statement_numbers_with_gaps(now: datetime) -> list[str]:
    """A centre and year whose numbers are not 1, 2, 3… up to its counter."""
    return _rows(
        """
        SELECT format('centre %s, %s: %s numbers given out, the last is %s, the counter says %s', telecentre_id, year,
                      count(DISTINCT number), max(number), coalesce(max(counter.last), 0))
        FROM bookings_statement AS statement
        FULL JOIN bookings_statementcounter AS counter USING (telecentre_id, year)
        GROUP BY telecentre_id, year
        HAVING count(DISTINCT number) <> coalesce(max(number), 0) OR coalesce(max(number), 0) <> coalesce(max(counter.last), 0)
        ORDER BY 1
        """
    )


def statement_revisions_out_of_order(now: datetime) -> list[str]:
    """Revisions are 1, 2, 3…, and the last one alone holds."""
    return _rows(
        """
        SELECT format('centre %s, %s, number %s: %s revisions up to %s, of which %s hold', telecentre_id, year, number,
                      count(*), max(revision), count(*) FILTER (WHERE state <> 'replaced'))
        FROM (
            SELECT *, max(revision) OVER (PARTITION BY telecentre_id, year, number) AS last FROM bookings_statement
        ) AS statement
        GROUP BY telecentre_id, year, number
        HAVING count(*) <> max(revision) OR bool_or((state <> 'replaced') <> (revision = last))
        ORDER BY 1
        """
    )


def statements_that_do_not_add_up(now: datetime) -> list[str]:
    """The total is not the sum of the lines."""
    return _rows(
        """
        SELECT format('%s says %s, its lines %s', reference, total, coalesce(sum(line.amount), 0))
        FROM bookings_statement AS statement LEFT JOIN bookings_statementline AS line ON line.statement_id = statement.id
        GROUP BY statement.id
        HAVING total <> coalesce(sum(line.amount), 0)
        ORDER BY 1
        """
    )


def bookings_charged_twice(now: datetime) -> list[str]:
    """A booking on more than one line of statements that hold."""
    return _rows(
        """
        SELECT format('%s is charged %s times: %s', booking.reference, count(*), string_agg(statement.reference, ', '))
        FROM bookings_statementline AS line
        JOIN bookings_statement AS statement ON statement.id = line.statement_id AND statement.state <> 'replaced'
        JOIN bookings_booking AS booking ON booking.id = line.booking_id
        GROUP BY booking.id
        HAVING count(*) > 1
        ORDER BY 1
        """
    )


def payments_nobody_noted(now: datetime) -> list[str]:
    """A statement is paid without an event that says so, or the other way round."""
    return _rows(
        """
        SELECT format('%s is %s, its history does not say so', reference, state)
        FROM bookings_statement AS statement LEFT JOIN (
            SELECT DISTINCT ON (statement_id) statement_id, what FROM bookings_statementevent
            ORDER BY statement_id, at DESC, id DESC
        ) AS last ON last.statement_id = statement.id
        WHERE (CASE state WHEN 'paid' THEN 'paid' WHEN 'replaced' THEN 'replaced' ELSE '' END)
            <> (CASE WHEN last.what IN ('paid', 'replaced') THEN last.what ELSE '' END) OR last.what IS NULL
        ORDER BY 1
        """
    )


RULES: list[Rule] = [
    statement_numbers_with_gaps,
    statement_revisions_out_of_order,
    statements_that_do_not_add_up,
    bookings_charged_twice,
    payments_nobody_noted,
]


def _rows(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [what for (what,) in cursor.fetchall()]
