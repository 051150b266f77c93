"""The public pages of what each territory paid and got back: every euro with its source and its assumption."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.exporting import CSV, TYPES, as_csv
from observatory import returns
from telecentres import charts, words
from telecentres.models import Territory


@login_not_required
@require_safe
def returns_page(request: HttpRequest) -> HttpResponse:
    """Murat as published, each territory with rows, and the examples apart."""
    found = returns.territories()
    context = {"real": returns.real(found), "examples": returns.examples(found), "formulas": returns.formulas()}
    return render(request, "observatory/returns.html", context | _benchmark())


@login_not_required
@require_safe
def returns_of(request: HttpRequest, code: str) -> HttpResponse:
    """One intercommunality by its code; raises Http404 where nothing was entered."""
    territory, found = _found(code)
    context = {
        "territory": territory,
        "real": returns.real(found),
        "examples": returns.examples(found),
        "formulas": returns.formulas(),
    }
    return render(request, "observatory/returns_of.html", context | _benchmark())


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def returns_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every row of the page, one line each, with what makes it up; numbers on too few people stay empty."""
    _territory, found = _found(code)
    response = HttpResponse(as_csv(returns.as_rows(found)), content_type=TYPES[CSV])
    response["Content-Disposition"] = f'attachment; filename="argent-public-{code}.csv"'
    return response


def _found(code: str) -> tuple[Territory, list[returns.Returns]]:
    territory = get_object_or_404(Territory, kind=Territory.Kind.EPCI, code=code)
    found = returns.of(territory)
    if not found:
        raise Http404
    return territory, found


def _benchmark() -> dict:
    murat = returns.benchmark()
    sums = [(_("Public money, 2007 to 2013"), murat.cost), (_("Spent in the territory, 2008 to 2013"), murat.spent_locally)]
    return {
        "murat": murat,
        "murat_bars": [charts.Bar(name, float(value), words.whole_euros(value)) for name, value in sums],
    }
