"""The offers as files at addresses that stay, whole or narrowed by the query of the list."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobs import exports
from jobs.forms import LookForm
from jobs.pages import discreet
from jobs.search import Search
from telecentres import downloads


@login_not_required
@discreet
@require_safe
def offers_json(request: HttpRequest) -> HttpResponse:
    return _file(request, exports.as_json, "application/json")


@login_not_required
@discreet
@require_safe
def offers_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, exports.as_csv, "text/csv; charset=utf-8; header=present")


def _file(request: HttpRequest, write: Callable[[list[exports.Record]], str], content_type: str) -> HttpResponse:
    """The newest first, whatever order the list has."""
    changed_at = exports.changed_at(timezone.now())  # before the offers are read: what changes meanwhile is asked for again
    search = Search(request.GET, start=LookForm(request.GET or None).start)
    found = exports.records(search.offers().for_pages().order_by("-published_at", "-pk"))
    return downloads.answer(request, write(found), content_type=content_type, changed_at=changed_at)
