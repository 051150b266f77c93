"""The return on public money of each territory, as everybody may see it: every euro with its source and assumption."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from observatory.balance import (
    HORIZON,
    Amounts,
    Balance,
    Gained,
    Payback,
    Point,
    Spent,
    all_balances,
    amounts_of,
)
from observatory.models import Benefit
from observatory.publishing import FEWEST
from telecentres import hours, story
from telecentres.models import Territory


class Count(NamedTuple):
    """People, pupils or jobs; `amounts` is None where they are too few to be told."""

    row: Benefit
    amounts: Amounts | None

    @property
    def is_hidden(self) -> bool:
        return self.amounts is None


@dataclass(frozen=True)
class Returns:
    """What `observatory.balance` found for a territory, without the numbers that would tell of too few people."""

    territory: Territory
    is_example: bool
    spent: tuple[Spent, ...]
    added: tuple[Gained, ...]
    beside: tuple[Gained, ...]
    counts: tuple[Count, ...]
    cost: Decimal
    benefit: Amounts
    per_euro: Amounts | None
    per_person: Decimal | None
    payback: Payback | None
    points: tuple[Point, ...]
    opening: date | None
    last: date
    is_projected: bool

    @property
    def rounded_per_person(self) -> int | None:
        """To a hundred euros, as published."""
        return None if self.per_person is None else int(100 * round(self.per_person / 100))

    @property
    def grows(self) -> tuple[Benefit, ...]:
        """The benefits that are not there in full from the first month on."""
        return tuple(one.row for one in self.added if one.row.full_after_months)


class Benchmark(NamedTuple):
    """What was published of the Pays de Murat, 2008 to 2013, with the two quotients that are computed here."""

    cost: Decimal
    spent_locally: Decimal
    people: Decimal
    sources: tuple[str, ...]

    @property
    def per_euro(self) -> Decimal:
        return (self.spent_locally / self.cost).quantize(Decimal("0.1"))

    @property
    def per_person(self) -> int:
        """To a hundred euros, as published."""
        return int(100 * round(self.cost / self.people / 100))


def benchmark() -> Benchmark:
    facts = story.facts()
    cost, spent = facts["murat_public_cost_declared"], facts["murat_spent_locally"]
    people = facts["murat_people_settled"]
    return Benchmark(cost.value, spent.value, people.value, tuple(dict.fromkeys((*cost.sources, *spent.sources))))


def territories() -> list[Returns]:
    """Every territory with rows, the real ones before the examples, each by name; two queries."""
    return [_shown(one, _today()) for one in all_balances(today=_today())]


def of(territory: Territory) -> list[Returns]:
    """The real rows of one territory, and its examples apart; two queries."""
    return [_shown(one, _today()) for one in all_balances(today=_today(), territory=territory)]


def formulas() -> list[tuple[str, str]]:
    """Each result with its formula in words."""
    return [
        (
            _("Public cost"),
            _("The sum of all that was paid with public money, whoever paid it: a grant counts like the rest."),
        ),
        (
            _("Benefit"),
            _(
                "The sum of what is known in euros: rent, money spent in the territory, building works. Jobs, pupils and people "
                "are counted, and never turned into money. What a source forbids to add stands beside the sum."
            ),
        ),
        (
            _("Low, central, high"),
            _("Each benefit has three values. The low case adds all low ones, the high case all high ones; costs are the same."),
        ),
        (_("Euros back for one public euro"), _("Benefit divided by public cost.")),
        (_("Cost for one person settled"), _("Public cost divided by the people settled, children included.")),
        (
            _("A benefit that grows"),
            _(
                "From its first share to the whole, by the same step each month: in month n, first share + (100% − first share) "
                "× n ÷ month of full speed."
            ),
        ),
        (
            _("Month of payback"),
            _(
                "Months are counted from the opening, the first month with a benefit. Paid back is the first month at whose end "
                "all benefits so far are at least all that was paid so far. After %(months)s months we stop looking: never."
            )
            % {"months": HORIZON},
        ),
    ]


def as_rows(found: Iterable[Returns]) -> list[list]:
    """The head, then a line for each row of money, benefit and count, with its total in the three cases; costs are negative."""
    head = [
        *(_("territory"), _("is an example"), _("what"), _("kind"), _("nature"), _("paid by whom"), _("each month")),
        *(_("from"), _("until"), _("low"), _("central"), _("high"), _("begins at, in %"), _("full speed in month")),
        *(_("total, low"), _("total, central"), _("total, high"), _("not added, because"), _("source")),
    ]
    return [head, *(line for one in found for line in _lines(one))]


def _lines(found: Returns) -> Iterator[list]:
    place = [found.territory.name, _yes_or_no(found.is_example)]
    for one in found.spent:
        row, cost = one.row, [-one.total] * 3
        told = [row.purpose, row.get_kind_display(), "", row.payer, _yes_or_no(row.is_monthly), row.spent_on, row.ends_on]
        yield [*place, *told, *[-row.amount] * 3, "", "", *cost, "", row.source]
    gained = [(one.row, amounts_of(one.row), one.total) for one in (*found.added, *found.beside)]
    counted = [(one.row, one.amounts, one.amounts) for one in found.counts]
    for row, amounts, total in gained + counted:
        told = [
            row.formula,
            row.get_kind_display(),
            row.get_nature_display(),
            "",
            _yes_or_no(row.is_monthly),
            row.begins_on,
            row.ends_on,
        ]
        growth = [row.starts_at_percent, row.full_after_months]
        values = [amounts or [None] * 3, growth, total or [None] * 3]
        yield [*place, *told, *(value for part in values for value in part), row.left_out_because, row.source]


def _yes_or_no(flag: bool) -> str:
    return _("yes") if flag else _("no")


def _shown(balance: Balance, today: date) -> Returns:
    counts = tuple(Count(row, None if _is_small(row) else amounts_of(row)) for row in balance.counted)
    people = [one for one in counts if one.row.kind == Benefit.Kind.PEOPLE]
    # The cost for each person gives the number of people back: with one hidden, it would tell how many.
    may_tell = not any(one.is_hidden for one in people)
    return Returns(
        balance.territory,
        balance.is_example,
        balance.spent,
        balance.added,
        balance.beside,
        counts,
        balance.cost,
        balance.benefit,
        balance.per_euro,
        balance.per_person if may_tell else None,
        balance.payback,
        balance.points,
        balance.opening,
        balance.last,
        is_projected=balance.last > hours.month_of(today),
    )


def _is_small(row: Benefit) -> bool:
    return any(0 < one < FEWEST for one in amounts_of(row))


def _today() -> date:
    return hours.civil_day(timezone.now())


def real(found: Iterable[Returns]) -> list[Returns]:
    return [one for one in found if not one.is_example]


def examples(found: Iterable[Returns]) -> list[Returns]:
    return [one for one in found if one.is_example]
