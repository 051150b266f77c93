"""Declaring a move to or from the Cantal, and the page by which a person keeps the declaration in their own hands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from observatory import actions, consents
from observatory.models import MovePledge
from observatory.pledge_forms import CorrectForm, DeclareForm
from telecentres import words


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("move")
def declare(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the address is known or not: only its owner reads more, in a mail."""
    form = DeclareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        clean = form.cleaned_data
        actions.declare(form.said, email=clean["email"], language=get_language(), key=clean["key"], now=timezone.now())
        return render(request, "observatory/pledge_sent.html", {"email": clean["email"], "nav": "observatory"})
    context = {"form": form, "nav": "observatory"}
    return render(request, "observatory/pledge_form.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, token: str) -> HttpResponse:
    """The person's own page. Opening it changes nothing, for scanners of mail open links; buttons do."""
    found = MovePledge.objects.of_token(token)
    if found is None:
        return render(request, "observatory/pledge_gone.html", {"nav": "observatory"}, status=404)
    if "withdraw" in request.POST:
        actions.withdraw(found)
        messages.success(request, _("Done: the declaration is erased, and no longer counted."))
        return redirect("observatory:declare_move")
    if "confirm" in request.POST:
        actions.confirm(found, now=timezone.now())
        messages.success(request, _("Thank you: your move is counted."))
        return redirect("observatory:pledge", token)
    form = CorrectForm(request.POST if "correct" in request.POST else None, pledge=found)
    if form.is_valid():
        actions.correct(found, form.said)
        messages.success(request, _("Noted: the declaration is corrected."))
        return redirect("observatory:pledge", token)
    context = {
        "pledge": found,
        "month": words.month_words(found.month),
        "form": form,
        "consent": consents.TEXTS.get(found.consent_text, ""),
        "nav": "observatory",
    }
    return render(request, "observatory/pledge.html", context, status=422 if request.method == "POST" else 200)
