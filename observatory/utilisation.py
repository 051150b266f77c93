"""When the desks of a centre are used: weekday by half-day, in a month. Exact, hence for the staff of the centre alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from bookings.models import Booking, Occupancy
from observatory import wording
from observatory.charts import Cell, warmth
from telecentres import hours, words
from telecentres.models import Closure, OpeningHours, Telecentre, Workspace

CAME = [Booking.State.CHECKED_IN, Booking.State.COMPLETED]
HOUR = Decimal(3600)
HALVES = ("morning", "afternoon")


class Share(NamedTuple):
    """Desk-hours in which somebody sat there, of those that were open."""

    attended: Decimal = Decimal(0)
    open: Decimal = Decimal(0)

    @property
    def share(self) -> Decimal | None:
        return self.attended / self.open if self.open else None

    def plus(self, other: "Share") -> "Share":
        return Share(self.attended + other.attended, self.open + other.open)

    @property
    def cell(self) -> Cell:
        """ "51 %", "fermé" where nothing was open."""
        if self.share is None:
            return Cell(_("closed"), None)
        said = {"attended": wording.number(round(self.attended, 1)), "open": wording.number(round(self.open, 1))}
        return Cell(f"{round(100 * self.share)}{words.FIXED}%", warmth(self.share), _("%(attended)s h of %(open)s") % said)


@dataclass(frozen=True)
class Week:
    """Each weekday with its two halves, numbered from Monday, 1; the sums of each half, and of everything."""

    month: date
    rows: list[tuple[int, Share, Share]]
    halves: tuple[Share, Share]
    total: Share

    @property
    def lines(self) -> list[tuple[str, list[Cell]]]:
        """What a table shows: each weekday, then all of them."""
        named = [(str(OpeningHours.Weekday(day).label), [one.cell for one in pair]) for day, *pair in self.rows]
        return [*named, (_("All days"), [one.cell for one in self.halves])]


def of_month(centre: Telecentre, month: date, *, now: datetime) -> Week:
    """
    Of the desks in service, closures taken away, until `now` in a month that is not over.

    Four queries. A booking counts where its arrival was noted; what lies outside the opening hours does not count.
    """
    period = hours.whole_month(month)
    until = min(period.ends_at, now)
    taken = _attended(centre, period)
    found: dict[tuple[int, str], Share] = defaultdict(Share)
    for desk, day, half, opening in _openings(centre, month):
        pieces = [one for one in [_within(opening, until)] if one]
        attended = [both for piece in pieces for time in taken.get(desk, ()) if (both := _both(piece, time))]
        key = day.isoweekday(), half
        found[key] = found[key].plus(Share(_hours(attended), _hours(pieces)))
    days = sorted({day for (day, _half), share in found.items() if share.open})
    rows = [(day, *(found[day, half] for half in HALVES)) for day in days]
    halves = tuple(_sum(pair[n] for _day, *pair in rows) for n in range(2))
    return Week(month, rows, halves, _sum(halves))


def _openings(centre: Telecentre, month: date) -> Iterator[tuple[int, date, str, hours.Period]]:
    """(desk, day, half, time) of each desk in service, closures taken away."""
    last = hours.month_after(month) - timedelta(days=1)
    rows = OpeningHours.objects.filter(telecentre=centre).valid_between(month, last).as_rows()
    closures = list(Closure.objects.filter(telecentre=centre).overlapping(*hours.whole_month(month)))
    for desk in Workspace.objects.desks().filter(telecentre=centre, active_from__lte=last).not_retired(month):
        mine = (None, desk.pk, desk.parent_id)
        closed = [hours.Period(one.starts_at, one.ends_at) for one in closures if one.workspace_id in mine]
        day = max(month, desk.active_from)
        while day <= min(last, desk.active_until or last):
            halves = hours.halves_of(day, hours.ranges_on(day, rows, desk.pk))
            for half, periods in zip(HALVES, halves, strict=True):
                for period in hours.without(periods, closed):
                    yield desk.pk, day, half, period
            day += timedelta(days=1)


def _attended(centre: Telecentre, period: hours.Period) -> dict[int, list[hours.Period]]:
    """By desk."""
    found: dict[int, list[hours.Period]] = defaultdict(list)
    rows = Occupancy.objects.live().filter(workspace__telecentre=centre, booking__state__in=CAME).overlapping(*period)
    for desk, start, end in rows.values_list("workspace", "starts_at", "ends_at"):
        found[desk].append(hours.Period(start, end))
    return found


def _within(period: hours.Period, until: datetime) -> hours.Period | None:
    return hours.Period(period.starts_at, min(period.ends_at, until)) if period.starts_at < until else None


def _both(one: hours.Period, other: hours.Period) -> hours.Period | None:
    start, end = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    return hours.Period(start, end) if start < end else None


def _hours(periods: Iterable[hours.Period]) -> Decimal:
    return sum((Decimal((end - start).total_seconds()) / HOUR for start, end in periods), Decimal(0))


def _sum(shares: Iterable[Share]) -> Share:
    total = Share()
    for one in shares:
        total = total.plus(one)
    return total
