"""Coming to live here: the page that invites, the form, and the page by which a person keeps their project in their own hands."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import limited
from jobs.models import JobOffer
from outreach import actions, consents
from outreach.lead_forms import ComeForm, ProjectForm
from outreach.models import Lead
from telecentres import story
from telecentres.models import Telecentre


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("lead")
def come(request: HttpRequest) -> HttpResponse:
    """
    What the network does for who comes, and the form. `?centre=` and `?offre=` say where the person comes from.

    The answer is the same whether the address is known or not: only its owner reads more, in a mail.
    """
    form, about = ComeForm(request.POST if request.method == "POST" else None), _about(request)
    if form.is_valid():
        try:
            actions.take_up(form.contact(source=_source(about), language=get_language(), **about), now=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("outreach:come_thanks")
    context = {"form": form, "about": about, "facts": story.facts(), "nav": "come"}
    return render(request, "outreach/come.html", context, status=422 if form.errors else 200)


def _source(about: dict) -> Lead.Source:
    """A centre that is not open yet is asked about by who waits for it."""
    if about["offer"]:
        return Lead.Source.OFFER
    return Lead.Source.INTEREST if about["telecentre"] and about["telecentre"].is_in_pipeline else Lead.Source.FORM


def _about(request: HttpRequest) -> dict:
    """What is not there, or not public, is left out: nobody is refused for an old link."""
    slugs = {name: request.GET.get(name, "") for name in ("centre", "offre")}
    known = {name: slug for name, slug in slugs.items() if slug and re.fullmatch(r"[\w-]{1,200}", slug)}
    centre = Telecentre.objects.public().filter(slug=known["centre"]).first() if "centre" in known else None
    offer = JobOffer.objects.published().filter(slug=known["offre"]).first() if "offre" in known else None
    return {"telecentre": centre, "offer": offer}


@login_not_required
@require_safe
def come_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "outreach/come_thanks.html", {"nav": "come"})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project(request: HttpRequest, token: str) -> HttpResponse:
    """The person's own page. Opening it changes nothing, for scanners of mail open links; buttons do."""
    lead = Lead.objects.of_token(token)
    if lead is None:
        return render(request, "outreach/project_gone.html", {"nav": "come"}, status=404)
    now = timezone.now()
    if "withdraw" in request.POST:
        actions.withdraw(lead, now=now)
        messages.success(request, _("Done: your project is erased, with all that was said."))
        return redirect("outreach:come")
    if said := _small_answers(request, lead, now):
        messages.success(request, said)
        return redirect(lead)
    form = ProjectForm(request.POST if "correct" in request.POST else None, initial=_as_it_is(lead))
    if form.is_valid():
        actions.correct_project(lead, form.cleaned_data, text=_("Corrected by the person."), now=now)
        messages.success(request, _("Noted: your project is corrected."))
        return redirect(lead)
    context = {"lead": lead, "form": form, "consent": consents.TEXTS.get(lead.consent_text, ""), "nav": "come"}
    context["interactions"] = lead.interactions.all()
    return render(request, "outreach/project.html", context, status=422 if request.method == "POST" else 200)


def _small_answers(request: HttpRequest, lead: Lead, now) -> str:
    """The buttons that need no words; what was done, or nothing."""
    if "stay" in request.POST:
        actions.stay(lead, text=_("The person wants to stay in touch."), now=now)
        return _("Thank you: we stay in touch.")
    if "end_news" in request.POST:
        actions.end_news(lead, now=now)
        return _("Done: no more news. Your project stays.")
    if "news" in request.POST:
        actions.ask_for_news(lead, now=now)
        return _("Thank you: news of the network comes to you now and then.")
    return ""


def _as_it_is(lead: Lead) -> dict:
    return {name: getattr(lead, name) for name in ProjectForm.base_fields}


@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end_news(request: HttpRequest, token: str) -> HttpResponse:
    """
    One click in the mail program (RFC 8058) ends the news; the token is the permission, and it opens nothing else.

    Opened as a page, it asks first.
    """
    lead = Lead.objects.of_news_token(token)
    if lead is None:
        return render(request, "outreach/project_gone.html", {"nav": "come"}, status=404)
    if request.method == "POST":
        actions.end_news(lead, now=timezone.now())
        lead.news_ended_at = timezone.now()
    return render(request, "outreach/news_end.html", {"is_ended": not lead.gets_news, "nav": "come"})
