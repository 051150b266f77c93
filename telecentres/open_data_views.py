"""The open data of the places: three files at addresses that stay, and the page that tells of them."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from telecentres import downloads, open_data
from telecentres.open_data import Place


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What each file holds, under which licence, and what it does not tell."""
    now = timezone.now()
    found = open_data.open_places(now)
    context = {
        "nav": "telecentres",
        "licence": downloads.LICENCE,
        "licence_url": downloads.LICENCE_URL,
        "open": len(found),
        "public": len(open_data.public_places(now)),
        "in_table": sum(one.fits_national_table for one in found),
        "table_fields": list(open_data.TABLE),
        "changed_at": open_data.changed_at(now),
    }
    return render(request, "telecentres/open_data.html", context)


@login_not_required
@require_safe
def places_csv(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return _file(request, open_data.as_national_table, open_data.open_places(now), "text/csv; charset=utf-8; header=present", now)


@login_not_required
@require_safe
def places_json(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return _file(request, open_data.as_data_inclusion, open_data.open_places(now), "application/json", now)


@login_not_required
@require_safe
def places_geojson(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return _file(request, open_data.as_geojson, open_data.public_places(now), "application/geo+json", now)


def _file(
    request: HttpRequest, write: Callable[[list[Place]], str], places: list[Place], content_type: str, now: datetime
) -> HttpResponse:
    return downloads.answer(request, write(places), content_type=content_type, changed_at=open_data.changed_at(now))
