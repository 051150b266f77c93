"""The open data of the places: three files at addresses that stay; the page that lists all open data is the observatory's."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from telecentres import downloads, open_data
from telecentres.open_data import Place


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
