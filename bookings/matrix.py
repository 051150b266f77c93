"""Who gave and who received in a month: numbers alone, for everybody who runs a centre."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from bookings.models import Referral
from telecentres import hours
from telecentres.models import Telecentre

FIRST_YEAR = 2000


@dataclass(frozen=True)
class Matrix:
    """`rows` are (giver, its numbers by receiver, None for itself, its sum); `outcomes` counts the month by state."""

    month: date
    centres: list[Telecentre]
    rows: list[tuple[Telecentre, list[int | None], int]]
    received: list[int]
    total: int
    outcomes: list[tuple[str, int]]

    @property
    def previous(self) -> date:
        return hours.month_before(self.month)

    @property
    def next(self) -> date:
        return hours.month_after(self.month)


def month_named(typed: str, today: date) -> date:
    """The first day of "2026-11"; of this month for anything else."""
    try:
        found = datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 (a civil month)
    except ValueError:
        return hours.month_of(today)
    return found if FIRST_YEAR <= found.year <= today.year + 1 else hours.month_of(today)


def of_month(month: date) -> Matrix:
    """
    The referrals that were made in a civil month and accepted, honoured and lost ones included, by giver and receiver.

    Two queries, however many there are. Centres that are open, and those that have a number.
    """
    begins, ends = hours.whole_month(month)
    found = Referral.objects.filter(created_at__gte=begins, created_at__lt=ends).order_by()
    counted: Counter[tuple[int, int]] = Counter()
    outcomes: Counter[str] = Counter()
    for giver, receiver, state in found.values_list("giver", "receiver", "state"):
        outcomes[state] += 1
        if state in Referral.State.credited():
            counted[giver, receiver] += 1
    involved = {pk for pair in counted for pk in pair}
    centres = [one for one in Telecentre.objects.all() if one.is_open or one.pk in involved]
    centres.sort(key=lambda centre: centre.sorting_name)
    rows = [(giver, _numbers(giver, centres, counted), sum(counted[giver.pk, one.pk] for one in centres)) for giver in centres]
    received = [sum(counted[giver.pk, one.pk] for giver in centres) for one in centres]
    told = [(str(state.label), outcomes[state]) for state in Referral.State]
    return Matrix(month, centres, rows, received, sum(received), told)


def _numbers(giver: Telecentre, centres: list[Telecentre], counted: Counter[tuple[int, int]]) -> list[int | None]:
    return [None if one == giver else counted[giver.pk, one.pk] for one in centres]
