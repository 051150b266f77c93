"""The finder's page: a need in the person's words, the centres that answer it, and when a desk is free there."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import second_factor
from bookings import answers, referring
from bookings.forms import NeedForm
from telecentres import actions, finder, hours
from telecentres.models import Guide, Habits, Need, Telecentre, Territory


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Answer a need; without one, show all needs. What finds no answer is counted, without anything of who asked."""
    now = timezone.now()
    form = NeedForm(request.GET or None, initial={"depuis": _home_of(request)})
    sender = referring.sender(request.GET)
    context = {"form": form, "today": hours.civil_day(now), "nav": "telecentres", "sender": sender}
    if form.is_valid() and form.cleaned_data["q"]:
        context |= _answer(request, **form.cleaned_data, now=now)
        context |= _introductions(context["understood"].need, context["found"], sender)
    else:
        context["needs"] = Need.objects.active().select_related("speciality")
    return render(request, "bookings/finder.html", context)


def _home_of(request: HttpRequest) -> str:
    """The commune of somebody signed in who said so in their profile."""
    if not request.user.is_authenticated:
        return ""
    habits = Habits.objects.filter(user=request.user, home__kind=Territory.Kind.COMMUNE).select_related("home").first()
    return habits.home.name if habits else ""


def _answer(request: HttpRequest, *, q: str, depuis: str, now: datetime) -> dict:
    understood = finder.understand(q)
    start = finder.start_named(depuis)
    commune = start.commune if start else None
    found = answers.for_need(understood.need, commune, now=now) if understood.need else None
    if not found:
        _record_gap(request, q, understood.need, now=now)
    return {
        "asked": q,
        "understood": understood,
        "others": understood.others or [need for need in Need.objects.frequent() if need != understood.need],
        "found": found,
        "everywhere": [] if found else answers.everywhere(commune, now=now),
        "guides": _guides(request, understood.need),
        "typed_start": depuis,
        "start": start,
        "factor": settings.ROAD_FACTOR,
        "speed": settings.ROAD_KM_PER_HOUR,
    }


def _introductions(need: Need | None, found: answers.Answers | None, sender: Telecentre | None) -> dict:
    """
    Who sends the person on: the centre from whose page they came, for want of the speciality, to all that have it; else the
    lead centre, where it is full or suspended, to those in support.
    """
    if not (need and found):
        return {}
    if sender:
        by_sender = referring.Introduction(sender, referring.Reason.SPECIALITY, need.speciality)
        return {"to_lead": by_sender, "to_supports": by_sender}
    lead = found.lead
    if lead is None or lead.slots or lead.centre.is_in_pipeline:
        return {}
    reason = referring.Reason.FULL if lead.centre.is_open else referring.Reason.CLOSED
    return {"to_supports": referring.Introduction(lead.centre, reason)}


def _guides(request: HttpRequest, need: Need | None) -> list[Guide]:
    """Those between centres only for staff who have shown their second factor, as in the administration."""
    if need is None:
        return []
    guides = Guide.objects.about(need).select_related("telecentre")
    is_staff = request.user.is_authenticated and request.user.is_staff and second_factor.is_given(request)
    return list(guides if is_staff else guides.public())


def _record_gap(request: HttpRequest, asked: str, need: Need | None, *, now: datetime) -> None:
    """Only when somebody looks: a browser that loads pages in advance, or asks for the head alone, has no need."""
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        actions.record_gap(finder.without_names(asked), now=now, need=need)
