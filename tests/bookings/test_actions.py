"""Taking, moving and freeing a desk."""

import re
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bookings import actions, rules
from bookings.models import Booker, Booking, Occupancy
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Closure, OpeningHours, Tariff
from tests.factories import BEGINNING, make_booking, make_desk

CHECKOUT = Path(__file__).resolve().parents[2]


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())


def test_a_booking_holds_its_desk_and_writes_its_mail(remote_worker, desk, thursday, now):
    Tariff.objects.create(telecentre=desk.telecentre, unit="day", price="20", valid_from=BEGINNING)

    booking = make_booking(remote_worker, desk, thursday, now=now)

    assert (booking.starts_at, booking.ends_at) == (local(thursday, 8, 30), local(thursday, 18))
    assert booking.price == Decimal(20)
    assert booking.reference.startswith("MUR-")
    occupancy = Occupancy.objects.live().get()
    assert (occupancy.workspace, occupancy.starts_at, occupancy.ends_at) == (desk, booking.starts_at, booking.ends_at)
    mail = Message.objects.get()
    assert (mail.kind, mail.key, mail.recipient) == ("bookings.confirmed", booking.reference, remote_worker.email)


def test_a_taken_desk_is_refused_with_other_desks_days_and_centres(remote_worker, other_worker, desk, allanche, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now)

    with pytest.raises(actions.Clash) as refusal:
        make_booking(other_worker, desk, thursday, now=now)

    found = refusal.value.alternatives
    assert [other.code for other in found.same_time] == ["2", "3", "4"]
    assert [slot.day for slot in found.same_place] == [date(2026, 11, 27), date(2026, 11, 30)]
    assert [(slot.telecentre, slot.free) for slot in found.elsewhere] == [(allanche, 4)]
    assert Booking.objects.count() == 1
    assert Message.objects.count() == 1


def test_the_morning_leaves_the_afternoon_free(remote_worker, other_worker, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, "morning", now=now)

    make_booking(other_worker, desk, thursday, "afternoon", now=now)

    assert Booking.objects.live().count() == 2


def test_the_same_form_sent_again_gives_the_same_booking(desk, thursday, now):
    key = uuid.uuid4()
    first = make_booking("visiteur@exemple.fr", desk, thursday, now=now, key=key)

    again = make_booking("visiteur@exemple.fr", desk, thursday, now=now, key=key)

    assert again == first
    assert Message.objects.count() == 1


@pytest.mark.parametrize("changed", ["desk", "address"])
def test_the_same_form_with_other_answers_is_refused(desk, murat, thursday, now, changed):
    key = uuid.uuid4()
    make_booking("visiteur@exemple.fr", desk, thursday, now=now, key=key)
    other = murat.workspaces.get(code="2") if changed == "desk" else desk
    address = "autre@exemple.fr" if changed == "address" else "visiteur@exemple.fr"

    with pytest.raises(actions.KeyReused):
        make_booking(address, other, thursday, now=now, key=key)

    assert Booking.objects.count() == 1


def test_a_move_frees_the_old_desk_and_keeps_the_reference(remote_worker, desk, murat, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    other = murat.workspaces.get(code="2")

    moved = actions.move(booking, workspace=other, day=thursday, part="morning", now=now)

    assert (moved.reference, moved.version, moved.workspace, moved.part) == (booking.reference, 2, other, "morning")
    assert [row.workspace for row in Occupancy.objects.live()] == [other]
    assert set(Message.objects.values_list("kind", "version")) == {("bookings.confirmed", 1), ("bookings.moved", 2)}


def test_a_move_may_overlap_its_own_old_time(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, "morning", now=now)

    moved = actions.move(booking, workspace=desk, day=thursday, part="day", now=now)

    assert moved.ends_at == local(thursday, 18)


def test_a_move_to_a_taken_desk_changes_nothing(remote_worker, other_worker, desk, murat, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    other = murat.workspaces.get(code="2")
    make_booking(other_worker, other, thursday, now=now)

    with pytest.raises(actions.Clash) as refusal:
        actions.move(booking, workspace=other, day=thursday, part="day", now=now)

    assert [free.code for free in refusal.value.alternatives.same_time] == ["1", "3", "4"]
    booking.refresh_from_db()
    assert (booking.workspace, booking.version) == (desk, 1)
    assert Occupancy.objects.live().filter(booking=booking).get().workspace == desk


def test_moving_to_the_same_place_twice_writes_one_mail(remote_worker, desk, murat, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    place = {"workspace": murat.workspaces.get(code="2"), "day": thursday, "part": "day", "now": now}

    actions.move(booking, **place)
    actions.move(booking, **place)

    assert Message.objects.filter(kind="bookings.moved").count() == 1


def test_cancelling_frees_the_desk_at_once(remote_worker, other_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    actions.cancel(booking, now=now)

    make_booking(other_worker, desk, thursday, now=now)
    assert Message.objects.filter(kind="bookings.cancelled", version=2).count() == 1


def test_cancelling_twice_writes_one_mail(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    actions.cancel(booking, now=now)
    actions.cancel(booking, now=now)

    assert Message.objects.filter(kind="bookings.cancelled").count() == 1


def test_after_the_deadline_only_staff_cancels(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    late = local(thursday, 7)

    with pytest.raises(ValidationError) as refusal:
        actions.cancel(booking, now=late)
    cancelled = actions.cancel(booking, now=late, as_staff=True, reason="panne de chauffage")

    assert refusal.value.code == "deadline"
    assert (cancelled.state, cancelled.cancel_reason) == (Booking.State.CANCELLED, "panne de chauffage")


def test_a_closure_without_bookings_takes_every_desk(murat, desk, remote_worker, thursday, now):
    actions.close(telecentre=murat, **hours.whole_day(thursday)._asdict(), reason="neige", now=now)

    with pytest.raises(ValidationError) as refusal:
        make_booking(remote_worker, desk, thursday, now=now)

    assert refusal.value.code == "closed"
    assert "neige" in refusal.value.messages[0]
    assert Occupancy.objects.live().count() == 4


def test_the_database_refuses_a_booking_inside_a_closure_even_without_the_rule(
    murat, desk, remote_worker, thursday, now, monkeypatch
):
    actions.close(telecentre=murat, **hours.whole_day(thursday)._asdict(), reason="neige", now=now)
    monkeypatch.setattr(rules, "BOOKING", [])

    with pytest.raises(actions.Clash):
        make_booking(remote_worker, desk, thursday, now=now)


def test_a_closure_lists_the_bookings_in_its_way_and_saves_nothing(murat, desk, remote_worker, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    with pytest.raises(actions.Touched) as refusal:
        actions.close(telecentre=murat, **hours.whole_day(thursday)._asdict(), reason="neige", now=now)

    assert refusal.value.bookings == [booking]
    assert Closure.objects.count() == 0


def test_a_closure_can_cancel_the_bookings_in_its_way_and_says_why(murat, desk, remote_worker, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    answers = actions.Answers("cancel")
    actions.close(telecentre=murat, **hours.whole_day(thursday)._asdict(), reason="neige", now=now, touched=answers)

    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == (Booking.State.CANCELLED, "neige")
    assert Message.objects.filter(kind="bookings.cancelled", key=booking.reference).exists()
    assert Occupancy.objects.live().filter(closure__isnull=False).count() == 4


def test_a_kept_booking_leaves_its_desk_to_the_closure_when_it_is_cancelled(
    murat, desk, remote_worker, other_worker, thursday, now
):
    booking = make_booking(remote_worker, desk, thursday, "morning", now=now)
    answers = actions.Answers("keep")
    actions.close(telecentre=murat, **hours.whole_day(thursday)._asdict(), reason="neige", now=now, touched=answers)

    actions.cancel(booking, now=now)

    taken = Occupancy.objects.live().filter(workspace=desk).order_by("starts_at")
    assert [(row.booking, row.starts_at, row.ends_at) for row in taken] == [
        (None, hours.whole_day(thursday).starts_at, booking.starts_at),
        (None, booking.starts_at, booking.ends_at),
        (None, booking.ends_at, hours.whole_day(thursday).ends_at),
    ]


def test_reopening_leaves_closed_what_another_closure_covers(murat, thursday, now):
    day = hours.whole_day(thursday)
    first = actions.close(telecentre=murat, **day._asdict(), reason="neige", now=now)
    noon = local(thursday, 12)
    actions.close(telecentre=murat, starts_at=noon, ends_at=day.ends_at, reason="formation", now=now)

    actions.reopen(first)

    rows = Occupancy.objects.live()
    assert {(row.starts_at, row.ends_at) for row in rows} == {(noon, day.ends_at)}
    assert rows.count() == 4


def test_a_desk_added_to_a_closed_centre_is_closed_too(murat, thursday, now):
    actions.close(telecentre=murat, **hours.whole_day(thursday)._asdict(), reason="neige", now=now)

    desk = make_desk(murat, "9")

    assert desk.occupancies.live().count() == 1


def test_changing_hours_names_the_bookings_that_no_longer_fit(murat, desk, remote_worker, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, "afternoon", now=now)
    row = OpeningHours.objects.get(telecentre=murat, weekday=4, opens_at__hour=13)
    row.closes_at = row.closes_at.replace(hour=17)

    left_out = actions.change_hours(row, now=now, touched=actions.Answers("keep"))

    assert left_out == [booking]
    assert Booking.objects.live().get() == booking


def test_history_tells_states_times_and_desks_but_no_person(remote_worker, desk, murat, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    actions.move(booking, workspace=murat.workspaces.get(code="2"), day=thursday, part="day", now=now)
    actions.cancel(booking, now=now)

    story = booking.story()

    assert [(event.version, event.state, event.workspace.code) for _said, event in story] == [
        (1, "confirmed", "1"),
        (2, "confirmed", "2"),
        (3, "cancelled", "2"),
    ]
    columns = {field.name for field in type(story[0][1])._meta.fields}
    assert not columns & {"booked_by", "visitor_name", "visitor_email", "cancel_reason"}


def test_the_database_alone_refuses_an_overlap(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    row = Occupancy(
        workspace=desk,
        telecentre=desk.telecentre,
        booking=booking,
        starts_at=booking.starts_at + timedelta(hours=1),
        ends_at=booking.ends_at,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()

    assert Occupancy.objects.claim([row]) == 0


def test_without_its_constraint_the_database_would_take_the_overlap(remote_worker, desk, thursday, now):
    """The control of the test above."""
    booking = make_booking(remote_worker, desk, thursday, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bookings_occupancy DROP CONSTRAINT bookings_occupancy_no_overlap")

    row = Occupancy(
        workspace=desk, telecentre=desk.telecentre, booking=booking, starts_at=booking.starts_at, ends_at=booking.ends_at
    )

    assert Occupancy.objects.claim([row]) == 1


def test_an_occupancy_cannot_name_another_centre_than_its_desk_has(desk, allanche, remote_worker, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    booking.occupancies.update(telecentre=allanche)

    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_only_the_actions_write_bookings_and_occupancies():
    """One path through which every writer goes; the trials of races and speed fill tables of their own."""
    makes = re.compile(r"\bOccupancy\(|\bBooking\(|objects\.claim\(|Booking\.objects\.(create|bulk_create)")
    product = [path for app in ("accounts", "bookings", "dispatch", "telecentres") for path in (CHECKOUT / app).rglob("*.py")]

    writers = {str(path.relative_to(CHECKOUT)) for path in product if makes.search(path.read_text())}

    writers = {path for path in writers if "/migrations/" not in path and "/trials/" not in path and "/models/" not in path}
    assert writers == {
        "bookings/actions/booking.py",
        "bookings/actions/desks.py",
        "bookings/actions/offers.py",
        "bookings/actions/series.py",
    }


def test_the_same_person_is_the_same_booker(remote_worker):
    assert Booker("a", "b@exemple.fr", remote_worker).lock_key == Booker("c", "d@exemple.fr", remote_worker).lock_key
