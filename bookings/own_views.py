"""What one has booked: the list, each booking, and what can still be done with it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from bookings import access, actions, again, availability, calendars, choice, links, offline, pricing
from bookings.forms import SlotForm
from bookings.models import Booking, Series, Wait
from telecentres.models import Telecentre


@never_cache
@offline.readable
@require_safe
def my_bookings(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    mine = Booking.objects.visible_to(request.user).with_place().prefetch_related("workspace__telecentre__policies")
    context = {
        "upcoming": mine.upcoming(now),
        "past": mine.past(now)[:50],
        "waits": Wait.objects.active().filter(booked_by=request.user).with_all(),
        "series": Series.objects.visible_to(request.user).running(now).select_related("telecentre"),
        "now": now,
        "keeps_copies": offline.keeps_copies(request),
        "again": again.as_last_time(request.user, now=now),
        "nav": "my_bookings",
    }
    return render(request, "bookings/booking_list.html", context)


def booking_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the booking this browser may see, or say how to reach it; what such a page shows is kept by no cache."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, reference: str, **kwargs) -> HttpResponse:
        booking = access.find(request, reference)
        if booking is None:
            return render(request, "bookings/closed_door.html", {"nav": "my_bookings"}, status=404)
        return view(request, booking, **kwargs)

    return wrapper


@booking_page
@offline.readable
@require_safe
def detail(request: HttpRequest, booking: Booking) -> HttpResponse:
    now = timezone.now()
    if booking.state == Booking.State.HELD and (wait := booking.waits.first()):
        return redirect(wait)
    plan = list(booking.telecentre.workspaces.all())
    context = {
        "booking": booking,
        "now": now,
        "keeps_copies": offline.keeps_copies(request),
        "centre": booking.telecentre,
        "plan": plan,
        "plan_height": max(desk.plan_y for desk in plan) + 38,
        "story": booking.story(),
        "add_links": calendars.add_links(booking),
        "again": again.next_week(booking, now=now) if booking.is_live else None,
        "is_changeable": _is_changeable(booking, now),
        "may_arrive": booking.may_arrive(now),
        "is_there": booking.is_there(now),
        "is_waiting": _is_waiting(booking, now),
        "is_before_deadline": now <= booking.cancellable_until,
        "came_by_link": access.came_by_link(request, booking),
        "may_prove": booking.is_unproved and access.came_by_link(request, booking),
        "hides_price": booking.is_unproved and not access.came_by_link(request, booking) and pricing.tells_of_the_person(booking),
        "nav": "my_bookings",
    }
    return render(request, "bookings/booking_detail.html", context)


@login_not_required
@never_cache
@require_safe
def open_by_link(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    """Exchange the secret of the mail for a cookie, so that the address bar does not keep it. Changes nothing else."""
    booking = Booking.objects.filter(reference=reference).first()
    if booking is None or not links.opens(booking, token):
        return render(request, "bookings/closed_door.html", {"is_link": True, "nav": "my_bookings"}, status=404)
    access.remember(request, booking, access.BY_LINK)
    return redirect(booking)


@booking_page
@require_POST
def prove(request: HttpRequest, booking: Booking) -> HttpResponse:
    if access.came_by_link(request, booking):
        actions.prove(booking, now=timezone.now())
        messages.success(request, _("Thank you: your address is confirmed."))
    return redirect(booking)


@booking_page
def move(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Choose another desk, day or centre; the booking moves in one step or not at all."""
    now = timezone.now()
    answers = SlotForm.sent(request, now=now)
    slug = (request.POST or request.GET).get("centre", "")
    centre = next((centre for centre in Telecentre.objects.open() if centre.slug == slug), booking.telecentre)
    is_here = centre == booking.telecentre
    chosen = answers.choose(
        centre,
        now=now,
        day=answers.day or (booking.day if is_here else None),
        part=answers.part or booking.part,
        code=answers.code or (booking.workspace.code if is_here else ""),
        kind=booking.ask.kind,
        places=booking.places,
        without=booking,
        keep_taken=request.method == "POST",
    )
    if not _is_changeable(booking, now):
        return _say_it_is_over(request, booking)
    if request.method != "POST" or answers.problems:
        return _move_screen(request, booking, chosen, errors=answers.problems)
    try:
        if not answers.are_met_by(chosen):
            raise ValidationError(chosen.why_not or _("This desk cannot be booked then. Choose another one."), code="hours")
        booking = actions.move(booking, workspace=chosen.desk, day=chosen.day, part=chosen.part, now=now)
    except ValidationError as refusal:
        return _move_screen(request, booking, chosen, errors=refusal.messages, found=getattr(refusal, "alternatives", None))
    messages.success(request, _("Your booking has moved. A mail with the new calendar entry is on its way."))
    return redirect(booking)


@booking_page
def cancel(request: HttpRequest, booking: Booking) -> HttpResponse:
    now = timezone.now()
    if not (_is_changeable(booking, now) or _is_waiting(booking, now)):
        return _say_it_is_over(request, booking)
    if request.method == "POST":
        try:
            actions.cancel(booking, now=now)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Your booking is cancelled. The desk is free again."))
        return redirect(booking)
    context = {
        "booking": booking,
        "centre": booking.telecentre,
        "is_before_deadline": now <= booking.cancellable_until,
        "nav": "my_bookings",
    }
    return render(request, "bookings/booking_cancel.html", context)


@booking_page
@require_POST
def arrive(request: HttpRequest, booking: Booking) -> HttpResponse:
    try:
        booking = actions.arrive(booking, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, booking.welcome)
    return redirect(booking)


@booking_page
@require_POST
def leave(request: HttpRequest, booking: Booking) -> HttpResponse:
    try:
        actions.leave(booking, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Thank you for coming. What remains of the time is free for others."))
    return redirect(booking)


@booking_page
@require_GET
def calendar_file(request: HttpRequest, booking: Booking) -> HttpResponse:
    response = HttpResponse(calendars.invitation(booking, method="PUBLISH"), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{booking.reference}.ics"'
    return response


def _is_changeable(booking: Booking, now: datetime) -> bool:
    return booking.state == Booking.State.CONFIRMED and booking.ends_at > now


def _is_waiting(booking: Booking, now: datetime) -> bool:
    """A request that nobody has decided; it can be withdrawn."""
    return booking.state == Booking.State.REQUESTED and booking.ends_at > now


def _say_it_is_over(request: HttpRequest, booking: Booking) -> HttpResponse:
    messages.info(request, _("This booking is over or cancelled: it can no longer be changed."))
    return redirect(booking)


def _move_screen(
    request: HttpRequest,
    booking: Booking,
    chosen: choice.Choice,
    *,
    errors: list[str],
    found: availability.Alternatives | None = None,
) -> HttpResponse:
    context = {
        "booking": booking,
        "choice": chosen,
        "centre": chosen.telecentre,
        "errors": errors,
        "alternatives": found,
        "other_centres": Telecentre.objects.open().exclude(pk=chosen.telecentre.pk),
        "nav": "my_bookings",
    }
    return render(request, "bookings/booking_move.html", context, status=409 if errors else 200)
