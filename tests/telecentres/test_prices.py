"""What a part of a day costs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from telecentres import hours
from telecentres.hours import Period, instant
from telecentres.prices import price_of

DAY = date(2026, 11, 26)
FULL = {"hour": Decimal("3"), "half_day": Decimal("10"), "day": Decimal("20")}


def period(part: str) -> Period:
    bounds = hours.stretch_bounds(part)
    if bounds is None:
        return Period(instant(DAY, hours.time(9)), instant(DAY, hours.time(18)))
    return Period(*(instant(DAY, wall) for wall in bounds))


@pytest.mark.parametrize(
    ("prices", "part", "price"),
    [
        (FULL, "day", "20"),
        (FULL, "morning", "10"),
        (FULL, "09:00-11:00", "6"),
        (FULL, "09:00-10:30", "4.50"),
        (FULL, "08:30-12:30", "10"),  # four hours are a half-day, never dearer
        (FULL, "11:00-16:00", "15"),  # on both sides of midday no half-day is near
        (FULL, "08:30-18:00", "20"),  # nor are hours ever dearer than the day
        ({"half_day": Decimal(10), "day": Decimal(20)}, "09:00-11:00", "10"),
        ({"half_day": Decimal(10), "day": Decimal(20)}, "11:00-15:00", "20"),
        ({"day": Decimal(20)}, "09:00-11:00", "20"),
        ({"hour": Decimal(5)}, "09:00-18:00", "45"),
    ],
)
def test_hours_cost_their_number_but_never_more_than_the_half_or_the_day(prices, part, price):
    assert price_of(prices, part, period(part)) == Decimal(price)


@pytest.mark.parametrize("part", ["day", "morning", "09:00-11:00"])
def test_what_no_centre_has_published_has_no_price(part):
    assert price_of({}, part, period(part)) is None


def test_a_free_period_costs_nothing():
    assert price_of({"hour": Decimal(0)}, "09:00-11:00", period("09:00-11:00")) == 0
    assert timedelta(hours=2) == period("09:00-11:00").ends_at - period("09:00-11:00").starts_at
