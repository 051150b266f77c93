"""Applying, following one's application, and reading it as the employer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from jobs import actions, cv_files
from jobs.application_files import hand_out
from jobs.forms import AnswerForm, ApplicationForm
from jobs.models import Application, JobOffer, JobOutcome, Opening
from jobs.views import show_offer

OPENED = "jobs_opened"  # in the session: the applications whose cover the employer has lifted in this browser


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("application")
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """The form stands on the offer's page; what is refused comes back there, with everything typed but the file."""
    offer = get_object_or_404(JobOffer.objects.once_public().for_pages(), slug=slug)
    if request.method != "POST" or not offer.takes_applications_here:
        return redirect(f"{offer.get_absolute_url()}#postuler")
    form = ApplicationForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = actions.apply(offer, **form.cleaned_data, language=get_language(), now=timezone.now())
        except ValidationError as refusal:
            form.add_error("cv" if refusal.code in cv_files.CODES else None, refusal)
        else:
            messages.success(request, _("Your application has left. A mail tells you when it is read."))
            return redirect(made)
    return show_offer(request, offer, form=form, status=422)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, token: str) -> HttpResponse:
    """The person's own page. Opening it changes nothing, for scanners of mail open links; buttons do."""
    found = Application.objects.of_token(token)
    if found is None:
        return render(request, "jobs/application_gone.html", {"nav": "jobs"}, status=404)
    now = timezone.now()
    if request.method == "POST" and "withdraw" in request.POST:
        offer = found.offer
        actions.withdraw_application(found, now=now)
        messages.success(request, _("Done: your application is taken back and erased."))
        return redirect(offer)
    if request.method == "POST":
        is_allowed = "keep" in request.POST
        found = actions.allow_keeping(found, is_allowed=is_allowed, now=now)
        said = (
            _("Thank you: it may be kept for other offers, for two years from today.")
            if is_allowed
            else _("It is no longer kept for other offers.")
        )
        messages.success(request, said)
        return redirect("jobs:list" if found.is_forgotten else found)
    return render(request, "jobs/application.html", {"application": found, "offer": found.offer, "nav": "jobs"})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passed_on(request: HttpRequest, token: str) -> HttpResponse:
    """
    The employer's page, behind a cover: only lifting it opens the application, notes it, and tells the person.

    A scanner that opens every link of a mail thus reads nothing, and nobody is told that a person has read it.
    """
    found = Application.objects.of_employer_token(token)
    if found is None:
        return render(request, "jobs/application_gone.html", {"nav": "jobs", "is_for_employer": True}, status=404)
    if request.method == "POST" and "open" in request.POST:
        actions.note_opening(found, what=Opening.What.APPLICATION, now=timezone.now())
        request.session[OPENED] = [*request.session.get(OPENED, [])[-20:], found.pk]
        return redirect(request.path)
    if found.pk not in request.session.get(OPENED, []):
        return render(request, "jobs/passed_on_cover.html", {"application": found, "offer": found.offer, "nav": "jobs"})
    form = AnswerForm(request.POST or None, application=found)
    others: list[Application] = []
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.answer(found, **form.cleaned_data, now=timezone.now())
        except actions.OthersWait as waiting:
            others = waiting.applications
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted, and the person is told by mail."))
            return redirect(request.path)
    context = {"application": found, "offer": found.offer, "form": form, "others": others, "nav": "jobs"}
    return render(request, "jobs/passed_on.html", context, status=409 if others else 422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["POST"])
def passed_on_cv(request: HttpRequest, token: str) -> HttpResponse:
    """The file, to whoever has lifted the cover; noted as well."""
    found = Application.objects.of_employer_token(token)
    if found is None or found.pk not in request.session.get(OPENED, []):
        raise Http404
    actions.note_opening(found, what=Opening.What.CV, now=timezone.now())
    return hand_out(found)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """Whether somebody still does the work they found here; a button answers, opening the page does not."""
    found = JobOutcome.objects.of_token(token)
    if found is None:
        return render(request, "jobs/application_gone.html", {"nav": "jobs"}, status=404)
    hire, months = found
    if request.method == "POST" and ("yes" in request.POST or "no" in request.POST):
        actions.note_outcome(hire, months=months, is_there="yes" in request.POST)
        return render(request, "jobs/outcome.html", {"outcome": hire, "months": months, "is_answered": True, "nav": "jobs"})
    return render(request, "jobs/outcome.html", {"outcome": hire, "months": months, "nav": "jobs"})
