"""What a report was made of: a mark of each table it reads, so that one can tell whether anything changed since."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Max, Model, Q, Sum

from bookings.models import Booking, Referral
from jobs.models import JobOffer, JobOutcome
from observatory import frozen
from observatory.indicators import Scope, Span, indicators
from observatory.models import Benefit, FactorSet, Investment, MovePledge, OfficialFigure, Publication, Report, UsageFact
from outreach.models import Event, Lead, Registration
from telecentres import hours
from telecentres.models import Closure, Gap, Interest, OpeningHours, StageEvent, Telecentre, Workspace


class Source(NamedTuple):
    """
    A table, the rows that a report on some months reads, and which of its fields tell that they changed.

    The number of rows and the highest key tell it too. Sums are of what is measured, never of what tells people apart: when
    somebody is forgotten, what was reported of the month stays as it is. `at` are ways to a centre; none: the network's.
    """

    model: type[Model]
    during: Callable[[Span], Q]
    at: str = ""
    latest: str = ""
    sums: str = ""
    states: str = ""


def _between(field: str) -> Callable[[Span], Q]:
    return lambda span: Q(**{f"{field}__gte": span.period.starts_at, f"{field}__lt": span.period.ends_at})


def _before_end(field: str) -> Callable[[Span], Q]:
    return lambda span: Q(**{f"{field}__lt": span.end})


def _in_months(field: str) -> Callable[[Span], Q]:
    return lambda span: Q(**{f"{field}__gte": span.first, f"{field}__lt": span.end})


def _running(begins: str, ends: str) -> Callable[[Span], Q]:
    return lambda span: Q(**{f"{begins}__lt": span.end}) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": span.first}))


SOURCES: dict[str, Source] = {
    "attended": Source(UsageFact, _in_months("month"), "telecentre", sums="places hours km minutes co2_low co2_high"),
    "bookings": Source(Booking, _between("starts_at"), "workspace__telecentre", "placed_at arrived_at left_at", states="state"),
    "closures": Source(
        Closure,
        lambda span: Q(starts_at__lt=span.period.ends_at, ends_at__gt=span.period.starts_at),
        "telecentre",
        "created_at ends_at",
    ),
    "demand": Source(Gap, _between("last_asked_at"), sums="count"),
    "events": Source(Event, _between("starts_at"), latest="updated_at", states="state"),
    "interest": Source(Interest, _between("asked_at"), "telecentre", "confirmed_at"),
    "leads": Source(Lead, lambda span: Q(created_at__lt=span.period.ends_at), latest="stage_since", states="stage"),
    "moves": Source(
        MovePledge, lambda span: _in_months("month")(span) & Q(confirmed_at__isnull=False), latest="confirmed_at", sums="persons"
    ),
    "offers": Source(JobOffer, _between("published_at"), latest="closed_at", sums="filled_count", states="state"),
    "opening_hours": Source(OpeningHours, _running("valid_from", "valid_until"), "telecentre", "valid_until"),
    "outcomes": Source(JobOutcome, _before_end("hired_on"), latest="asked_after_6_on asked_after_12_on"),
    "referrals": Source(Referral, _between("created_at"), "giver receiver", "decided_at", states="state"),
    "registrations": Source(Registration, _between("event__starts_at"), latest="confirmed_at cancelled_at", states="state"),
    "spent": Source(Investment, _before_end("spent_on"), sums="amount"),
    "gained": Source(Benefit, _before_end("begins_on"), sums="low central high"),
    "stages": Source(StageEvent, _before_end("reached_on"), latest="reached_on"),
    "workspaces": Source(Workspace, _running("active_from", "active_until"), "telecentre", "active_until", sums="seats"),
}


def of(kind: str, scope: Scope, span: Span) -> dict[str, Any]:
    """
    The marks of the tables, the versions of formulas and factors, and the reports that are compared with, as JSON.

    A source of a centre or a territory is looked at for its centres, where the table knows them. A formula is known by its
    description: who changes the one changes the other. What has been published is frozen, and counts as an input.
    """
    centres = None if scope.kind == "network" else list(scope.centres())
    newest = FactorSet.objects.newest()
    return {
        "sources": {name: _mark(source, centres, span) for name, source in sorted(SOURCES.items())},
        "official": _json(OfficialFigure.objects.aggregate(rows=Count("pk"), last=Max("pk"), sum=Sum("value"))),
        "published": _published(kind, scope, span),
        "factors": newest.version if newest else "",
        "formulas": {one.name: frozen.digest(one.doc)[:12] for one in indicators() if scope.kind in one.scopes},
        "compared": {name: found.figures_digest if found else "" for name, found in compared(kind, scope, span).items()},
    }


def compared(kind: str, scope: Scope, span: Span) -> dict[str, Report | None]:
    """The reports on the month before and on the same month a year before, where they are made; of a year, the year before."""
    a_year_before = Span(_year_before(span.first), _year_before(span.last))
    spans = {"year_before": a_year_before}
    if span.first == span.last:
        spans = {"month_before": Span.month(hours.month_before(span.first)), **spans}
    return {name: Report.objects.revisions(kind, str(scope), one.first, one.last).made().first() for name, one in spans.items()}


def _mark(source: Source, centres: list[Telecentre] | None, span: Span) -> dict[str, Any]:
    rows = source.model._default_manager.filter(source.during(span))
    if source.at and centres is not None:
        rows = rows.filter(Q(*[(f"{way}__in", centres) for way in source.at.split()], _connector=Q.OR))
    totals: dict[str, Any] = {"rows": Count("pk"), "last": Max("pk")}
    totals |= {f"latest_{name}": Max(name) for name in source.latest.split()}
    totals |= {f"sum_{name}": Sum(name) for name in source.sums.split()}
    mark = _json(rows.order_by().aggregate(**totals))
    if source.states:
        counted = rows.order_by(source.states).values_list(source.states).annotate(rows=Count("pk"))
        mark["states"] = dict(counted)
    return mark


def _published(kind: str, scope: Scope, span: Span) -> str:
    """A digest of what is frozen of these months; of a centre's own report, which is exact, nothing."""
    if kind == Report.Kind.CENTRE:
        return ""
    frozen_rows = Publication.objects.filter(scope=str(scope), first=span.first, last=span.last)
    return frozen.digest(list(frozen_rows.order_by("indicator").values_list("indicator", "digest")))


def _json(totals: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in totals.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)
