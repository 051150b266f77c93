"""The pages that the law and people ask for; all public."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import personal_data
from accounts.limits import limited
from bookings import offline
from notices import actions, weights
from notices import site_plan as plan
from notices.forms import QuestionForm
from notices.models import AccessibilityDeclaration, AccessibilityPlan
from telecentres.models import Telecentre


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The declaration in the form that the law fixes."""
    today = timezone.localdate()
    declaration = AccessibilityDeclaration.objects.in_force(today)
    context = {
        "declaration": declaration,
        "issues": declaration.issues_by_kind(),
        "plan": AccessibilityPlan.objects.for_year(today.year),
        "year": today.year,
        **_site(),
    }
    return render(request, "notices/accessibility.html", context)


@login_not_required
@require_safe
def accessibility_plan(request: HttpRequest) -> HttpResponse:
    """The plan for three years, with the actions of each year and what became of them."""
    plan_in_force = AccessibilityPlan.objects.for_year(timezone.localdate().year)
    years = plan_in_force.actions_by_year() if plan_in_force else {}
    return render(request, "notices/accessibility_plan.html", {"plan": plan_in_force, "years": years, **_site()})


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Publisher, host, sources of the data with their licences."""
    return render(request, "notices/legal.html", _site())


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, printed from the registry, and the cookies."""
    cookies = [
        (settings.SESSION_COOKIE_NAME, _("keeps you signed in, and lets this browser open the bookings it made"), _("two weeks")),
        (settings.CSRF_COOKIE_NAME, _("proves that a form comes from this site, not from another in your name"), _("one year")),
        (settings.LANGUAGE_COOKIE_NAME, _("remembers the language, if you change it"), _("until you close the browser")),
        (offline.COOKIE, _("remembers that this computer is shared, if you say so: no copy is kept on it"), _("one year")),
    ]
    context = {"treatments": personal_data.treatments(), "cookies": cookies, **_site()}
    return render(request, "notices/privacy.html", context)


@login_not_required
@require_safe
def site_plan(request: HttpRequest) -> HttpResponse:
    """Every public page; the telecentres in the order of the alphabet, accents aside."""
    centres = sorted(Telecentre.objects.public(), key=lambda telecentre: telecentre.sorting_name)
    return render(request, "notices/site_plan.html", {"groups": plan.GROUPS, "centres": centres})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/help.html", _site())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("question")
def write(request: HttpRequest) -> HttpResponse:
    """A question to the help desk; the answer is the same whoever writes and however often."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask(**form.cleaned_data, language=get_language(), now=timezone.now())
        return redirect("notices:written")
    status = 422 if form.errors else 200
    return render(request, "notices/write.html", {"form": form, "back": reverse("notices:help"), **_site()}, status=status)


@login_not_required
@require_safe
def written(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/written.html", _site())


@login_not_required
@require_safe
def eco_design(request: HttpRequest) -> HttpResponse:
    """The limits that we set ourselves, and what the pages weigh."""
    return render(request, "notices/eco_design.html", {"measurement": weights.measured()})


def _site() -> dict[str, Any]:
    """What the notices say of the site and of those who run it."""
    to_complete = _("to be completed by the operator")
    return {
        "site_name": settings.SITE_NAME,
        "public_url": settings.PUBLIC_URL,
        "operator": settings.OPERATOR,
        "to_complete": to_complete,
        "blank": f"[{to_complete}]",  # in the midst of a sentence
        "helpdesk_email": settings.HELPDESK_EMAIL,
    }
