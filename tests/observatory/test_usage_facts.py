"""One fact for each attended booking: its hours, the way that it spared, and the end of what ties it to a person."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from bookings import actions as bookings
from bookings.models import Booking
from observatory import actions
from observatory.actions.facts import co2_spared, way_spared
from observatory.models import FactorSet, UsageFact
from telecentres.models import Habits
from tests.factories import make_booking, make_desk
from tests.observatory.conftest import attend

TUESDAY = date(2026, 11, 24)  # the day before `now`


@pytest.fixture
def factors(db) -> FactorSet:
    actions.load_factors()
    return FactorSet.objects.newest()


def test_a_day_instead_of_the_commute(commuter, desk, factors, epci, now):
    attend(commuter, desk, TUESDAY)

    actions.note_usage(now)

    fact = UsageFact.objects.get()
    # Village to town 77.836 km, village to Murat 31.134 km: 2 × (77.836 − 31.134) = 93.4 km; at 50 km/h 112.1 minutes.
    assert (fact.km, fact.minutes) == (Decimal("93.4"), Decimal("112.1"))
    # 93.4 × 0.1423 = 13.29; × 0.69 = 9.17.
    assert (fact.co2_low, fact.co2_high) == (Decimal("9.17"), Decimal("13.29"))
    assert (fact.factors, fact.mode, fact.alternative, fact.home) == (factors, "car", "commute", epci)
    # 8:30 to 18:00 without the pause from 12:30 to 13:30.
    assert (fact.hours, fact.places, fact.month) == (Decimal("8.50"), 1, date(2026, 11, 1))


def test_a_day_instead_of_staying_at_home_is_a_loss_and_not_shrunk(commuter, desk, factors, now):
    Habits.objects.update(alternative="home", employer_at=None)
    attend(commuter, desk, TUESDAY)

    actions.note_usage(now)

    fact = UsageFact.objects.get()
    # −2 × 31.134 km; × 0.1423 = −8.87 at both ends.
    assert (fact.km, fact.minutes) == (Decimal("-62.3"), Decimal("-74.7"))
    assert (fact.co2_low, fact.co2_high) == (Decimal("-8.87"), Decimal("-8.87"))


@pytest.mark.parametrize(
    ("habits", "alternative"),
    [
        ({"home": None}, "commute"),
        ({"employer_at": None}, "commute"),
        ({"alternative": "elsewhere", "employer_at": None}, "unknown"),
        ({"alternative": "", "employer_at": None}, "unknown"),
    ],
)
def test_what_was_not_said_is_not_known(commuter, desk, factors, now, habits, alternative):
    Habits.objects.update(**habits)
    attend(commuter, desk, TUESDAY)

    actions.note_usage(now)

    fact = UsageFact.objects.get()
    assert (fact.km, fact.minutes, fact.co2_low, fact.co2_high, fact.factors) == (None,) * 5
    assert fact.alternative == alternative


def test_a_place_without_a_point_is_not_known(commuter, desk, factors, village, now):
    village.latitude = village.longitude = None
    village.save()
    attend(commuter, desk, TUESDAY)

    actions.note_usage(now)

    assert UsageFact.objects.get().km is None


@pytest.mark.parametrize("mode", ["", "bus"])
def test_without_a_factor_ways_are_known_and_gases_are_not(commuter, desk, now, mode):
    FactorSet.objects.create(version="essai", published_on="2020-01-01", source="x").factors.create(mode="car", kg_per_km="0.2")
    Habits.objects.update(mode=mode)
    attend(commuter, desk, TUESDAY)

    actions.note_usage(now)

    fact = UsageFact.objects.get()
    assert (fact.km, fact.co2_high, fact.factors) == (Decimal("93.4"), None, None)


def test_two_halves_of_a_day_are_one_way(commuter, desk, factors, now):
    attend(commuter, desk, TUESDAY, "13:30", "18:00")
    attend(commuter, desk, TUESDAY, "08:30", "12:30")

    actions.note_usage(now)

    kept = UsageFact.objects.order_by("booking__starts_at").values_list("hours", "km", "co2_high")
    assert list(kept) == [
        (Decimal("4.00"), Decimal("93.4"), Decimal("13.29")),
        (Decimal("4.50"), Decimal("0.0"), Decimal("0.00")),
    ]


def test_two_halves_counted_in_two_nights_are_one_way_as_well(commuter, desk, factors, now):
    attend(commuter, desk, TUESDAY, "08:30", "12:30")
    afternoon = attend(commuter, desk, TUESDAY, "13:30", "18:00", state="confirmed")
    actions.note_usage(now)
    Booking.objects.filter(pk=afternoon.pk).update(state="completed")

    actions.note_usage(now + timedelta(days=1))

    assert sorted(UsageFact.objects.values_list("km", flat=True)) == [Decimal("0.0"), Decimal("93.4")]


def test_the_second_centre_of_a_day_is_not_known(commuter, desk, allanche, factors, now):
    attend(commuter, desk, TUESDAY, "08:30", "12:30")
    attend(commuter, allanche.workspaces.first(), TUESDAY, "13:30", "18:00")

    actions.note_usage(now)

    assert UsageFact.objects.get(telecentre=allanche).km is None


def test_a_guest_has_no_way_and_takes_none_away(commuter, desk, murat, factors, now):
    attend(commuter, desk, TUESDAY, "08:30", "12:30", for_name="Lou", is_personal=False)
    attend(commuter, make_desk(murat, "9"), TUESDAY, "13:30", "18:00")

    actions.note_usage(now)

    guest, own = UsageFact.objects.order_by("booking__starts_at")
    assert (guest.km, guest.home, guest.mode, own.km) == (None, None, "", Decimal("93.4"))
    assert guest.person == own.person  # whoever booked stands for both


def test_a_group_makes_one_way_and_takes_all_its_places(commuter, desk, factors, now):
    attend(commuter, desk, TUESDAY, places=3, is_personal=False)

    actions.note_usage(now)

    fact = UsageFact.objects.get()
    assert (fact.places, fact.hours, fact.km) == (3, Decimal("8.50"), Decimal("93.4"))


@pytest.mark.parametrize("state", ["confirmed", "released", "cancelled", "held", "requested", "rejected", "expired"])
def test_what_nobody_attended_has_no_fact(remote_worker, desk, now, state):
    attend(remote_worker, desk, TUESDAY, state=state)

    assert actions.note_usage(now) == 0
    assert not UsageFact.objects.exists()


def test_today_waits_for_its_end_and_the_long_past_is_left_alone(remote_worker, desk, now):
    attend(remote_worker, desk, now.date(), "08:30", "08:45", state="checked_in")
    attend(remote_worker, desk, now.date() - timedelta(days=61))
    attend(remote_worker, desk, now.date() - timedelta(days=60))

    assert actions.note_usage(now) == 1


def test_the_journey_of_a_booking(remote_worker, desk, thursday, now, time_machine):
    """By the portal's own verbs: booked, arrived, left at eleven; the next night it counts."""
    booking = make_booking(remote_worker, desk, thursday, now=now)
    morning = now + timedelta(days=1)
    time_machine.move_to(morning, tick=False)
    bookings.arrive(booking, now=morning)
    bookings.leave(booking, now=morning + timedelta(hours=2))

    made = actions.note_usage(morning + timedelta(days=1))

    assert made == 1
    assert UsageFact.objects.get().hours == Decimal("2.50")  # from 8:30 to 11:00


def test_counting_again_changes_nothing(commuter, desk, factors, now):
    attend(commuter, desk, TUESDAY)
    actions.note_usage(now)
    before = UsageFact.objects.values().get()
    Habits.objects.update(alternative="home", employer_at=None)

    again = actions.note_usage(now)

    assert (again, UsageFact.objects.values().get()) == (0, before)


def test_a_visitor_is_told_apart_by_address_and_named_nowhere(desk, murat, now):
    attend("Lou@exemple.fr", desk, TUESDAY, "08:30", "12:30")
    attend("lou@exemple.fr", desk, TUESDAY, "13:30", "18:00")
    attend("max@exemple.fr", make_desk(murat, "9"), TUESDAY)
    attend("MUR-1@forgotten.invalid", make_desk(murat, "8"), TUESDAY)

    actions.note_usage(now)

    keys = set(UsageFact.objects.values_list("person", flat=True))
    assert keys == {"", actions.person_key(email="lou@exemple.fr"), actions.person_key(email="max@exemple.fr")}
    assert not any("exemple" in key for key in keys)


def test_the_key_depends_on_the_secret(settings):
    before = actions.person_key(user=1)
    settings.SECRET_KEY = "another secret that is long enough"

    assert actions.person_key(user=1) != before
    assert len(before) == 64


def test_outside_the_hours_the_time_counts_as_it_was(remote_worker, desk, now):
    attend(remote_worker, desk, TUESDAY, "19:00", "20:30")

    actions.note_usage(now)

    assert UsageFact.objects.get().hours == Decimal("1.50")


def test_what_is_spared_is_a_range():
    assert co2_spared(Decimal(100), Decimal("0.2")) == (Decimal("13.80"), Decimal("20.00"))
    assert co2_spared(Decimal(-100), Decimal("0.2")) == (Decimal("-20.00"), Decimal("-20.00"))
    assert co2_spared(Decimal(0), Decimal("0.2")) == (0, 0)


def test_nobody_said_anything(murat):
    assert way_spared(None, murat) is None


def test_keys_go_by_whole_months(remote_worker, desk, now):
    """396 days before 25 November 2026 is 25 October 2025: September 2025 goes, October stays."""
    old, kept = attend(remote_worker, desk, date(2025, 9, 30)), attend(remote_worker, desk, date(2025, 10, 1))
    for booking in (old, kept):
        told = {"month": booking.day.replace(day=1), "kind": "desk", "hours": 1, "person": "a"}
        UsageFact.objects.create(booking=booking, telecentre=desk.telecentre, **told)

    dropped, again = actions.drop_person_keys(now), actions.drop_person_keys(now)

    assert (dropped, again) == (1, 0)
    assert list(UsageFact.objects.order_by("month").values_list("person", "booking")) == [("", None), ("a", kept.pk)]


def test_who_takes_the_agreement_back_is_no_longer_in_the_facts(commuter, other_worker, desk, murat, factors, now):
    attend(commuter, desk, TUESDAY)
    attend(commuter.email, make_desk(murat, "8"), TUESDAY)
    attend(other_worker, make_desk(murat, "9"), TUESDAY)
    actions.note_usage(now)

    unlinked = actions.unlink_person(commuter)

    assert (unlinked, actions.note_usage(now)) == (2, 0)
    assert UsageFact.objects.exclude(person="").get().booking.booked_by == other_worker
    assert UsageFact.objects.count() == 3  # the numbers stay


def test_the_booking_of_who_is_unlinked_goes_once_it_cannot_be_counted_anew(commuter, desk, factors, now):
    attend(commuter, desk, TUESDAY)
    actions.note_usage(now)
    actions.unlink_person(commuter)

    early, late = actions.drop_person_keys(now), actions.drop_person_keys(now + timedelta(days=64))

    assert (early, late) == (0, 1)
    assert UsageFact.objects.get().booking is None
    assert actions.note_usage(now + timedelta(days=64)) == 0


def test_the_queries_of_a_day_do_not_grow_with_its_bookings(commuter, murat, factors, now, django_assert_max_num_queries):
    for number in range(20):
        attend(f"visite{number}@exemple.fr", make_desk(murat, f"2{number}"), TUESDAY)

    with django_assert_max_num_queries(20):
        assert actions.note_usage(now) == 20


def test_the_command_loads_the_factors(db, capsys):
    call_command("load_factors")

    assert capsys.readouterr().out == "2 new.\n"
