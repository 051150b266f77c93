"""Searches that people keep, and the link by which an author lets an offer run on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from jobs import actions, alerts, emails
from jobs.forms import AlertForm, LookForm
from jobs.models import Alert, JobOffer
from jobs.models.alert import stopped_by
from jobs.search import Search
from telecentres import hours

LONGEST_QUERY = 2000


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("alert")
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the address is known or not: only its owner reads more, in a mail."""
    form = AlertForm(request.POST or None, initial={"query": request.GET.urlencode()})
    query = _understood(form["query"].value() or "")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"query": query.wishes}
        actions.ask_for_alert(**said, language=get_language(), now=timezone.now())
        messages.success(request, _("A mail is on its way to this address. Open its link and confirm: then the offers come."))
        return redirect(f"{reverse('jobs:list')}?{query.query}")
    context = {"form": form, "search": query, "nav": "jobs"}
    return render(request, "jobs/alert_ask.html", context, status=422 if form.errors else 200)


def _understood(query: str) -> Search:
    """What is kept is what the list understands, in its own order: never more than it could show."""
    data = QueryDict(query[:LONGEST_QUERY])
    return Search(data, start=LookForm(data).start)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a mail opens. Opening it changes nothing, for scanners of mail open links; a button does."""
    found = Alert.objects.of_token(token)
    if found is None:
        return render(request, "jobs/alert_gone.html", {"nav": "jobs"}, status=404)
    if request.method == "POST" and "stop" in request.POST:
        actions.stop_alert(found)
        messages.success(request, _("Done: this search is erased, with your address."))
        return redirect("jobs:list")
    if "confirm" in request.POST:
        actions.confirm_alert(found, now=timezone.now())
        messages.success(request, _("Thank you: new offers come to your address."))
        return redirect(f"{reverse('jobs:list')}?{found.query}")
    context = {"alert": found, "words": emails.search_words(found), "search": alerts.search_of(found), "nav": "jobs"}
    return render(request, "jobs/alert.html", context, status=422 if request.method == "POST" else 200)


@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """
    One click in the mail program (RFC 8058): ends every search that its mails tell of; the token is the permission.

    Opened as a page, it asks first.
    """
    found = stopped_by(token)
    if found is None:
        return render(request, "jobs/alert_gone.html", {"nav": "jobs"}, status=404)
    if request.method != "POST":
        return render(request, "jobs/alert_stop.html", {"nav": "jobs"})
    actions.stop_alerts(*found)
    return render(request, "jobs/alert_gone.html", {"nav": "jobs"})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """The author's link of a reminder: one button lets the offer run on; it holds for this last day alone."""
    offer = JobOffer.objects.of_renewal_token(token)
    if offer is None:
        return render(request, "jobs/renew_gone.html", {"nav": "jobs"}, status=404)
    until = actions.renewal_day(hours.civil_day(timezone.now()))
    if "renew" in request.POST:
        try:
            actions.renew(offer, until=until, now=timezone.now())
        except ValidationError as refusal:
            context = {"offer": offer, "until": until, "errors": refusal.messages, "nav": "jobs"}
            return render(request, "jobs/renew.html", context, status=409)
        messages.success(request, _("The offer runs on."))
        return redirect(offer)
    status = 422 if request.method == "POST" else 200
    return render(request, "jobs/renew.html", {"offer": offer, "until": until, "nav": "jobs"}, status=status)
