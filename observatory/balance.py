"""What a territory paid and gained, month by month and in all: exact sums, for the staff and for `returns` alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from observatory.models import Benefit, Investment
from telecentres import hours
from telecentres.models import Territory

HORIZON = 72  # months from the opening: six years, about as long as a lease and the loan for what stands in it
CENT = Decimal("0.01")


class Amounts(NamedTuple):
    """A value with what it is at least and at most."""

    low: Decimal
    central: Decimal
    high: Decimal

    def plus(self, other: "Amounts") -> "Amounts":
        return Amounts(self.low + other.low, self.central + other.central, self.high + other.high)

    def times(self, factor: Decimal | int) -> "Amounts":
        return Amounts(self.low * factor, self.central * factor, self.high * factor)

    def per(self, divisor: Decimal) -> "Amounts | None":
        """To the cent; None where there is nothing to divide by."""
        return Amounts(*(((one / divisor).quantize(CENT)) for one in self)) if divisor else None

    @property
    def is_range(self) -> bool:
        return self.low != self.high


NOTHING = Amounts(Decimal(0), Decimal(0), Decimal(0))


class Spent(NamedTuple):
    """An investment, and how much of it falls into the time that is looked at."""

    row: Investment
    total: Decimal


class Gained(NamedTuple):
    """A benefit, and how much of it falls into the time that is looked at."""

    row: Benefit
    total: Amounts


class Point(NamedTuple):
    """All that came in less all that was paid, at the end of a month counted from the opening; month 0 is the eve of it."""

    number: int
    month: date
    balance: Amounts


class Payback(NamedTuple):
    """The first month from the opening at whose end the balance is not negative; None: never within HORIZON."""

    low: int | None
    central: int | None
    high: int | None


@dataclass(frozen=True)
class Balance:
    """
    Of one territory, real rows or examples, through the last month `last`.

    `added` are the benefits in euros that make the sum; `beside` those in euros that a source forbids to add; `counted`
    people, pupils and jobs, never turned into money.
    """

    territory: Territory
    is_example: bool
    spent: tuple[Spent, ...]
    added: tuple[Gained, ...]
    beside: tuple[Gained, ...]
    counted: tuple[Benefit, ...]
    last: date
    opening: date | None  # first month of a benefit that is added
    points: tuple[Point, ...]  # empty where the month of some sum is not known

    @property
    def cost(self) -> Decimal:
        return sum((one.total for one in self.spent), Decimal(0))

    @property
    def benefit(self) -> Amounts:
        return _sum(one.total for one in self.added)

    @property
    def per_euro(self) -> Amounts | None:
        """Euros back for each public euro: benefits added, divided by all that was paid."""
        return self.benefit.per(self.cost) if self.added else None

    @property
    def people(self) -> Amounts | None:
        """Settled, as counted; None where nobody counted them."""
        return _sum(amounts_of(row) for row in self.counted_people) if self.counted_people else None

    @property
    def counted_people(self) -> tuple[Benefit, ...]:
        return tuple(row for row in self.counted if row.kind == Benefit.Kind.PEOPLE)

    @property
    def per_person(self) -> Decimal | None:
        """Public euros for each person settled, by the central count; None where nobody settled or was counted."""
        people = self.people
        return (self.cost / people.central).quantize(CENT) if people and people.central and self.cost else None

    @property
    def payback(self) -> Payback | None:
        """None where the months are not known, so that nobody reads "never"."""
        if not self.points:
            return None
        return Payback(*(_first_month(self.points, case) for case in ("low", "central", "high")))


def amounts_of(row: Benefit) -> Amounts:
    return Amounts(row.low, row.central, row.high)


def all_balances(*, today: date, territory: Territory | None = None, through: date | None = None) -> list[Balance]:
    """
    One for each territory that has rows, by name, and one more for its examples; two queries.

    `through` is the last month looked at. Without it: the month of the last row if all are over, else HORIZON months
    from the opening, so that what goes on is projected as far as the payback is looked for.
    """
    spent, gained = _rows(Investment, territory, through), _rows(Benefit, territory, through)
    keys = dict.fromkeys((row.is_example, row.territory) for row in (*spent, *gained))
    found = [
        _balance(
            place,
            is_example,
            [row for row in spent if (row.is_example, row.territory) == (is_example, place)],
            [row for row in gained if (row.is_example, row.territory) == (is_example, place)],
            today=today,
            through=through,
        )
        for is_example, place in keys
    ]
    return sorted(found, key=lambda one: (one.is_example, one.territory.name))


def _rows(model: type[Investment | Benefit], territory: Territory | None, through: date | None) -> list:
    found = model.objects.select_related("territory", "telecentre")
    found = found if territory is None else found.of(territory)
    return [row for row in found if through is None or hours.month_of(row.first_day) <= through]


def _balance(
    territory: Territory,
    is_example: bool,
    spent: list[Investment],
    gained: list[Benefit],
    *,
    today: date,
    through: date | None,
) -> Balance:
    added = [row for row in gained if row.is_added]
    opening = min((hours.month_of(row.begins_on) for row in added), default=None)
    last = through or _last_month([*spent, *(row for row in gained if row.is_in_euros)], opening, hours.month_of(today))
    return Balance(
        territory,
        is_example,
        spent=tuple(Spent(row, row.amount * _times(row, last)) for row in spent),
        added=tuple(Gained(row, _total(row, last)) for row in added),
        beside=tuple(Gained(row, _total(row, last)) for row in gained if row.is_in_euros and not row.is_added),
        counted=tuple(row for row in gained if not row.is_in_euros),
        last=last,
        opening=opening,
        points=_course(spent, added, opening) if opening and spent else (),
    )


def _last_month(rows: Sequence[Investment | Benefit], opening: date | None, today: date) -> date:
    """Of the last row if all are over, else HORIZON months from the opening; of today while nothing has come in."""
    ends = [hours.month_of(row.ends_on or row.first_day) for row in rows if row.ends_on or not row.is_monthly]
    if len(ends) == len(rows) and max(ends, default=today) <= today:
        return max(ends, default=today)
    return today if opening is None else _months_after(opening, HORIZON - 1)


def _times(row: Investment, last: date) -> int:
    return len(_months(row, last)) if row.is_monthly else int(hours.month_of(row.spent_on) <= last)


def _total(row: Benefit, last: date) -> Amounts:
    if not row.is_monthly:
        return amounts_of(row) if hours.month_of(row.begins_on) <= last else NOTHING
    return amounts_of(row).times(sum((row.share_in(number + 1) for number in range(len(_months(row, last)))), Decimal(0)))


def _months(row: Investment | Benefit, last: date) -> range:
    """As many as a monthly row has through the last month, its own end included; months as numbers since the year nought."""
    end = min(last, hours.month_of(row.ends_on)) if row.ends_on else last
    return range(_number(row.first_day), _number(end) + 1)


def _course(spent: Sequence[Investment], added: Sequence[Benefit], opening: date) -> tuple[Point, ...]:
    """From the eve of the opening through HORIZON months; empty where some sum has no month."""
    if not all(row.has_course for row in (*spent, *added)):
        return ()
    horizon = _months_after(opening, HORIZON - 1)
    flow: dict[int, Amounts] = {}
    for row in spent:
        cost = Amounts(-row.amount, -row.amount, -row.amount)
        for number in _months(row, horizon) if row.is_monthly else [_number(row.spent_on)]:
            flow[number] = flow.get(number, NOTHING).plus(cost)
    for row in added:
        numbers = _months(row, horizon) if row.is_monthly else [_number(row.begins_on)]
        for age, number in enumerate(numbers, start=1):
            flow[number] = flow.get(number, NOTHING).plus(amounts_of(row).times(row.share_in(age)))
    eve = _number(opening) - 1
    balance = _sum(amounts for number, amounts in flow.items() if number <= eve)
    points = [Point(0, _date(eve), balance)]
    for month in range(1, HORIZON + 1):
        balance = balance.plus(flow.get(eve + month, NOTHING))
        points.append(Point(month, _date(eve + month), balance))
    return tuple(points)


def _first_month(points: Sequence[Point], case: str) -> int | None:
    return next((point.number for point in points if getattr(point.balance, case) >= 0), None)


def _sum(amounts: Iterable[Amounts]) -> Amounts:
    total = NOTHING
    for one in amounts:
        total = total.plus(one)
    return total


def _number(day: date) -> int:
    return 12 * day.year + day.month - 1


def _date(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _months_after(month: date, count: int) -> date:
    return _date(_number(month) + count)
