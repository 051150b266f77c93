"""The arithmetic of a statement: bookings of a person at a centre in, the lines of a civil month out; no database."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import groupby, zip_longest

from bookings.models import Booking, StatementLine
from telecentres import hours
from telecentres.models import Tariff

Kind = StatementLine.Kind
Prices = Callable[[date, str], dict[str, Decimal]]  # a day and a kind of workspace → euros by unit
CENT, NOTHING = Decimal("0.01"), Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """As it will be kept; euros, reductions below zero."""

    kind: str
    day: date
    amount: Decimal
    booking: Booking | None = None
    what: str = ""
    part: str = ""


def lines(
    bookings: Iterable[Booking], *, month: date, plan: Decimal | None, earlier: Iterable[Booking], prices: Prices
) -> list[Line]:
    """
    What a person owes for a month: each booking at its own price, then what is too much.

    `bookings` are those of the month, `earlier` those to be paid on the days of the month before that lie in the week of
    the first. A place used twice on a day costs the day at most, the days of an ISO week the week at most. A week on both
    sides of the first is capped as a whole: the later month takes off what the earlier one could not know. `plan` is the
    price of a month plan, which covers the desks that the person booked for themselves.
    """
    found = [Line(Kind.PLAN, month, plan)] if plan is not None else []
    owed = [booking for booking in bookings if plan is None or not booking.is_personal]
    weeks = _by_week(owed, prices)
    before = _by_week(earlier, prices)
    of_day = {day: list(some) for day, some in groupby(sorted(bookings, key=_moment), key=lambda one: one.day)}
    for monday, days in groupby(of_day, key=hours.monday_of):
        for day in days:
            found += [_booked(booking, is_covered=booking not in owed) for booking in of_day[day]]
            found += _too_much_for_a_day(day, [booking for booking in of_day[day] if booking in owed], prices)
        found += _too_much_for_a_week(monday, weeks, before, prices)
    return found


def total(of: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in of), NOTHING)


def _moment(booking: Booking) -> tuple:
    return booking.starts_at, booking.pk


def _booked(booking: Booking, *, is_covered: bool) -> Line:
    kind, amount = (Kind.COVERED, NOTHING) if is_covered else (Kind.BOOKING, booking.price)
    return Line(kind, booking.day, amount, booking, booking.place_words, booking.part)


def _too_much_for_a_day(day: date, bookings: list[Booking], prices: Prices) -> list[Line]:
    """One line, over all kinds of workspace."""
    too_much = NOTHING
    for kind, some in _by_kind(bookings).items():
        places = _places(some)
        too_much += sum(places, NOTHING) - sum(_capped(places, prices(day, kind).get(Tariff.Unit.DAY)), NOTHING)
    return [Line(Kind.DAY, day, -too_much)] if too_much else []


# Monday and kind of workspace → the first day on which it was used, and what each place cost, the dearest first.
Weeks = dict[tuple[date, str], tuple[date, list[Decimal]]]


def _too_much_for_a_week(monday: date, weeks: Weeks, before: Weeks, prices: Prices) -> list[Line]:
    too_much = NOTHING
    for (start, kind), (first, now) in weeks.items():
        if start != monday:
            continue
        first, already = before.get((monday, kind), (first, []))
        week = prices(first, kind).get(Tariff.Unit.WEEK)
        if week is None:
            continue
        for cost, cost_before in zip_longest(now, already, fillvalue=NOTHING):
            too_much += max(NOTHING, cost_before + cost - week) - max(NOTHING, cost_before - week)
    return [Line(Kind.WEEK, monday, -too_much)] if too_much else []


def _by_week(bookings: Iterable[Booking], prices: Prices) -> Weeks:
    """What is left after the cap of each day, place by place."""
    found: Weeks = {}
    for day, of_day in groupby(sorted(bookings, key=_moment), key=lambda one: one.day):
        for kind, some in _by_kind(of_day).items():
            costs = sorted(_capped(_places(some), prices(day, kind).get(Tariff.Unit.DAY)), reverse=True)
            key = hours.monday_of(day), kind
            first, so_far = found.get(key, (day, []))
            found[key] = first, [a + b for a, b in zip_longest(so_far, costs, fillvalue=NOTHING)]
    return found


def _by_kind(bookings: Iterable[Booking]) -> dict[str, list[Booking]]:
    found = defaultdict(list)
    for booking in bookings:
        found[booking.workspace.kind].append(booking)
    return found


def _places(bookings: list[Booking]) -> list[Decimal]:
    """
    What each place costs that the bookings of a day take one after the other.

    Two half-days at any two desks are one place; two rooms at the same time are two. Several desks of one booking
    share its price to the cent.
    """
    places: list[tuple] = []  # (free again at, cost)
    for booking in sorted(bookings, key=_moment):
        desks = booking.ask.desks
        share = (booking.price / desks).quantize(CENT, ROUND_DOWN)
        for number in range(desks):
            cost = share if number else booking.price - share * (desks - 1)
            free = next((index for index, (since, _cost) in enumerate(places) if since <= booking.starts_at), None)
            if free is None:
                places.append((booking.ends_at, cost))
            else:
                places[free] = booking.ends_at, places[free][1] + cost
    return [cost for _since, cost in places]


def _capped(places: list[Decimal], most: Decimal | None) -> list[Decimal]:
    return places if most is None else [min(cost, most) for cost in places]
