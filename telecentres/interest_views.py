"""Where people ask for news of a centre to come, say that the address is theirs, and stop it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.limits import limited
from telecentres import actions
from telecentres.forms import InterestForm
from telecentres.models import Interest, Telecentre


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("interest")
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer is the same whether the address is known or not: only its owner reads more, in a mail."""
    telecentre = get_object_or_404(Telecentre.objects.in_pipeline(), slug=slug)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.ask_for_news(
            telecentre, email=said["email"], commune=said["commune"], language=get_language(), now=timezone.now()
        )
        messages.success(request, _("A mail is on its way to this address. Open its link and confirm: then we tell you."))
        return redirect(telecentre)
    context = {"form": form, "telecentre": telecentre, "nav": "telecentres", "back": telecentre.get_absolute_url()}
    return render(request, "telecentres/interest_ask.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a mail opens. Opening it changes nothing, for scanners of mail open links; a button does."""
    found = Interest.objects.of_token(token)
    if found is None:
        return render(request, "telecentres/interest_gone.html", {"nav": "telecentres"}, status=404)
    if request.method == "POST" and "stop" in request.POST:
        return _stop(request, found)
    if request.method == "POST":
        actions.confirm_news(found, now=timezone.now())
        place = {"centre": found.telecentre.full_name}
        messages.success(request, _("Thank you: a mail tells you about each step of %(centre)s.") % place)
        return redirect(found.telecentre)
    return render(request, "telecentres/interest.html", {"interest": found, "nav": "telecentres"})


@login_not_required
@csrf_exempt
@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click in the mail program (RFC 8058): no cookie, no page to read; the token is the permission."""
    found = Interest.objects.of_token(token)
    if found:
        actions.end_news(found)
    return HttpResponse(status=200, content_type="text/plain")


def _stop(request: HttpRequest, found: Interest) -> HttpResponse:
    telecentre = found.telecentre
    actions.end_news(found)
    messages.success(
        request, _("Done: your address is erased, no more mails about %(centre)s.") % {"centre": telecentre.full_name}
    )
    return redirect(telecentre if telecentre.stage in Telecentre.Stage.public() else "telecentres:list")
