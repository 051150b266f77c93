"""What stands in a report, found from the facts: its figures beside those of the reports before, and official series."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import override

from observatory import frozen, inputs
from observatory.indicators import Figure, Indicator, Scope, Span, indicators
from observatory.models import OfficialFigure, Report
from observatory.publishing import publish
from telecentres.models import Territory

CANTAL = "15"
LANGUAGE = "fr"  # of the notes of a figure, which are frozen as they are written

Progress = Callable[[int], None]


def of_report(report: Report) -> tuple[Scope, Span]:
    return Scope.named(report.scope), Span(report.first, report.last)


def find(report: Report, progress: Progress) -> dict[str, Any]:
    """
    As JSON: `figures`, each with those of the same name in the reports that it is compared with, and `official` series.

    `progress` is told per cent. A centre's report holds its exact figures, for who runs it; every other one holds what
    everybody may see, and goes through `publishing.publish`.
    """
    scope, span = of_report(report)
    before = {name: _kept(found) for name, found in inputs.compared(report.kind, scope, span).items()}
    chosen = chosen_indicators(report.kind)
    entries = []
    for number, one in enumerate(chosen, 1):
        figure = frozen.as_json(_figure(report, one, scope, span))
        entries.append({"figure": figure, **{name: kept.get(one.name) for name, kept in before.items()}})
        progress(100 * number // (len(chosen) + 1))
    return {"figures": entries, "official": _official(scope)}


def chosen_indicators(kind: str) -> list[Indicator]:
    """In the order of the list; what is not for everybody stands in the reports of centres alone."""
    scope_kind = Report.Kind(kind).scope_kind
    return [one for one in indicators() if scope_kind in one.scopes and (one.is_public or kind == Report.Kind.CENTRE)]


def _figure(report: Report, one: Indicator, scope: Scope, span: Span) -> Figure:
    with override(LANGUAGE):
        return one.compute(scope, span) if report.kind == Report.Kind.CENTRE else publish(one.name, scope, span)


def _kept(report: Report | None) -> dict[str, Any]:
    return {entry["figure"]["indicator"]: entry["figure"] for entry in report.figures["figures"]} if report else {}


def _official(scope: Scope) -> list[dict[str, Any]]:
    """Of each series and source the latest period, for the territory, that of the centre, or the Cantal."""
    latest: dict[tuple[str, str], OfficialFigure] = {}
    rows = OfficialFigure.objects.filter(territory__in=_territories(scope)).select_related("territory")
    for row in rows.order_by("series", "last_year", "first_year", "pk"):
        latest[row.series, row.source] = row
    return [
        {
            "series": row.series,
            "territory": row.territory.name,
            "first_year": row.first_year,
            "last_year": row.last_year,
            "value": f"{row.value.normalize():f}",
            "source": row.source,
            "quality": row.quality,
        }
        for _key, row in sorted(latest.items())
    ]


def _territories(scope: Scope):
    if scope.kind == "network":
        return Territory.objects.filter(kind=Territory.Kind.DEPARTEMENT, code=CANTAL)
    epci = Territory.objects.filter(kind=Territory.Kind.EPCI)
    if scope.kind == "territory":
        return epci.filter(code=scope.key)
    return epci.filter(children__telecentres__slug=scope.key)
