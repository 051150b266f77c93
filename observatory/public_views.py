"""The public pages of the observatory: the first page, a page for each theme, the map, and the tables as files."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from observatory import access, coverage, findings, panels, published, selection, tables, themes, wording
from observatory import map as population_map
from observatory.indicators import NETWORK, Scope, Span, named
from observatory.panels import Panel, Plate
from telecentres import downloads

OWN = ("territoire", "centre", "periode")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A few numbers with what they stand on, the map of who has a centre near home, and the themes."""
    form = selection.of(request.GET)
    names = wording.Names()
    near = access.of(form.scope, names)
    context = {
        **_frame(request, form, names),
        "findings": findings.of(near, form.scope, form.span),
        "access": near,
        "headline": access.headline(near),
        "map": population_map.of(near),
    }
    return render(request, "observatory/home.html", context, status=_status(form))


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of a theme for a place and a time; whatever others have published stands in a section of its own."""
    found = themes.named(slug)
    if found is None:
        raise Http404
    form = selection.of(request.GET)
    names = wording.Names()
    context = {**_frame(request, form, names), "theme": found}
    aside: tuple[str, ...] = ()
    if found == themes.ACCESS:
        near = access.of(form.scope, names)
        aside = access.FOUND_BY
        context |= {
            "access": near,
            "headline": access.headline(near),
            "map": population_map.of(near),
            "published": access.panels(near),
        }
    elif found == themes.MOVES:
        context["published"] = published.about_moves(form.scope)
    context["panels"] = panels.of_theme(found, form.scope, form.span, names, aside=aside)
    return render(request, "observatory/theme.html", context, status=_status(form))


@login_not_required
@require_safe
def movable_map(request: HttpRequest) -> HttpResponse:
    """The same map on a page that moves, where a script may run; and each commune with its nearest centre."""
    names = wording.Names()
    near = access.of(NETWORK, names)
    reaches = sorted(near.reaches, key=lambda one: -(one.commune.population or 0))
    context = {
        "nav": "observatory",
        "access": near,
        "headline": access.headline(near),
        "map": population_map.of(near),
        "reaches": reaches,
        "near": access.NEAR,
        "shares": {minutes: access.percent_words(coverage.within(minutes, near.reaches)) for minutes in coverage.MINUTES},
    }
    return render(request, "observatory/map.html", context)


@login_not_required
@require_safe
def table_csv(request: HttpRequest, name: str) -> HttpResponse:
    with translation.override(settings.LANGUAGE_CODE):
        _panel, plate, _form = _table(request, name)
        return _file(request, tables.as_csv(plate.table), "text/csv; charset=utf-8; header=present")


@login_not_required
@require_safe
def table_json(request: HttpRequest, name: str) -> HttpResponse:
    with translation.override(settings.LANGUAGE_CODE):
        panel, plate, form = _table(request, name)
        about = {
            "name": name,
            "title": panel.title,
            "table": plate.table.caption,
            "scope": str(form.scope),
            "period": str(form.span),
            "is_example": panel.is_example,
            "about": dict(panel.about),
            "how": {key: str(text) for key, text in panel.how._asdict().items()} if panel.how else {},
            "licence": downloads.LICENCE,
        }
        return _file(request, tables.as_json(plate.table, about), "application/json")


def _file(request: HttpRequest, content: str, content_type: str) -> HttpResponse:
    return downloads.answer(request, content, content_type=content_type, changed_at=timezone.now())


def _table(request: HttpRequest, name: str) -> tuple[Panel, Plate, selection.SelectionForm]:
    """Exactly the table of the page whose address has the same query; not there for anything that no page shows."""
    form = selection.of(request.GET)
    if form.errors:
        raise Http404
    by, series = request.GET.get("par", ""), request.GET.get("serie", "")
    found = [panel for panel in _panels(name, form.scope, form.span) if panel.files == name]
    plates = [
        (panel, plate) for panel in found for plate in panel.plates if by in ("", plate.by) and series in ("", plate.series)
    ]
    if not plates:
        raise Http404
    return *plates[0], form


def _panels(name: str, scope: Scope, span: Span) -> list[Panel]:
    names = wording.Names()
    if name.startswith("acces-"):
        return access.panels(access.of(scope, names))
    if name.startswith("officiel-"):
        return published.about_moves(scope)
    try:
        indicator = named(name)
    except KeyError:
        raise Http404 from None
    if not indicator.is_public or scope.kind not in indicator.scopes:
        raise Http404
    return [panels.of_indicator(indicator, scope, span, names)]


def _frame(request: HttpRequest, form: selection.SelectionForm, names: wording.Names) -> dict:
    """What both pages have: the place and the time in words, and the queries that keep them."""
    kept = {name: request.GET[name] for name in OWN if request.GET.get(name) and not form.errors}
    return {
        "nav": "observatory",
        "form": form,
        "themes": themes.THEMES,
        "euros": themes.EUROS,
        "place": names.scope(form.scope),
        "is_network": form.scope == NETWORK,
        "period": wording.span_words(form.span),
        "kept": urlencode(kept),
        "kept_place": urlencode({name: value for name, value in kept.items() if name != "periode"}),
    }


def _status(form: selection.SelectionForm) -> int:
    return 422 if form.errors else 200
