"""Each rule refuses with its code, and says what to do instead."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from bookings import actions, rules
from bookings.models import Booking
from telecentres.models import Policy, Telecentre
from tests.factories import make_booking, make_telecentre

FRIDAY = date(2026, 11, 27)
SATURDAY = date(2026, 11, 28)
PARIS = timezone.get_default_timezone()


def refusal_code(*args, **kwargs) -> str:
    before = Booking.objects.count()
    with pytest.raises(ValidationError) as refusal:
        make_booking(*args, **kwargs)
    assert Booking.objects.count() == before
    return refusal.value.code


def test_a_centre_in_preparation_takes_no_bookings(remote_worker, db, thursday, now):
    ydes = make_telecentre("Ydes", stage=Telecentre.Stage.WORKS)

    assert refusal_code(remote_worker, ydes.workspaces.first(), thursday, now=now) == "not_open"


def test_a_retired_desk_is_refused(remote_worker, desk, thursday, now):
    desk.active_until = thursday - timedelta(days=1)
    desk.save()

    assert refusal_code(remote_worker, desk, thursday, now=now) == "retired"


def test_a_day_without_hours_is_refused(remote_worker, desk, now):
    assert refusal_code(remote_worker, desk, SATURDAY, now=now) == "hours"


def test_a_slot_can_be_booked_until_it_ends(remote_worker, desk, now):
    today = now.date()

    assert make_booking(remote_worker, desk, today, "morning", now=datetime(2026, 11, 25, 12, 29, tzinfo=PARIS))
    assert refusal_code(remote_worker, desk, today, "morning", now=datetime(2026, 11, 25, 12, 30, tzinfo=PARIS)) == "notice"


def test_notice_counts_back_from_the_start(remote_worker, desk, thursday, now):
    Policy.objects.create(telecentre=desk.telecentre, notice_minutes=60)

    assert refusal_code(remote_worker, desk, thursday, now=datetime(2026, 11, 26, 7, 31, tzinfo=PARIS)) == "notice"
    assert make_booking(remote_worker, desk, thursday, now=datetime(2026, 11, 26, 7, 30, tzinfo=PARIS))


def test_the_past_is_refused(remote_worker, desk, now):
    assert refusal_code(remote_worker, desk, date(2026, 11, 24), now=now) == "notice"


def test_the_horizon_counts_civil_days(remote_worker, desk, now):
    Policy.objects.create(telecentre=desk.telecentre, horizon_days=2)

    assert make_booking(remote_worker, desk, FRIDAY, now=now)
    assert refusal_code(remote_worker, desk, date(2026, 11, 30), now=now) == "horizon"


def test_the_longest_stay_is_the_centres(remote_worker, desk, thursday, now):
    Policy.objects.create(telecentre=desk.telecentre, longest_hours=5)

    assert refusal_code(remote_worker, desk, thursday, "day", now=now) == "longest_stay"
    assert make_booking(remote_worker, desk, thursday, "afternoon", now=now)


def test_the_weekly_quota_counts_from_monday_to_sunday(remote_worker, desk, murat, thursday, now):
    Policy.objects.create(telecentre=murat, weekly_quota=2)
    make_booking(remote_worker, desk, thursday, "morning", now=now)
    make_booking(remote_worker, desk, thursday, "afternoon", now=now)

    assert refusal_code(remote_worker, desk, FRIDAY, now=now) == "weekly_quota"
    assert make_booking(remote_worker, desk, date(2026, 11, 30), now=now)


def test_one_person_holds_one_desk_at_a_time(remote_worker, murat, allanche, thursday, now):
    make_booking(remote_worker, murat.workspaces.first(), thursday, now=now)

    assert refusal_code(remote_worker, allanche.workspaces.first(), thursday, "morning", now=now) == "one_desk"


def test_the_database_holds_one_person_to_one_desk_without_the_rule(remote_worker, murat, allanche, thursday, now, monkeypatch):
    make_booking(remote_worker, murat.workspaces.first(), thursday, now=now)
    monkeypatch.setattr(rules, "BOOKING", [])

    with pytest.raises(ValidationError) as refusal:
        make_booking(remote_worker, allanche.workspaces.first(), thursday, now=now)

    assert refusal.value.code == "one_desk"


def test_without_its_constraint_one_person_could_hold_two_desks(remote_worker, murat, allanche, thursday, now, monkeypatch):
    """The control of the test above."""
    make_booking(remote_worker, murat.workspaces.first(), thursday, now=now)
    monkeypatch.setattr(rules, "BOOKING", [])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bookings_booking DROP CONSTRAINT bookings_booking_one_desk_at_a_time")

    make_booking(remote_worker, allanche.workspaces.first(), thursday, now=now)

    assert Booking.objects.live().count() == 2


def test_an_unproved_address_holds_two_bookings(desk, murat, thursday, now):
    make_booking("visiteur@exemple.fr", desk, thursday, "morning", now=now)
    booking = make_booking("visiteur@exemple.fr", desk, thursday, "afternoon", now=now)

    assert refusal_code("visiteur@exemple.fr", desk, FRIDAY, now=now) == "open_limit"
    actions.prove(booking, now=now)
    assert make_booking("visiteur@exemple.fr", desk, FRIDAY, now=now)


def test_an_unproved_address_never_counts_against_an_account(remote_worker, murat, thursday, now):
    make_booking(remote_worker.email, murat.workspaces.get(code="1"), thursday, now=now)

    assert make_booking(remote_worker, murat.workspaces.get(code="2"), thursday, now=now)


@pytest.mark.parametrize("rule", rules.BOOKING, ids=lambda rule: rule.__name__)
def test_no_rule_speaks_up_against_an_ordinary_booking(rule, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    rule(booking, now=now)


def test_a_proved_visitor_moves_the_very_booking_that_was_proved(desk, murat, thursday, now):
    proved = make_booking("visiteur@exemple.fr", desk, thursday, "morning", now=now)
    actions.prove(proved, now=now)
    make_booking("visiteur@exemple.fr", desk, thursday, "afternoon", now=now)
    make_booking("visiteur@exemple.fr", desk, FRIDAY, now=now)

    moved = actions.move(proved, workspace=murat.workspaces.get(code="2"), day=thursday, part="morning", now=now)

    assert moved.version == 2


def test_what_a_person_proved_as_a_visitor_counts_with_the_account(remote_worker, murat, allanche, thursday, now):
    actions.prove(make_booking(remote_worker.email, murat.workspaces.first(), thursday, now=now), now=now)

    assert refusal_code(remote_worker, allanche.workspaces.first(), thursday, now=now) == "one_desk"
