"""Hours, rooms over their desks, and several desks at once."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import actions, availability, choice, invariants
from bookings.availability import Calendar
from bookings.models import Ask, Booking, Occupancy
from telecentres.models import Policy, Tariff, Workspace
from tests.factories import BEGINNING, make_booking, make_desk

ROOM = Ask(Workspace.Kind.TRAINING_ROOM)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def room(murat):
    """A training room for ten in which desks 1 and 2 stand."""
    room = make_desk(murat, "salle", kind=Workspace.Kind.TRAINING_ROOM, seats=10)
    murat.workspaces.filter(code__in=["1", "2"]).update(parent=room)
    return room


def held(booking: Booking) -> list[str]:
    return sorted(booking.occupancies.live().values_list("workspace__code", flat=True))


def free(telecentre, day: date, part: str, ask: Ask, now: datetime) -> int:
    slot = Calendar.load([telecentre], day, day, now=now, ask=ask).slot(telecentre, day, part)
    return slot.free if slot else -1


@pytest.fixture(autouse=True)
def _nothing_contradicts_itself(db, now):
    yield
    assert list(invariants.find(now)) == []


# --- hours -------------------------------------------------------------------------------------------------------


def test_a_desk_is_booked_for_two_hours(remote_worker, other_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, "09:00-11:00", now=now)
    after = make_booking(other_worker, desk, thursday, "11:00-12:30", now=now)

    assert (booking.starts_at, booking.ends_at) == (local(thursday, 9), local(thursday, 11))
    assert after.starts_at == booking.ends_at


def test_hours_that_meet_hours_clash_and_the_refusal_offers_the_same_hours(remote_worker, other_worker, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, "09:00-11:00", now=now)

    with pytest.raises(actions.Clash) as refusal:
        make_booking(other_worker, desk, thursday, "10:30-12:00", now=now)

    assert [other.code for other in refusal.value.alternatives.same_time] == ["2", "3", "4"]
    assert {slot.part for slot in refusal.value.alternatives.same_place} == {"10:30-12:00"}


def test_hours_take_the_half_day_from_the_desk_only(remote_worker, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, "09:00-10:00", now=now)

    assert free(desk.telecentre, thursday, "morning", Ask(), now) == 3
    assert free(desk.telecentre, thursday, "afternoon", Ask(), now) == 4
    assert free(desk.telecentre, thursday, "10:00-12:00", Ask(), now) == 4


@pytest.mark.parametrize(
    ("granularity", "part", "may"),
    [
        (Policy.Granularity.DAY, "day", True),
        (Policy.Granularity.DAY, "morning", False),
        (Policy.Granularity.DAY, "09:00-11:00", False),
        (Policy.Granularity.HALF_DAY, "morning", True),
        (Policy.Granularity.HALF_DAY, "09:00-11:00", False),
        (Policy.Granularity.HOUR, "09:00-11:00", True),
    ],
)
def test_the_centre_says_in_which_parts_a_kind_is_booked(remote_worker, desk, thursday, now, granularity, part, may):
    Policy.objects.create(telecentre=desk.telecentre, granularity=granularity)

    if may:
        make_booking(remote_worker, desk, thursday, part, now=now)
    else:
        with pytest.raises(ValidationError) as refusal:
            make_booking(remote_worker, desk, thursday, part, now=now)
        assert refusal.value.code == "granularity"
    assert (free(desk.telecentre, thursday, part, Ask(), now) > 0) == may


def test_where_only_whole_days_are_booked_the_next_free_days_are_shown(desk, now):
    Policy.objects.create(telecentre=desk.telecentre, granularity=Policy.Granularity.DAY)

    found = availability.next_free_halves([desk.telecentre], now=now)[desk.telecentre.pk]

    assert [slot.part for slot in found] == ["day", "day", "day"]


@pytest.mark.parametrize("part", ["07:00-09:00", "09:00-09:30", "25:00-26:00", "09:00-", "\x00", "nuit"])
def test_hours_that_are_not_offered_are_refused(remote_worker, desk, thursday, now, part):
    with pytest.raises(ValidationError) as refusal:
        make_booking(remote_worker, desk, thursday, part, now=now)

    assert refusal.value.code == "hours"
    assert not Occupancy.objects.exists()


def test_hours_are_moved_as_hours(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, "09:00-11:00", now=now)

    moved = actions.move(booking, workspace=desk, day=thursday, part="10:00-12:00", now=now)  # over itself

    assert (moved.part, moved.starts_at, held(moved)) == ("10:00-12:00", local(thursday, 10), ["1"])


# --- rooms -------------------------------------------------------------------------------------------------------


def test_a_whole_room_takes_the_desks_in_it(remote_worker, other_worker, room, thursday, now):
    booking = make_booking(remote_worker, room, thursday, now=now, places=6)

    assert held(booking) == ["1", "2", "salle"]
    with pytest.raises(actions.Clash):
        make_booking(other_worker, room.telecentre.workspaces.get(code="1"), thursday, "morning", now=now)
    assert free(room.telecentre, thursday, "day", Ask(), now) == 2


def test_a_desk_taken_in_it_takes_the_whole_room_from_others(remote_worker, other_worker, room, thursday, now):
    make_booking(remote_worker, room.telecentre.workspaces.get(code="2"), thursday, "09:00-10:00", now=now)

    assert free(room.telecentre, thursday, "day", ROOM, now) == 0
    assert free(room.telecentre, thursday, "afternoon", ROOM, now) == 1
    with pytest.raises(actions.Clash):
        make_booking(other_worker, room, thursday, "morning", now=now)
    assert Booking.objects.count() == 1


def test_giving_up_a_room_frees_its_desks(remote_worker, room, thursday, now):
    actions.cancel(make_booking(remote_worker, room, thursday, now=now), now=now)

    assert not Occupancy.objects.live().exists()


def test_whoever_has_a_room_may_have_a_desk_too(remote_worker, room, thursday, now):
    make_booking(remote_worker, room, thursday, now=now)

    make_booking(remote_worker, room.telecentre.workspaces.get(code="3"), thursday, now=now)


def test_a_room_too_small_is_refused(remote_worker, room, thursday, now):
    with pytest.raises(ValidationError) as refusal:
        make_booking(remote_worker, room, thursday, now=now, places=11)

    assert refusal.value.code == "seats"


def test_a_closed_room_closes_its_desks_and_a_closed_desk_its_room(remote_worker, room, thursday, now):
    murat, one = room.telecentre, room.telecentre.workspaces.get(code="1")
    morning = {"starts_at": local(thursday, 8), "ends_at": local(thursday, 13)}
    actions.close(telecentre=murat, workspace=room, reason="travaux", now=now, **morning)

    with pytest.raises(ValidationError) as refusal:
        make_booking(remote_worker, one, thursday, "morning", now=now)
    assert refusal.value.code == "closed"
    assert free(room.telecentre, thursday, "morning", Ask(), now) == 2

    afternoon = (local(thursday, 13), local(thursday, 19))
    actions.close(
        telecentre=room.telecentre, workspace=one, starts_at=afternoon[0], ends_at=afternoon[1], reason="écran", now=now
    )
    assert free(room.telecentre, thursday, "afternoon", ROOM, now) == 0


def test_closing_a_desk_names_the_booking_of_its_whole_room(remote_worker, room, thursday, now):
    booking = make_booking(remote_worker, room, thursday, now=now)
    one = room.telecentre.workspaces.get(code="1")
    day = {"starts_at": local(thursday, 8), "ends_at": local(thursday, 19)}

    with pytest.raises(actions.Touched) as touched:
        actions.close(telecentre=room.telecentre, workspace=one, reason="écran", now=now, **day)

    assert touched.value.bookings == [booking]


def test_a_desk_put_into_a_booked_room_is_taken_with_it(remote_worker, room, thursday, now):
    make_booking(remote_worker, room, thursday, now=now)

    new = make_desk(room.telecentre, "9", parent=room)

    assert new.occupancies.live().count() == 1
    assert free(room.telecentre, thursday, "day", Ask(), now) == 2


@pytest.mark.parametrize("parent", ["itself", "a desk", "a room in a room"])
def test_rooms_do_not_stand_in_one_another(room, parent):
    inner = make_desk(room.telecentre, "petite", kind=Workspace.Kind.MEETING_ROOM, seats=4, parent=room)
    inner.parent = {"itself": inner, "a desk": room.telecentre.workspaces.get(code="3"), "a room in a room": inner}[parent]
    if parent == "a room in a room":
        inner = make_desk(room.telecentre, "coin", kind=Workspace.Kind.BOOTH)
        inner.parent = room.telecentre.workspaces.get(code="petite")

    with pytest.raises(ValidationError):
        inner.clean()


# --- several desks -----------------------------------------------------------------------------------------------


def test_a_group_gets_as_many_desks_as_people_the_next_on_the_plan(remote_worker, murat, thursday, now):
    booking = make_booking(remote_worker, murat.workspaces.get(code="3"), thursday, now=now, places=3)

    assert held(booking) == ["1", "3", "4"]
    assert {desk.code for desk in booking.workspaces} == {"3", "4", "1"}
    assert booking.workspaces[0].code == "3"


def test_a_group_leaps_over_what_is_taken_and_fails_whole(remote_worker, other_worker, murat, thursday, now):
    make_booking(other_worker, murat.workspaces.get(code="2"), thursday, "morning", now=now)

    booking = make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, now=now, places=3)
    with pytest.raises(actions.Clash):
        make_booking(other_worker, murat.workspaces.get(code="2"), thursday, "afternoon", now=now, places=2)

    assert held(booking) == ["1", "3", "4"]
    assert Booking.objects.count() == 2


def test_a_group_moves_whole_and_is_priced_by_the_desk(remote_worker, murat, thursday, now):
    Tariff.objects.create(telecentre=murat, unit="half_day", price="10", valid_from=BEGINNING)
    first, second = murat.workspaces.get(code="1"), murat.workspaces.get(code="2")
    booking = make_booking(remote_worker, first, thursday, "morning", now=now, places=3)

    moved = actions.move(booking, workspace=second, day=thursday, part="afternoon", now=now)

    assert (held(moved), moved.price) == (["2", "3", "4"], Decimal(30))


def test_a_form_sent_again_for_another_number_is_not_the_same(remote_worker, murat, thursday, now):
    first = make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, now=now, places=2)

    with pytest.raises(actions.KeyReused):
        make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, now=now, places=3, key=first.idempotency_key)


def test_where_too_few_desks_are_free_the_day_is_full_for_a_group(remote_worker, murat, thursday, now):
    make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, now=now)

    assert free(murat, thursday, "day", Ask(places=3), now) == 3
    assert free(murat, thursday, "day", Ask(places=4), now) == 0
    assert choice.choose(murat, now=now, day=thursday, places=4).is_free is False


# --- the choice --------------------------------------------------------------------------------------------------


def test_the_choice_completes_a_kind_from_the_code_or_from_what_the_centre_has(room, now):
    murat = room.telecentre

    assert choice.choose(murat, now=now).ask.kind == Workspace.Kind.DESK
    assert choice.choose(murat, now=now, code="salle").desk == room
    murat.workspaces.desks().update(active_until=date(2026, 1, 31))
    assert choice.choose(murat, now=now).desk == room
