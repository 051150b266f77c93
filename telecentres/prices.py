"""What a part of a day costs."""

from datetime import timedelta
from decimal import Decimal

from telecentres import hours
from telecentres.models import Tariff


def price_of(prices: dict[str, Decimal], part: str, period: hours.Period) -> Decimal | None:
    """
    Euros for a part of a day (named as in `hours.part_of`), from the prices by unit; None where none is published.

    Hours cost their number, at most the half-day where they lie in one and the day in any case; a centre without a
    price by the hour charges the half-day, or the day for hours on both sides of `hours.MIDDAY`.
    """
    half, day = prices.get(Tariff.Unit.HALF_DAY), prices.get(Tariff.Unit.DAY)
    bounds = hours.stretch_bounds(part)
    if bounds is None:
        return day if part == "day" else half
    is_in_one_half = bounds.closes_at <= hours.MIDDAY or bounds.opens_at >= hours.MIDDAY
    whole = half if is_in_one_half and half is not None else day
    hourly = prices.get(Tariff.Unit.HOUR)
    if hourly is None:
        return whole
    by_the_hour = (hourly * Decimal((period.ends_at - period.starts_at) / timedelta(hours=1))).quantize(Decimal("0.01"))
    return by_the_hour if whole is None else min(by_the_hour, whole)
