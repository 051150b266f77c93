"""What counts as taken: found without reading the past of the desks, and still nothing forgotten."""

import uuid
from datetime import date, datetime, time, timedelta

from bookings import actions
from bookings.models import Booker, Occupancy
from telecentres import hours

DAY = date(2026, 11, 30)


def at(hour: int, day: date = DAY) -> datetime:
    return hours.instant(day, time(hour))


def taken(centre, starts_at: datetime, ends_at: datetime, **more) -> list[tuple]:
    return sorted(Occupancy.objects.taken_in([centre.pk], starts_at, ends_at, **more))


def book(user, desk, now, *, day: date = DAY, part: str = "morning"):
    return actions.book(booker=Booker.of(user), workspace=desk, day=day, part=part, key=uuid.uuid4(), language="fr", now=now)


def test_what_reaches_into_the_time_is_taken(murat, allanche, remote_worker, other_worker, now):
    desk = murat.workspaces.first()
    booking = book(remote_worker, desk, now)
    book(other_worker, allanche.workspaces.first(), now)

    row = (desk.pk, booking.starts_at, booking.ends_at)
    assert taken(murat, at(8), at(9)) == [row]
    assert taken(murat, at(10), at(11)) == [row]
    assert taken(murat, at(12), at(19)) == [row]


def test_what_ends_at_the_start_or_starts_at_the_end_is_not_taken(murat, remote_worker, now):
    booking = book(remote_worker, murat.workspaces.first(), now)

    assert taken(murat, booking.ends_at, at(19)) == []
    assert taken(murat, at(6), booking.starts_at) == []


def test_a_long_closure_is_seen_from_its_middle(murat, now):
    actions.close(
        telecentre=murat,
        starts_at=at(0),
        ends_at=at(0, DAY + timedelta(days=30)),
        reason="travaux",
        now=now,
        touched=actions.Answers(),
    )

    found = taken(murat, at(9, DAY + timedelta(days=20)), at(10, DAY + timedelta(days=20)))

    assert [workspace for workspace, _start, _end in found] == sorted(murat.workspaces.values_list("pk", flat=True))


def test_what_is_given_up_is_not_taken(murat, remote_worker, now):
    booking = book(remote_worker, murat.workspaces.first(), now)
    actions.cancel(booking, now=now)

    assert taken(murat, at(0), at(20)) == []


def test_the_booking_about_to_move_uncovers_the_one_before_it(murat, remote_worker, other_worker, now):
    """The last row before the time may be the booking's own: then the one before counts."""
    desk = murat.workspaces.first()
    book(other_worker, desk, now)
    own = book(remote_worker, desk, now, part="afternoon")

    assert taken(murat, at(15), at(16), without=[own]) == []
    starts = [start for _desk, start, _end in taken(murat, at(9), at(19), without=[own])]
    assert starts == [at(8) + timedelta(minutes=30)]
