"""Each invariant finds its contradiction: data broken behind the back of the constraints, inside the test's transaction."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from bookings import actions, invariants
from bookings.models import Booker, Booking, BookingEvent, Occupancy
from dispatch import invariants as every_app
from dispatch.models import Message

DAY = date(2026, 11, 30)


@pytest.fixture
def booking(murat, remote_worker, now) -> Booking:
    return book(remote_worker, murat, now)


@pytest.fixture
def other_booking(murat, other_worker, now, booking) -> Booking:
    return book(other_worker, murat, now, desk=1)


def book(user, centre, now, *, desk: int = 0, day: date = DAY, part: str = "day") -> Booking:
    return actions.book(
        booker=Booker.of(user),
        workspace=centre.workspaces.all()[desk],
        day=day,
        part=part,
        key=uuid.uuid4(),
        language="fr",
        now=now,
    )


def without(*constraints: str) -> None:
    """The test's transaction takes the constraints back at its end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in constraints:
            table = "_".join(constraint.split("_")[:2])
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')


def findings(now) -> list[tuple[str, str]]:
    return [tuple(finding) for finding in invariants.find(now)]


def rules_broken(now) -> set[str]:
    return {rule for rule, _what in findings(now)}


def test_a_day_of_ordinary_life_has_no_finding(booking, other_booking, murat, now):
    actions.move(booking, workspace=murat.workspaces.all()[2], day=DAY, part="morning", now=now)
    actions.cancel(other_booking, now=now)
    actions.close(
        telecentre=murat,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        reason="neige",
        now=now,
        touched=actions.Answers("keep"),
    )

    assert findings(now) == []


def test_two_occupancies_of_one_desk_are_found(booking, other_booking, now):
    without("bookings_occupancy_no_overlap")
    row = other_booking.occupancies.get()

    other_booking.occupancies.update(workspace=booking.workspace)

    assert ("desks_taken_twice", f"workspace {booking.workspace_id}: occupancy {row.pk} begins at") in [
        (rule, what.split(" 2026")[0]) for rule, what in findings(now)
    ]


def test_an_overlap_hidden_behind_a_short_neighbour_is_found(booking, now):
    """The second of three begins and ends inside the first; the third overlaps the first, not the second."""
    without("bookings_occupancy_no_overlap")
    start = booking.starts_at
    for begins, ends in [(1, 2), (3, 12)]:
        Occupancy.objects.create(
            workspace=booking.workspace,
            telecentre=booking.telecentre,
            booking=booking,
            starts_at=start + timedelta(hours=begins),
            ends_at=start + timedelta(hours=ends),
        )

    assert len(invariants.desks_taken_twice(now)) == 2


def test_desks_that_follow_each_other_are_no_overlap(murat, remote_worker, other_worker, now):
    without("bookings_occupancy_no_overlap")
    book(remote_worker, murat, now, part="morning")
    book(other_worker, murat, now, part="afternoon")

    assert findings(now) == []


def test_a_person_at_two_desks_is_found(booking, other_booking, now):
    without("bookings_booking_one_desk_at_a_time")

    Booking.objects.filter(pk=other_booking.pk).update(booked_by=booking.booked_by)

    assert [rule for rule, _what in findings(now)] == ["people_in_two_places"]


def test_a_visitor_at_two_desks_is_found(booking, other_booking, now):
    Booking.objects.update(booked_by=None, visitor_name="Claude Exemple", visitor_email="claude@exemple.fr")

    assert [rule for rule, _what in findings(now)] == ["people_in_two_places"]


def test_a_live_booking_without_its_desk_is_found(booking, now):
    booking.occupancies.update(live=False)

    assert findings(now) == [("bookings_without_their_desk", f"{booking.reference} is confirmed but does not occupy its desk")]


@pytest.mark.parametrize("change", ["time", "desk"])
def test_a_booking_that_occupies_something_else_is_found(booking, murat, now, change):
    if change == "time":
        booking.occupancies.update(ends_at=booking.ends_at + timedelta(hours=1))
    else:
        booking.occupancies.update(workspace=murat.workspaces.all()[3])

    assert rules_broken(now) == {"bookings_without_their_desk", "desks_held_for_nothing"}


def test_a_desk_kept_by_a_cancelled_booking_is_found(booking, now):
    actions.cancel(booking, now=now)
    booking.occupancies.update(live=True)

    assert [rule for rule, _what in findings(now)] == ["desks_held_for_nothing"]


def test_a_closure_that_leaves_a_desk_free_is_found(murat, booking, now):
    closure = actions.close(
        telecentre=murat,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at + timedelta(hours=2),
        reason="neige",
        now=now,
        touched=actions.Answers("keep"),
    )
    row = closure.occupancies.filter(workspace=booking.workspace).get()

    row.delete()

    gap = f"closure {closure.pk} leaves workspace {booking.workspace_id} free for a time"
    assert findings(now) == [("closures_with_gaps", gap)]


def test_an_occupancy_in_another_centre_is_found(booking, allanche, now):
    without("bookings_occupancy_centre_of_workspace")

    booking.occupancies.update(telecentre=allanche)

    assert [rule for rule, _what in findings(now)] == ["occupancies_in_another_centre"]


@pytest.mark.parametrize("loss", ["everything", "the last change"])
def test_a_booking_without_its_history_is_found(booking, now, loss):
    actions.cancel(booking, now=now)
    lost = BookingEvent.objects.filter(pgh_obj=booking)

    (lost if loss == "everything" else lost.filter(state="cancelled")).delete()

    assert [rule for rule, _what in findings(now)] == ["bookings_without_history"]


def test_a_booking_nobody_was_told_about_is_found(booking, now):
    Message.objects.all().delete()

    assert findings(now) == [("bookings_without_mail", f"{booking.reference} (version 1) has no mail in the outbox")]


@pytest.mark.parametrize("kind", ["bookings.confirmed", "bookings.reminder"])
def test_a_mail_sent_for_a_booking_given_up_is_found(booking, now, kind):
    if kind == "bookings.reminder":
        actions.remind(booking, now=now)
    actions.cancel(booking, now=now)

    Message.objects.filter(kind=kind).update(
        state="sent", sent_at=Now() + timedelta(minutes=5)
    )  # history has the database's clock

    assert [rule for rule, _what in findings(now)] == ["mails_that_were_wrong"]


def test_a_mail_sent_before_the_change_was_right(booking, now):
    Message.objects.update(state="sent", sent_at=Now())
    actions.cancel(booking, now=now)

    assert findings(now) == []


def test_a_cancellation_told_of_a_live_booking_is_found(booking, now):
    Message.objects.create(
        kind="bookings.cancelled",
        key=booking.reference,
        recipient="camille@exemple.fr",
        state="sent",
        due_at=now,
        message_id="<1@exemple.fr>",
    )

    assert [rule for rule, _what in findings(now)] == ["mails_that_were_wrong"]


def test_a_mail_that_waits_is_found(booking, now):
    due_at = Message.objects.get().due_at

    assert invariants.mails_that_wait(due_at + timedelta(minutes=9)) == []
    assert len(invariants.mails_that_wait(due_at + timedelta(minutes=11))) == 1


def test_the_command_lists_findings_and_fails(murat, remote_worker, capsys):
    today = timezone.localdate()
    booking = book(remote_worker, murat, timezone.now(), day=today + timedelta(days=7 - today.weekday()))
    booking.occupancies.update(live=False)

    with pytest.raises(CommandError, match="Findings: 1"):
        call_command("check_invariants")

    sentence = f"{booking.reference} is confirmed but does not occupy its desk"
    assert capsys.readouterr().out == f"bookings_without_their_desk: {sentence}\n"


def test_the_command_is_content_with_an_empty_portal(db, capsys):
    call_command("check_invariants")

    assert capsys.readouterr().out == f"Nothing found by {len(every_app.RULES)} rules.\n"
