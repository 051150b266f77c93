"""Verifying the certificate of a training, and the three questions after an event: open to whoever has a reference or a link."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import limited
from outreach import actions, registration_words
from outreach.models import Registration
from outreach.models.registration import QUESTIONS
from outreach.registration_forms import AnswerForm, CertificateForm
from telecentres import hours


@login_not_required
@require_safe
def find_certificate(request: HttpRequest) -> HttpResponse:
    form = CertificateForm(request.GET if "reference" in request.GET else None)
    if form.is_valid():
        return redirect("outreach:certificate_of", form.cleaned_data["reference"])
    return render(request, "outreach/certificate_find.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
def certificate_of(request: HttpRequest, reference: str) -> HttpResponse:
    """Says of a certificate what its holder already shows, and of the holder the initials alone."""
    certified = Registration.objects.known().exclude(certificate="").with_event().prefetch_related("attendances")
    found = certified.filter(certificate=reference.upper()).first()
    if found is None:
        return render(request, "outreach/certificate_unknown.html", {"reference": reference}, status=404)
    context = {
        "registration": found,
        "event": found.event,
        "when": registration_words.when(found.event),
        "hours": registration_words.hours_words(registration_words.hours_attended(found)),
        "initials": registration_words.initials(found.name),
    }
    return render(request, "outreach/certificate.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("registration")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail after an event. What is sent is kept without whoever sent it."""
    found = Registration.objects.known().of_token(token, salt=QUESTIONS)
    if found is None or not found.has_attended:
        return render(request, "outreach/registration_gone.html", {"nav": "events"}, status=404)
    form, is_answered = AnswerForm(request.POST or None), actions.has_answered(found)
    if not is_answered and form.is_valid():
        with suppress(ValidationError):  # the same answer sent twice at the same moment: one is kept
            actions.answer(found, **form.cleaned_data, answered_on=hours.civil_day(timezone.now()))
        return redirect("outreach:answer", token)
    context = {"event": found.event, "form": form, "is_answered": is_answered, "nav": "events"}
    return render(request, "outreach/answer.html", context, status=422 if form.errors and not is_answered else 200)
