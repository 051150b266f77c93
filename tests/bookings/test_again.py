"""A desk once more: seven civil days later, or as last time."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from bookings import actions, again
from bookings.models import Booking
from telecentres.models import Closure
from tests.factories import make_booking

PARIS = timezone.get_default_timezone()
VERIFY = "/reserver/murat/verifier/"


def next_days(proposal: again.Proposal | None) -> tuple | None:
    return proposal and (proposal.slot.day, proposal.slot.part, proposal.desk.code, proposal.is_as_wanted)


def test_next_week_is_the_same_desk_and_part_seven_days_later(remote_worker, murat, thursday, now):
    booking = make_booking(remote_worker, murat.workspaces.get(code="3"), thursday, "afternoon", now=now)

    proposal = again.next_week(booking, now=now)

    assert next_days(proposal) == (date(2026, 12, 3), "afternoon", "3", True)
    assert proposal.address == f"{VERIFY}?jour=2026-12-03&creneau=apres-midi&bureau=3"


def test_next_week_keeps_the_wall_time_across_both_clock_changes(remote_worker, desk):
    for day, utc_hour in ((date(2026, 10, 22), 7), (date(2027, 3, 25), 6)):
        now = datetime(day.year, day.month, day.day, 7, tzinfo=PARIS)
        proposal = again.next_week(make_booking(remote_worker, desk, day, now=now), now=now)

        assert proposal.slot.day == day + timedelta(days=7)
        assert proposal.slot.period.starts_at == datetime(*proposal.slot.day.timetuple()[:3], utc_hour, 30, tzinfo=UTC)
        assert proposal.slot.period.starts_at.astimezone(PARIS).strftime("%H:%M") == "08:30"


def test_a_desk_taken_next_week_is_proposed_the_week_after(remote_worker, other_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    make_booking(other_worker, desk, date(2026, 12, 3), "morning", now=now)

    assert next_days(again.next_week(booking, now=now)) == (date(2026, 12, 10), "day", "1", False)


def test_a_day_when_the_person_sits_elsewhere_is_left_out(remote_worker, desk, allanche, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    make_booking(remote_worker, allanche.workspaces.first(), date(2026, 12, 3), now=now)

    assert next_days(again.next_week(booking, now=now)) == (date(2026, 12, 10), "day", "1", False)


def test_a_stranger_learns_nothing_of_the_days_of_an_address(remote_worker, desk, allanche, thursday, now):
    """Who books under the address of another sees the next week proposed, whether its owner works then or not."""
    make_booking("zoe@exemple.fr", allanche.workspaces.first(), date(2026, 12, 3), now=now)
    booking = make_booking("zoe@exemple.fr", desk, thursday, now=now)
    assert next_days(again.next_week(booking, now=now))[0] == date(2026, 12, 3)

    actions.prove(booking, now=now)

    booking.refresh_from_db()
    Booking.objects.update(proved_at=now)
    assert next_days(again.next_week(booking, now=now))[0] == date(2026, 12, 10)


def test_closed_weeks_and_the_horizon_end_the_search(remote_worker, desk, murat, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    Closure.objects.create(
        telecentre=murat, starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=400), reason="travaux"
    )
    for closure in Closure.objects.all():
        actions.lay(closure)

    assert again.next_week(booking, now=now) is None


def test_a_booking_of_long_ago_is_proposed_on_the_next_such_weekday(remote_worker, desk, now):
    booking = make_booking(remote_worker, desk, date(2026, 9, 10), now=datetime(2026, 9, 9, 9, tzinfo=PARIS))

    assert next_days(again.next_week(booking, now=now)) == (date(2026, 11, 26), "day", "1", True)


def test_as_last_time_is_the_desk_used_last_on_the_next_free_day(remote_worker, other_worker, murat, now):
    earlier = datetime(2026, 11, 16, 9, tzinfo=PARIS)
    make_booking(remote_worker, murat.workspaces.get(code="1"), date(2026, 11, 17), now=earlier)
    make_booking(remote_worker, murat.workspaces.get(code="2"), date(2026, 11, 18), "morning", now=earlier)
    make_booking(remote_worker, murat.workspaces.get(code="4"), date(2026, 12, 1), now=now)
    make_booking(other_worker, murat.workspaces.get(code="2"), date(2026, 11, 26), now=now)

    assert next_days(again.as_last_time(remote_worker, now=now)) == (date(2026, 11, 27), "morning", "2", False)


def test_as_last_time_leads_to_one_screen_to_confirm(client, remote_worker, desk, now):
    make_booking(remote_worker, desk, date(2026, 11, 24), now=datetime(2026, 11, 23, 9, tzinfo=PARIS))
    client.force_login(remote_worker)

    proposal = client.get("/mes-reservations/").context["again"]
    screen = client.get(proposal.address)

    assert (screen.status_code, screen.context["choice"].day, screen.context["choice"].desk) == (200, date(2026, 11, 26), desk)
    assert f'href="{proposal.address.replace("&", "&amp;")}"' in client.get("/mes-reservations/").content.decode()


def test_who_has_used_no_desk_yet_is_proposed_none(remote_worker, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now)

    assert again.as_last_time(remote_worker, now=now) is None


def test_a_proposal_asks_few_queries(client, remote_worker, desk, thursday, now, django_assert_num_queries):
    booking = Booking.objects.with_place().get(pk=make_booking(remote_worker, desk, thursday, now=now).pk)

    with django_assert_num_queries(6):
        again.next_week(booking, now=now)
