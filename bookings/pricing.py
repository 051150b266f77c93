"""What a booking costs: one answer, for the price that is shown and for the one that is stored."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from bookings.models import Ask, Booker, Booking
from telecentres import hours
from telecentres.models import FreePeriod, Telecentre
from telecentres.prices import price_of

FREE = Decimal("0.00")


@dataclass(frozen=True)
class Terms:
    """
    What a kind of workspace costs at a centre on a day.

    `is_free`: the person is known, and in their free period. `free_days`: so many days are free for newcomers, where
    nobody can say yet whether the person is one; 0 otherwise.
    """

    prices: dict[str, Decimal]
    is_free: bool = False
    free_days: int = 0

    def price(self, part: str, period: hours.Period, ask: Ask) -> Decimal | None:
        """Euros for everything booked at once; None where the centre publishes no price for it."""
        if self.is_free:
            return FREE
        price = price_of(self.prices, part, period)
        return price and price * ask.desks


def terms(telecentre: Telecentre, day: date, ask: Ask, *, booker: Booker | None = None, without: Booking | None = None) -> Terms:
    """
    The terms of a day, for a person or, without one, for anybody. `without` is a booking about to move.

    The free period begins with the person's first day at the centre (of the bookings that stand, whatever was booked) and
    lasts as many civil days as the centre offered on that day; it is for a desk for oneself.
    """
    prices = telecentre.prices_on(day, ask.kind)
    if ask != Ask():
        return Terms(prices)
    offers = FreePeriod.objects.filter(telecentre=telecentre)
    if booker is None:
        offer = offers.in_force(day).first()
        return Terms(prices, free_days=offer.days if offer else 0)
    if not offers.exists():
        return Terms(prices)
    first = first_day(telecentre, day, booker, without=without)
    offer = offers.in_force(first).first()
    return Terms(prices, is_free=bool(offer and day < first + timedelta(days=offer.days)))


class PricesOverTime:
    """The prices of many days for one person, in a handful of queries; asked for in order of time, as if each were booked."""

    def __init__(self, telecentre: Telecentre, ask: Ask, booker: Booker, *, without: Collection[Booking] = ()) -> None:
        self.telecentre, self.ask = telecentre, ask
        self.changes = sorted(set(telecentre.tariffs.filter(kind=ask.kind).values_list("valid_from", flat=True)))
        self.by_change: dict[int, dict[str, Decimal]] = {}
        standing = Booking.objects.held_by(booker).live().filter(workspace__telecentre=telecentre)
        standing = standing.exclude(pk__in=[booking.pk for booking in without])
        earliest = standing.order_by("starts_at").values_list("starts_at", flat=True).first()
        self.came_on = timezone.localdate(earliest) if earliest else None
        self.free_until: date | None = None

    def of(self, day: date, part: str, period: hours.Period) -> Decimal | None:
        change = bisect_right(self.changes, day)
        if change not in self.by_change:
            self.by_change[change] = self.telecentre.prices_on(day, self.ask.kind)
        return Terms(self.by_change[change], is_free=self._is_free(day)).price(part, period, self.ask)

    def _is_free(self, day: date) -> bool:
        if self.ask != Ask():
            return False
        if self.free_until is None:
            first = min(day, self.came_on) if self.came_on else day
            offer = FreePeriod.objects.filter(telecentre=self.telecentre).in_force(first).first()
            self.free_until = first + timedelta(days=offer.days if offer else 0)
        return day < self.free_until


def first_day(telecentre: Telecentre, day: date, booker: Booker, *, without: Booking | None = None) -> date:
    """The civil day on which the person was, or will be, at the centre for the first time; the day asked about at the latest."""
    standing = Booking.objects.held_by(booker).live().filter(workspace__telecentre=telecentre)
    if without is not None:
        standing = standing.exclude(pk=without.pk)
    earliest = standing.order_by("starts_at").values_list("starts_at", flat=True).first()
    return min(day, timezone.localdate(earliest)) if earliest else day


def tells_of_the_person(booking: Booking) -> bool:
    """
    Whether the price says if the person has been at the centre before.

    Who typed somebody else's address must not learn it: such a price stands in the mail alone.
    """
    offer = FreePeriod.objects.filter(telecentre=booking.telecentre).in_force(booking.day).first()
    return booking.is_personal and bool(offer and offer.days)
