"""Applying, following one's application, and reading it as the employer."""

from collections.abc import Sequence

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
    """
    The form stands on the offer's page; what is refused comes back there, with everything typed but the file.

    The answer is the same whether the address has applied before or not: only its owner reads more, in a mail.
    """
    offer = get_object_or_404(JobOffer.objects.once_public().for_pages(), slug=slug)
    if request.method != "POST":
        return redirect(f"{offer.get_absolute_url()}#postuler")
    form = ApplicationForm(request.POST, request.FILES)
    if not offer.takes_applications_here:
        return show_offer(request, offer, form=form)
    if form.is_valid():
        try:
            actions.apply(offer, **form.cleaned_data, language=get_language(), now=timezone.now())
        except ValidationError as refusal:
            form.add_error("cv" if refusal.code in cv_files.CODES else None, refusal)
        else:
            said = _("Your application has left. The mail that comes to you has a link to follow it or to take it back.")
            messages.success(request, said)
            return redirect(offer)
    return show_offer(request, offer, form=form, status=422)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, token: str) -> HttpResponse:
    """The person's own page. Opening it changes nothing, for scanners of mail open links; buttons do."""
    found = Application.objects.of_token(token)
    if found is None:
        return render(request, "jobs/application_gone.html", {"nav": "jobs"}, status=404)
    offer, status = found.offer, 422 if request.method == "POST" else 200
    if "withdraw" in request.POST:
        actions.withdraw_application(found, now=timezone.now())
        messages.success(request, _("Done: your application is taken back and erased."))
        return redirect(offer)
    if "keep" in request.POST or "unkeep" in request.POST:
        return _allow_keeping(request, found)
    return render(request, "jobs/application.html", {"application": found, "offer": offer, "nav": "jobs"}, status=status)


def _allow_keeping(request: HttpRequest, application: Application) -> HttpResponse:
    is_allowed = "keep" in request.POST
    try:
        kept = actions.allow_keeping(application, is_allowed=is_allowed, now=timezone.now())
    except ValidationError:
        return render(request, "jobs/application_gone.html", {"nav": "jobs"}, status=404)
    said = _("It is no longer kept for other offers.")
    if is_allowed:
        said = _("Thank you: it may be kept for other offers, for two years from today.")
    messages.success(request, said)
    return redirect("jobs:list" if kept.is_forgotten else kept)


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
        return _gone(request)
    if request.method == "POST" and "open" in request.POST:
        request.session[OPENED] = [*request.session.get(OPENED, [])[-20:], _flag(found)]
        return redirect(request.path)
    if _flag(found) not in request.session.get(OPENED, []):
        return render(request, "jobs/passed_on_cover.html", {"application": found, "offer": found.offer, "nav": "jobs"})
    if request.method == "POST":
        return _answer(request, found)
    try:
        actions.note_opening(found, what=Opening.What.APPLICATION, now=timezone.now())
    except ValidationError:
        return _gone(request)
    found.refresh_from_db()
    return _opened(request, found, AnswerForm(application=found))


def _flag(application: Application) -> str:
    """Of one link: a newer one has a cover of its own."""
    return f"{application.pk}/{application.passed_on_count}"


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs/application_gone.html", {"nav": "jobs", "is_for_employer": True}, status=404)


def _answer(request: HttpRequest, found: Application) -> HttpResponse:
    """A double click gives the same answer twice: that is one."""
    form = AnswerForm(request.POST, application=found)
    others: list[Application] = []
    is_given = request.POST.get("state") == found.state
    if not is_given and form.is_valid():
        try:
            actions.answer(found, **form.cleaned_data, now=timezone.now())
            is_given = True
        except actions.OthersWait as waiting:
            others = waiting.applications
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if is_given:
        messages.success(request, _("Noted, and the person is told by mail."))
        return redirect(request.path)
    return _opened(request, found, form, others=others, status=409 if others else 422)


def _opened(
    request: HttpRequest, found: Application, form: AnswerForm, *, others: Sequence[Application] = (), status: int = 200
) -> HttpResponse:
    context = {"application": found, "offer": found.offer, "form": form, "others": others, "nav": "jobs"}
    return render(request, "jobs/passed_on.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["POST"])
def passed_on_cv(request: HttpRequest, token: str) -> HttpResponse:
    """The file, to whoever has lifted the cover; noted as well."""
    found = Application.objects.of_employer_token(token)
    if found is None or _flag(found) not in request.session.get(OPENED, []):
        raise Http404
    try:
        actions.note_opening(found, what=Opening.What.CV, now=timezone.now())
    except ValidationError as gone:
        raise Http404 from gone
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
