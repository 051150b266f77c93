"""The two-hour-commute test: asked by an address that can be kept or shared, answered at once, kept nowhere."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from observatory import commute
from observatory.commute_forms import CommuteForm
from telecentres.models import Telecentre


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def my_way(request: HttpRequest) -> HttpResponse:
    """
    Without a query the empty form; with one the answer for each open centre, or what is to be corrected.

    Where somebody lives and works stands in the address: no cache keeps the page, and no site that one goes on to learns of it.
    """
    form = CommuteForm(request.GET if {"domicile", "travail"} & set(request.GET) else None)
    context = {"nav": "observatory", "form": form, "weeks": commute.WEEKS, "estimate_to": commute.ESTIMATE_TO}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        found = commute.answers(said["domicile"], said["travail"], said["jours"], Telecentre.objects.open())
        context |= {"said": said, "answers": found, "best": found[0] if found else None}
        context["to_work"] = found[0].to_work if found else None
    response = render(request, "observatory/commute.html", context, status=422 if form.errors else 200)
    response["Referrer-Policy"] = "no-referrer"
    return response
