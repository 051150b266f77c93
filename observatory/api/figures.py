"""The indicators and their figures, by the one door through which they leave the observatory."""

from decimal import Decimal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from observatory import figure_files, publishing, wording
from observatory.api import answers
from observatory.api.asked import FigureAsked, Name, Paging
from observatory.api.delivery import changed
from observatory.api.paging import page_of
from observatory.indicators import Figure, Indicator, Row

router = Router(tags=["indicators"])


@router.get(
    "indicators",
    response=answers.IndicatorPage,
    url_name="api_indicators",
    operation_id="indicators",
    summary=gettext_noop("The indicators"),
    description=gettext_noop("What the observatory measures: each with its unit, its source and what it cannot know."),
)
def indicators(request: HttpRequest, response: HttpResponse, asked: Query[Paging]):
    now = timezone.now()
    changed(response, now)  # they come with the version of the portal
    return page_of(request, asked, figure_files.listed(), _indicator)


@router.get(
    "indicators/{name}",
    response=answers.Figure,
    url_name="api_indicator",
    operation_id="indicator",
    summary=gettext_noop("The figures of one indicator"),
    description=gettext_noop(
        "Of whole months that are over, for the network, a telecentre or an intercommunality. A line on too few people is there "
        "without its value, and says that it is hidden."
    ),
)
def indicator(request: HttpRequest, response: HttpResponse, name: Name, asked: Query[FigureAsked]):
    now = timezone.now()
    changed(response, figure_files.changed_at(now, name))
    found = figure_files.public_named(name)
    if found is None:
        raise Http404(_("No indicator is called %(name)s.") % {"name": name})
    scope = figure_files.scope_named(asked.scope)
    if scope is None:
        raise Http404(_("There is no %(scope)s: the lists give telecentres, and INSEE the numbers.") % {"scope": asked.scope})
    if scope.kind not in found.scopes:
        raise Http404(_("This indicator is told of: %(scopes)s.") % {"scopes": ", ".join(found.scopes)})
    first, last = figure_files.month_of(asked.first), figure_files.month_of(asked.last)
    span, notes = figure_files.months_asked(first, last, now)
    figure = publishing.public(name, scope, span) if span else None
    return {
        "indicator": found.name,
        "title": str(found.title),
        "unit": str(found.unit),
        "scope": str(scope),
        "first": f"{span.first:%Y-%m}" if span else None,
        "last": f"{span.last:%Y-%m}" if span else None,
        "dimensions": list(figure.dimensions if figure else found.dimensions),
        "rows": [_row(figure, row) for row in figure.rows] if figure else [],
        "version": figure.version if figure else "",
        "notes": [*notes, *(figure.notes if figure else ())],
        "is_example": figure.is_example if figure else False,
    }


def _indicator(one: Indicator) -> dict:
    how = wording.how(one.name)
    return {
        "name": one.name,
        "title": str(one.title),
        "unit": str(one.unit),
        "theme": one.theme,
        "dimensions": list(one.dimensions),
        "scopes": list(one.scopes),
        "is_about_people": one.is_about_people,
        "source": str(how.source) if how else "",
        "population": str(how.population) if how else "",
        "limits": str(how.limits) if how else "",
        "url": settings.PUBLIC_URL + reverse("observatory:api_indicator", args=[one.name]),
    }


def _row(figure: Figure, row: Row) -> dict:
    return {
        "keys": dict(zip(figure.dimensions, row.keys, strict=True)),
        "value": _number(row.value),
        "low": _number(row.low),
        "high": _number(row.high),
        "answered": row.answered,
        "attended": row.attended,
        "is_hidden": row.is_hidden,
    }


def _number(value: int | Decimal | None) -> int | float | None:
    """As JSON has numbers; a count stays whole."""
    return float(value) if isinstance(value, Decimal) else value
