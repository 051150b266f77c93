"""How long workspaces were open: `telecentres.hours` for many centres and days at once, with few queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from telecentres import hours
from telecentres.models import Closure, OpeningHours, Workspace

HOUR = Decimal(3600)


class Desks(NamedTuple):
    """So many desks of a centre that opened at the same hours and were closed at the same times."""

    centre: int
    number: int
    active_from: date
    active_until: date | None
    workspace: int | None  # where the desk has hours or closures of its own
    room: int | None


def in_hours(periods: Iterable[hours.Period]) -> Decimal:
    seconds = sum((end - start).total_seconds() for start, end in periods)
    return Decimal(round(seconds)) / HOUR


def common(period: hours.Period, openings: Iterable[hours.Period]) -> list[hours.Period]:
    """What of a time lies in openings; all half-open."""
    pieces = (hours.Period(max(period.starts_at, start), min(period.ends_at, end)) for start, end in openings)
    return [piece for piece in pieces if piece.starts_at < piece.ends_at]


class Openings:
    """The weekly hours and closures of some centres from a first day to a last, both included; of every centre for None."""

    def __init__(self, first: date, last: date, centres: Iterable[int] | None = None) -> None:
        here = Q() if centres is None else Q(telecentre__in=list(centres))
        self.first, self.last, self.here = first, last, here
        self.weeks: dict[int, list[hours.WeeklyHours]] = defaultdict(list)
        fields = ("telecentre", "weekday", "opens_at", "closes_at", "valid_from", "valid_until", "workspace")
        for centre, *row in OpeningHours.objects.filter(here).valid_between(first, last).order_by("pk").values_list(*fields):
            self.weeks[centre].append(hours.WeeklyHours(*row))
        self._days: dict[tuple, list[hours.Period]] = {}

    @cached_property
    def closures(self) -> dict[int, list[tuple[int | None, hours.Period]]]:
        """By centre: (the workspace that is closed, None for all of it, when)."""
        begins, ends = hours.whole_day(self.first).starts_at, hours.whole_day(self.last).ends_at
        found: dict[int, list[tuple[int | None, hours.Period]]] = defaultdict(list)
        rows = Closure.objects.filter(self.here).overlapping(begins, ends).order_by("pk")
        for centre, workspace, start, end in rows.values_list("telecentre", "workspace", "starts_at", "ends_at"):
            found[centre].append((workspace, hours.Period(start, end)))
        return found

    @cached_property
    def own_weeks(self) -> set[int]:
        """Workspaces that have hours of their own."""
        return {row.workspace for rows in self.weeks.values() for row in rows if row.workspace}

    def by_the_week(self, centre: int, workspace: int | None, day: date) -> list[hours.Period]:
        """When a workspace opens on a day by its weekly hours, closures not looked at."""
        own = workspace if workspace in self.own_weeks else None
        key = (centre, own, day)
        if key not in self._days:
            found = hours.ranges_on(day, self.weeks.get(centre, ()), own)
            self._days[key] = [period for period in (hours.period_on(day, one) for one in found) if period]
        return self._days[key]

    def desk_hours(self) -> dict[tuple[int, date], Decimal]:
        """Hours in which a desk was open, closures taken away, summed over the desks in service, by centre and month."""
        found: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
        for group in self._desks():
            first = max(self.first, group.active_from)
            last = min(self.last, group.active_until or self.last)
            closed = [
                period
                for workspace, period in self.closures.get(group.centre, ())
                if workspace is None or (workspace in (group.workspace, group.room) and group.workspace is not None)
            ]
            for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
                openings = self.by_the_week(group.centre, group.workspace, day)
                if openings:
                    left = hours.without(openings, closed) if closed else openings
                    found[group.centre, hours.month_of(day)] += group.number * in_hours(left)
            if group.workspace is None:
                self._days.clear()  # of one centre at a time: a network has thousands
        return found

    def _desks(self) -> list[Desks]:
        """Desks that are alike are one group, so that a centre of forty costs what one desk costs."""
        begins, ends = hours.whole_day(self.first).starts_at, hours.whole_day(self.last).ends_at
        closed = Closure.objects.overlapping(begins, ends).filter(Q(workspace=OuterRef("pk")) | Q(workspace=OuterRef("parent")))
        own = OpeningHours.objects.filter(workspace=OuterRef("pk"))
        desks = Workspace.objects.desks().filter(self.here, active_from__lte=self.last).not_retired(self.first)
        desks = desks.annotate(is_special=Exists(own) | Exists(closed)).order_by()
        alike = desks.filter(is_special=False).values_list("telecentre", "active_from", "active_until").annotate(Count("pk"))
        special = desks.filter(is_special=True).values_list("telecentre", "active_from", "active_until", "pk", "parent")
        return [
            *(Desks(centre, 1, begun, over, pk, room) for centre, begun, over, pk, room in special),
            *(Desks(centre, number, begun, over, None, None) for centre, begun, over, number in alike.order_by("telecentre")),
        ]
