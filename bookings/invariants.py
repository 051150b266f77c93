"""What must be true of bookings whatever happened: each function looks for one kind of contradiction and names what it finds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from bookings.models import Booking, Referral
from dispatch.invariants import Finding, Rule
from dispatch.models import Message
from telecentres import hours
from telecentres.models import OpeningHours


def bookings_without_all_their_places(now: datetime) -> list[str]:
    """Live bookings of several desks that occupy another number of them, or of a room without what stands in it."""
    return _rows(
        """
        SELECT format('%%s is %%s and occupies %%s places instead of %%s', reference, state, held, due)
        FROM (
            SELECT reference, state, (
                SELECT count(*) FROM bookings_occupancy AS taken
                WHERE taken.booking_id = booking.id AND taken.live
                AND taken.starts_at = booking.starts_at AND taken.ends_at = booking.ends_at
            ) AS held, CASE WHEN place.kind = 'desk' THEN booking.places ELSE 1 + (
                SELECT count(*) FROM telecentres_workspace AS inside WHERE inside.parent_id = place.id
            ) END AS due
            FROM bookings_booking AS booking JOIN telecentres_workspace AS place ON place.id = booking.workspace_id
            WHERE state = ANY(%(live)s) AND booking.ends_at > %(now)s
        ) AS counted
        WHERE held <> due AND due > 1
        ORDER BY 1
        """,
        now=now,
    )


def find(now: datetime) -> Iterator[Finding]:
    """The contradictions of bookings alone, rule by rule; those of all apps are found by `dispatch.invariants`."""
    for rule in RULES:
        for what in rule(now):
            yield Finding(rule.__name__, what)


def desks_taken_twice(now: datetime) -> list[str]:
    """
    Live occupancies that overlap on a workspace.

    Plain SQL with a rule of its own (a period begins before all earlier ones have ended), so that it finds what
    the constraint, its index or the ORM may have let through.
    """
    return _rows(
        """
        SELECT format('workspace %%s: occupancy %%s begins at %%s, before an earlier one has ended', workspace_id, id, starts_at)
        FROM (
            SELECT *, max(ends_at) OVER (
                PARTITION BY workspace_id ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS free_from
            FROM bookings_occupancy WHERE live
        ) AS taken
        WHERE starts_at < free_from
        ORDER BY 1
        """
    )


def people_in_two_places(now: datetime) -> list[str]:
    """Live personal bookings of one account, or of one visitor's address, that overlap."""
    return _rows(
        """
        SELECT format('%%s begins before an earlier booking of the same person has ended', reference)
        FROM (
            SELECT reference, starts_at, max(ends_at) OVER (
                PARTITION BY booked_by_id, CASE WHEN booked_by_id IS NULL THEN visitor_email END
                ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS free_from
            FROM bookings_booking WHERE is_personal AND state = ANY(%(live)s)
        ) AS held
        WHERE starts_at < free_from
        ORDER BY 1
        """
    )


def bookings_without_their_desk(now: datetime) -> list[str]:
    """Live bookings that do not occupy their own workspace for exactly their own time."""
    return _rows(
        """
        SELECT format('%%s is %%s but does not occupy its desk', reference, state)
        FROM bookings_booking AS booking
        WHERE state = ANY(%(live)s) AND NOT EXISTS (
            SELECT FROM bookings_occupancy AS taken
            WHERE taken.booking_id = booking.id AND taken.live AND taken.workspace_id = booking.workspace_id
            AND taken.starts_at = booking.starts_at AND taken.ends_at = booking.ends_at
        )
        ORDER BY 1
        """
    )


def desks_held_for_nothing(now: datetime) -> list[str]:
    """Live occupancies of a booking that has been given up, or is at another time or desk."""
    return _rows(
        """
        SELECT format('occupancy %%s of %%s (%%s) keeps a desk that the booking does not have', taken.id, reference, state)
        FROM bookings_occupancy AS taken JOIN bookings_booking AS booking ON booking.id = taken.booking_id
        WHERE taken.live AND (
            state <> ALL(%(live)s)
            OR (taken.starts_at, taken.ends_at) <> (booking.starts_at, booking.ends_at)
            OR (booking.is_personal AND taken.workspace_id <> booking.workspace_id)
        )
        ORDER BY 1
        """
    )


def bookings_outside_hours_without_override(now: datetime) -> list[str]:
    """Coming live bookings that the weekly hours do not offer, or inside a closure, and nobody wrote down why they stay."""
    coming = Booking.objects.live().exclude(state=Booking.State.COMPLETED).filter(starts_at__gt=now, overrides=None)
    weeks: dict[int, list[hours.WeeklyHours]] = {}
    found = []
    for booking in coming.select_related("workspace").order_by("reference").iterator(chunk_size=1000):
        centre = booking.workspace.telecentre_id
        if centre not in weeks:
            weeks[centre] = OpeningHours.objects.filter(telecentre=centre).as_rows()
        ranges = hours.ranges_on(booking.day, weeks[centre], workspace=booking.workspace_id)
        if hours.part_of(booking.day, ranges, booking.part) != (booking.starts_at, booking.ends_at):
            found.append(f"{booking.reference} is outside the opening hours and has no override")
    return [*found, *_bookings_in_closures(now)]


def _bookings_in_closures(now: datetime) -> list[str]:
    return _rows(
        """
        SELECT DISTINCT format('%%s is inside a closure and has no override', reference)
        FROM bookings_booking AS booking
        JOIN telecentres_workspace AS place ON place.id = booking.workspace_id
        JOIN telecentres_closure AS closure ON closure.telecentre_id = place.telecentre_id
            AND (closure.workspace_id IS NULL OR closure.workspace_id IN (place.id, place.parent_id))
            AND closure.starts_at < booking.ends_at AND closure.ends_at > booking.starts_at
        WHERE booking.state = ANY(%(live)s) AND booking.starts_at > %(now)s
        AND NOT EXISTS (SELECT FROM bookings_override AS kept WHERE kept.booking_id = booking.id)
        ORDER BY 1
        """,
        now=now,
    )


def closures_with_gaps(now: datetime) -> list[str]:
    """Coming closures under which a workspace could still be booked."""
    return _rows(
        """
        SELECT format('closure %%s leaves workspace %%s free for a time', closure.id, workspace.id)
        FROM telecentres_closure AS closure
        JOIN telecentres_workspace AS workspace
            ON workspace.telecentre_id = closure.telecentre_id AND workspace.id = coalesce(closure.workspace_id, workspace.id)
        WHERE closure.ends_at > %(now)s AND NOT tstzrange(closure.starts_at, closure.ends_at) <@ coalesce((
            SELECT range_agg(tstzrange(taken.starts_at, taken.ends_at)) FROM bookings_occupancy AS taken
            WHERE taken.live AND taken.workspace_id = workspace.id
            AND taken.starts_at < closure.ends_at AND taken.ends_at > closure.starts_at
        ), '{}')
        ORDER BY 1
        """,
        now=now,
    )


def occupancies_in_another_centre(now: datetime) -> list[str]:
    """The centre copied on an occupancy is not the one of its workspace."""
    return _rows(
        """
        SELECT format(
            'occupancy %%s is in centre %%s, its workspace is in %%s', taken.id, taken.telecentre_id, workspace.telecentre_id
        )
        FROM bookings_occupancy AS taken JOIN telecentres_workspace AS workspace ON workspace.id = taken.workspace_id
        WHERE taken.telecentre_id <> workspace.telecentre_id
        ORDER BY 1
        """
    )


def bookings_without_history(now: datetime) -> list[str]:
    """The last thing written about a booking is not the state, time and desk it has."""
    return _rows(
        """
        SELECT format('%%s is %%s (version %%s), its history does not say so', reference, booking.state, booking.version)
        FROM bookings_booking AS booking LEFT JOIN (
            SELECT DISTINCT ON (pgh_obj_id) * FROM bookings_bookingevent ORDER BY pgh_obj_id, pgh_id DESC
        ) AS last ON last.pgh_obj_id = booking.id
        WHERE (booking.state, booking.version, booking.workspace_id, booking.starts_at, booking.ends_at)
            IS DISTINCT FROM (last.state, last.version, last.workspace_id, last.starts_at, last.ends_at)
        ORDER BY 1
        """
    )


def bookings_without_mail(now: datetime) -> list[str]:
    """Nothing about a booking as it stands was ever put into the outbox."""
    return _rows(
        """
        SELECT format('%%s (version %%s) has no mail in the outbox', reference, version)
        FROM bookings_booking AS booking
        WHERE NOT EXISTS (
            SELECT FROM dispatch_message AS mail
            WHERE mail.kind IN (
                'bookings.confirmed', 'bookings.moved', 'bookings.cancelled', 'bookings.released', 'bookings.requested',
                'bookings.rejected', 'bookings.unanswered', 'bookings.offered'
            )
            AND mail.key = booking.reference AND mail.version = booking.version
        ) AND NOT EXISTS (
            SELECT FROM dispatch_message AS mail JOIN bookings_series AS series ON mail.key = series.reference
            WHERE mail.kind LIKE 'bookings.series_%%' AND series.id = booking.series_id AND mail.version = booking.told_in
        )
        ORDER BY 1
        """
    )


def mails_that_were_wrong(now: datetime) -> list[str]:
    """
    Sent mails that contradict what was already true a minute before: a reminder of a cancelled booking, an hour moved since.

    The minute is for a change that was being committed while the mail left.
    """
    return _rows(
        """
        SELECT format('mail %%s (%%s v%%s) left after version %%s of %%s', mail.id, kind, mail.version, event.version, key)
        FROM dispatch_message AS mail
        JOIN bookings_booking AS booking ON booking.reference = mail.key
        JOIN bookings_bookingevent AS event ON event.pgh_obj_id = booking.id AND event.version > mail.version
        WHERE mail.kind IN ('bookings.confirmed', 'bookings.moved', 'bookings.reminder') AND mail.state = 'sent'
        AND event.pgh_created_at < mail.sent_at - interval '1 minute'
        UNION ALL
        SELECT format('mail %%s says that %%s is cancelled, it is %%s', mail.id, key, booking.state)
        FROM dispatch_message AS mail JOIN bookings_booking AS booking ON booking.reference = mail.key
        WHERE mail.kind = 'bookings.cancelled' AND mail.state = 'sent' AND booking.state <> 'cancelled'
        ORDER BY 1
        """
    )


def referrals_that_contradict_themselves(now: datetime) -> list[str]:
    """
    Honoured without a booking that stood, an end that the history does not say, or two ends written down one after the other.

    An accepted one without a booking is none: the person may still come.
    """
    return _rows(
        """
        SELECT format('referral %%s is honoured, its booking %%s is %%s', sent.id, reference, booking.state)
        FROM bookings_referral AS sent LEFT JOIN bookings_booking AS booking ON booking.id = sent.booking_id
        WHERE sent.state = 'honoured' AND (booking.id IS NULL OR booking.state <> ALL(%(live)s) OR booking.ends_at > %(now)s)
        UNION ALL
        SELECT format('referral %%s is %%s, its history says %%s', sent.id, sent.state, coalesce(last.state, 'nothing'))
        FROM bookings_referral AS sent LEFT JOIN (
            SELECT DISTINCT ON (pgh_obj_id) * FROM bookings_referralevent ORDER BY pgh_obj_id, pgh_id DESC
        ) AS last ON last.pgh_obj_id = sent.id
        WHERE sent.state IS DISTINCT FROM last.state
        UNION ALL
        SELECT format('referral %%s was answered twice: %%s', pgh_obj_id, string_agg(DISTINCT state, ', '))
        FROM bookings_referralevent WHERE state IN ('accepted', 'declined', 'expired')
        GROUP BY pgh_obj_id HAVING count(DISTINCT state) > 1
        ORDER BY 1
        """,
        now=now,
    )


def referrals_that_wait(now: datetime) -> list[str]:
    """Nobody answered in time, and the person has not been told an hour later."""
    late = Referral.objects.overdue(now - timedelta(hours=1)).order_by("pk")
    return [f"referral {one.pk} was to be answered by {one.decide_by.isoformat()}" for one in late]


def mails_that_wait(now: datetime) -> list[str]:
    """Should have left more than ten minutes ago."""
    stuck = Message.objects.stuck(now).order_by("next_try_at", "id")
    return [f"mail {mail.pk} ({mail}) is {mail.state} and due since {mail.due_at.isoformat()}" for mail in stuck]


RULES: list[Rule] = [
    desks_taken_twice,
    people_in_two_places,
    bookings_without_their_desk,
    bookings_without_all_their_places,
    desks_held_for_nothing,
    bookings_outside_hours_without_override,
    closures_with_gaps,
    occupancies_in_another_centre,
    bookings_without_history,
    bookings_without_mail,
    mails_that_were_wrong,
    referrals_that_contradict_themselves,
    referrals_that_wait,
    mails_that_wait,
]


def _rows(sql: str, **values: object) -> list[str]:
    """`live` in the SQL stands for the states that hold a desk."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"live": [state.value for state in Booking.State.live()], **values})
        return [what for (what,) in cursor.fetchall()]
