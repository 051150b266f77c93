"""The open data: the page that lists all of it, the catalogue for machines, and the tables of the indicators."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jobs import markup
from observatory import datasets, figure_files
from telecentres import downloads, open_data

TABLE = "text/csv; charset=utf-8; header=present"


@login_not_required
@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """Every file with its format, licence and last change; the catalogue is in the page as well."""
    now = timezone.now()
    found = open_data.open_places(now)
    context = {
        "nav": "telecentres",
        "licence": downloads.LICENCE,
        "licence_url": downloads.LICENCE_URL,
        "datasets": [(one, one.files(), one.changed_at(now)) for one in datasets.datasets()],
        "open": len(found),
        "in_table": sum(one.fits_national_table for one in found),
        "table_fields": list(open_data.TABLE),
        "markup": markup.as_script(datasets.catalogue(now)),
    }
    return render(request, "observatory/open_data.html", context)


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    content = json.dumps(datasets.catalogue(now), ensure_ascii=False, indent=1) + "\n"
    return downloads.answer(request, content, content_type="application/ld+json", changed_at=datasets.changed_at(now))


@login_not_required
@require_safe
def figures_csv(request: HttpRequest, name: str) -> HttpResponse:
    """Of the network and the last twelve months, or of what the address says: `scope`, `first` and `last` as in the interface."""
    now = timezone.now()
    indicator = figure_files.public_named(name)
    scope = figure_files.scope_named(request.GET.get("scope", "network"))
    asked = {key: figure_files.month_of(request.GET[key]) for key in ("first", "last") if key in request.GET}
    if indicator is None or scope is None or scope.kind not in indicator.scopes or None in asked.values():
        raise Http404(_("There is no such table."))
    usual = figure_files.USUAL_MONTHS
    span, _notes = figure_files.months_asked(asked.get("first"), asked.get("last"), now, usual=usual)
    content = figure_files.as_csv(indicator, scope, span)
    return downloads.answer(request, content, content_type=TABLE, changed_at=figure_files.changed_at(now, name))


@login_not_required
@require_safe
def dictionary_csv(request: HttpRequest) -> HttpResponse:
    """It comes with the version of the portal: its mark alone tells whether it is another one."""
    return downloads.answer(request, figure_files.dictionary(), content_type=TABLE, changed_at=timezone.now())
