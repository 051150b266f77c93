"""The waiting list in pages: stand on it, see one's place in line, take or decline what is offered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import limited
from bookings import access, actions, links
from bookings.forms import SlotForm
from bookings.models import Wait
from bookings.waiting_forms import WaitForm
from telecentres import hours
from telecentres.models import Telecentre


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("booking", only_visitors=True)
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """For a visitor the answer is the same whether the address stands on the list already or not: only its owner reads more."""
    centre = get_object_or_404(Telecentre.objects.open().select_related("commune"), slug=slug)
    now = timezone.now()
    asked = (request.POST or request.GET).get("creneau", "")
    initial = {name: request.GET[name] for name in ("creneau", "type", "ou") if name in request.GET}
    if day := SlotForm.sent(request, now=now).day:
        initial["jour"] = f"{day:%d/%m/%Y}"
    initial = {"ou": "", "creneau": "journee", **initial}
    form = WaitForm(
        request.POST or None,
        centre=centre,
        today=hours.civil_day(now),
        signed_in=request.user.is_authenticated,
        asked=asked,
        initial=initial,
    )
    if form.is_valid():
        try:
            wait = actions.join(_wish(request, centre, form), now=now)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if request.user.is_authenticated:
                messages.success(request, _("You are on the list. As soon as a place is free for you, a mail offers it."))
                return redirect(wait)
            return render(request, "bookings/wait_look_in_mail.html", {"email": form.cleaned_data["email"], "nav": "book"})
    context = {"centre": centre, "form": form, "nav": "book"}
    return render(request, "bookings/wait_join.html", context, status=422 if form.errors else 200)


def _wish(request: HttpRequest, centre: Telecentre, form: WaitForm) -> Wait:
    ask, speciality = form.ask, form.speciality
    who = (
        {"booked_by": request.user}
        if request.user.is_authenticated
        else {
            "visitor_name": form.cleaned_data["name"],
            "visitor_email": form.cleaned_data["email"],
        }
    )
    return Wait(
        telecentre=None if speciality else centre,
        speciality=speciality,
        kind=ask.kind,
        features=list(ask.features),
        day=form.cleaned_data["jour"],
        part=form.part,
        language=get_language()[:2],
        **who,
    )


@login_not_required
@never_cache
@require_safe
def open_by_link(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    """Exchange the secret of the mail for a cookie, so that the address bar does not keep it. Changes nothing else."""
    found = Wait.objects.filter(reference=reference).first()
    if found is None or not links.opens_wait(found, token):
        return render(request, "bookings/closed_door.html", {"is_link": True, "nav": "my_bookings"}, status=404)
    access.remember_wait(request, found)
    return redirect(found)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: HttpRequest, reference: str) -> HttpResponse:
    """One's place in line, and the buttons: opening a page changes nothing, for scanners of mail open links."""
    found = access.find_wait(request, reference)
    if found is None:
        return render(request, "bookings/closed_door.html", {"nav": "my_bookings"}, status=404)
    if request.method == "POST":
        return _act(request, found)
    now = timezone.now()
    context = {
        "wait": found,
        "centre": found.telecentre,
        "booking": found.booking,
        "has_offer": found.has_offer(now),
        "position": found.position() if found.state == Wait.State.WAITING else None,
        "nav": "my_bookings",
    }
    return render(request, "bookings/wait.html", context)


def _act(request: HttpRequest, found: Wait) -> HttpResponse:
    now = timezone.now()
    try:
        if "accept" in request.POST:
            booking = actions.accept_offer(found, now=now)
            if booking.booked_by is None:
                access.remember(request, booking, access.BY_LINK)
            messages.success(request, _("The place is yours. A mail with the calendar entry is on its way."))
            return redirect(booking)
        if "enter" in request.POST:
            actions.enter(found, now=now)
            messages.success(request, _("Thank you: your address is confirmed, you are on the list."))
        if "leave" in request.POST:
            actions.leave_list(found, now=now)
            messages.success(request, _("You are no longer on this list."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(found)
