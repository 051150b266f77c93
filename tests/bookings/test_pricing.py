"""One price: what is shown before the booking is what is stored with it; newcomers, and what a stranger may learn."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bookings import actions, choice, pricing
from bookings.models import Ask, Booker, Booking
from telecentres.models import FreePeriod, Tariff
from tests.factories import BEGINNING, make_booking

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture
def prices(murat):
    for unit, price in {"half_day": 10, "day": 20, "week": 80, "month": 100, "hour": 3}.items():
        Tariff.objects.create(telecentre=murat, unit=unit, price=price, valid_from=BEGINNING)


@pytest.fixture
def free_week(murat, prices):
    return FreePeriod.objects.create(telecentre=murat, days=7, valid_from=BEGINNING)


def booker(user) -> Booker:
    return Booker.of(user)


@pytest.mark.parametrize("part", ["day", "morning", "afternoon", "09:00-11:00", "09:00-17:00"])
@pytest.mark.parametrize("is_known", [False, True])
def test_the_price_shown_is_the_price_stored(remote_worker, murat, desk, free_week, thursday, now, part, is_known):
    if is_known:
        make_booking(remote_worker, desk, date(2026, 11, 25), "afternoon", now=now)
        now += timedelta(days=8)
    shown = choice.choose(murat, now=now, day=date(2026, 12, 3), part=part, booker=booker(remote_worker)).chosen_part.price

    stored = make_booking(remote_worker, desk, date(2026, 12, 3), part, now=now).price

    assert shown == stored
    assert (stored > 0) is is_known


def test_the_free_period_counts_civil_days_from_the_first_one(remote_worker, desk, free_week, now):
    days = [date(2026, 11, 26), date(2026, 12, 2), date(2026, 12, 3)]

    found = [make_booking(remote_worker, desk, day, now=now).price for day in days]

    assert found == [Decimal(0), Decimal(0), Decimal(20)]


def test_what_was_given_up_begins_no_free_period(remote_worker, desk, free_week, thursday, now):
    actions.cancel(make_booking(remote_worker, desk, thursday, now=now), now=now, as_staff=True)

    later = make_booking(remote_worker, desk, date(2026, 12, 7), now=now)

    assert later.price == 0


def test_the_offer_of_the_first_day_holds_to_its_end(remote_worker, murat, desk, free_week, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now)
    FreePeriod.objects.create(telecentre=murat, days=0, valid_from=FRIDAY)

    assert make_booking(remote_worker, desk, MONDAY, now=now).price == 0


def test_an_offer_that_has_ended_gives_newcomers_nothing(remote_worker, murat, desk, free_week, now):
    FreePeriod.objects.create(telecentre=murat, days=0, valid_from=FRIDAY)

    assert make_booking(remote_worker, desk, MONDAY, now=now).price == 20


def test_the_free_period_of_one_centre_is_not_that_of_another(remote_worker, desk, allanche, free_week, thursday, now):
    Tariff.objects.create(telecentre=allanche, unit="day", price=18, valid_from=BEGINNING)

    assert make_booking(remote_worker, allanche.workspaces.first(), thursday, now=now).price == 18


def test_groups_pay_from_the_first_day(remote_worker, desk, free_week, thursday, now):
    assert make_booking(remote_worker, desk, thursday, now=now, places=2).price == 40


def test_a_move_is_priced_for_the_day_it_moves_to(remote_worker, desk, free_week, thursday, now):
    make_booking(remote_worker, desk, thursday, "morning", now=now)
    booking = make_booking(remote_worker, desk, MONDAY, now=now)

    moved = actions.move(booking, workspace=desk, day=date(2026, 12, 10), part="day", now=now)

    assert (booking.price, moved.price) == (Decimal(0), Decimal(20))


def test_the_only_booking_moves_with_its_free_period(remote_worker, desk, free_week, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    assert actions.move(booking, workspace=desk, day=date(2026, 12, 10), part="day", now=now).price == 0


def test_a_price_without_tariff_stays_unknown(remote_worker, desk, thursday, now):
    assert make_booking(remote_worker, desk, thursday, now=now).price is None


def test_terms_for_nobody_are_the_usual_ones(murat, free_week, thursday):
    terms = pricing.terms(murat, thursday, Ask())

    assert (terms.is_free, terms.free_days, terms.prices["day"]) == (False, 7, Decimal(20))


# --- the pages ------------------------------------------------------------------------------------------------


def answers(day: date) -> str:
    return f"?jour={day}&creneau=journee&bureau=1"


def test_a_visitor_sees_the_price_and_that_newcomers_pay_nothing(client, free_week, thursday, now):
    page = client.get(reverse("bookings:verify", args=["murat"]) + answers(thursday)).content.decode()

    assert "20,00" in page
    assert "gratuit pendant les 7 premiers jours" in page.replace("\u00a0", " ")


def test_somebody_signed_in_sees_their_own_price(client, remote_worker, free_week, thursday, now):
    client.force_login(remote_worker)

    page = client.get(reverse("bookings:verify", args=["murat"]) + answers(thursday)).content.decode()

    assert "0,00" in page
    assert "20,00" not in page


def test_a_stranger_does_not_learn_from_the_price_whether_an_address_has_been_here(client, desk, free_week, thursday, now):
    """The browser that typed the address sees no price; the mail, which only the owner reads, says it."""
    make_booking("victime@exemple.fr", desk, date(2026, 11, 25), "afternoon", now=now)
    form = {"name": "X", "email": "victime@exemple.fr", "jour": thursday, "creneau": "journee", "bureau": "1"}
    key = "3e4d0c8e-54f2-4b43-8d3c-8b1d23a54a11"
    client.post(reverse("bookings:verify", args=["murat"]) + answers(thursday), form | {"key": key})
    booking = Booking.objects.get(idempotency_key=key)

    page = client.get(booking.get_absolute_url()).content.decode()

    assert booking.price == 0
    assert "0,00" not in page
    assert "il est dans le courriel" in page
