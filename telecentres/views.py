"""The public pages of the places."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from telecentres import charts, hours, mark, story, timetable, words
from telecentres.filters import Filters
from telecentres.models import FreePeriod, Tariff, Telecentre, Workspace


@login_not_required
@require_safe
def telecentre_list(request: HttpRequest) -> HttpResponse:
    """Open centres first, with their hours of today; then the suspended ones and those in preparation; filtered, if asked."""
    now = timezone.now()
    today = hours.civil_day(now)
    shown = Telecentre.objects.public().with_portrait(today).with_timetable(now, now + timetable.OPENING_HORIZON)
    telecentres = sorted(shown, key=lambda telecentre: telecentre.sorting_name)
    for telecentre in telecentres:
        telecentre.state = timetable.state_at(telecentre, now)
    filters = Filters(request.GET or None)
    if filters.is_used:
        telecentres = filters.of(telecentres)
    context = {
        "nav": "telecentres",
        "filters": filters,
        "telecentres": telecentres,
        "total": len(telecentres),
        "open": _group(telecentre for telecentre in telecentres if telecentre.is_open),
        "suspended": _group(telecentre for telecentre in telecentres if telecentre.is_suspended),
        "planned": _group(telecentre for telecentre in telecentres if telecentre.is_in_pipeline),
        "has_examples": any(telecentre.has_example_details for telecentre in telecentres),
    }
    return render(request, "telecentres/telecentre_list.html", context)


def _group(telecentres: Iterable[Telecentre]) -> dict:
    """Centres in the same state; a note that is the same for all of them is said once, above."""
    members = list(telecentres)
    notes = {(telecentre.stage_note, telecentre.source_url) for telecentre in members}
    return {"members": members, "spokesman": members[0] if len(members) > 1 and len(notes) == 1 else None}


@login_not_required
@require_safe
def telecentre_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Hours of the week, what is there, how to come and what it costs; a centre closed for good is not found."""
    now = timezone.now()
    today = hours.civil_day(now)
    monday = hours.whole_day(hours.monday_of(today)).starts_at
    shown = Telecentre.objects.public().with_portrait(today).with_timetable(monday, now + timetable.OPENING_HORIZON)
    telecentre = get_object_or_404(shown, slug=slug)
    tariffs = sorted(Tariff.objects.filter(telecentre=telecentre).in_force(today), key=_desks_first)
    workspaces = telecentre.workspaces.all()
    context = {
        "nav": "telecentres",
        "telecentre": telecentre,
        "state": timetable.state_at(telecentre, now),
        "message": telecentre.message_on(today),
        "news": timetable.news(telecentre, today),
        "week": timetable.week_of(telecentre, today),
        "has_hours": bool(telecentre.opening_hours.all()),
        "hours_are_example": any(row.is_example for row in telecentre.opening_hours.all()),
        "workspaces": workspaces,
        "workspaces_are_example": any(workspace.is_example for workspace in workspaces),
        "tariffs": tariffs,
        "free_period": FreePeriod.objects.filter(telecentre=telecentre).in_force(today).first(),
        "prices_are_example": any(tariff.is_example for tariff in tariffs),
        "price_source": next((tariff.source_url for tariff in tariffs if tariff.source_url), ""),
    }
    return render(request, "telecentres/telecentre_detail.html", context)


def _desks_first(tariff: Tariff) -> tuple:
    return tariff.kind != Workspace.Kind.DESK, tariff.kind, tariff.price


@login_not_required
@require_safe
def story_page(request: HttpRequest) -> HttpResponse:
    """Twenty years of telework in the Cantal, each figure with its source; no query."""
    population = story.population()
    context = {
        "nav": "telecentres",
        "facts": story.facts(),
        "sources": story.sources(),
        "population": population,
        "population_bars": [
            charts.Bar(str(year), count.inhabitants, words.number_words(count.inhabitants), is_hatched=not count.is_read)
            for year, count in population.items()
        ],
        "gained_in_2022": population[2022].inhabitants - population[2021].inhabitants,
        "per_public_euro": story.spent_locally_per_public_euro(),
    }
    return render(request, "telecentres/story.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def mark_picture(request: HttpRequest) -> HttpResponse:
    """The mark as a picture of its own, for the tab of the browser."""
    return render(request, "telecentres/mark.svg", {"mark": mark.current()}, content_type="image/svg+xml")
