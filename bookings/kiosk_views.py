"""The page of the tablet at the door: who is expected today, with one button each, which works while the line is down."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.limits import limited
from bookings import actions, offline
from bookings.models import Booking, Kiosk
from bookings.presence_forms import KioskNoteForm
from telecentres import hours

COOKIE = "borne"
A_YEAR = 365 * 24 * 3600  # seconds; the tablet stays signed in, the manager can revoke it


@login_not_required
@never_cache
@require_safe
def open_kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret address for a cookie that no script reads and that only these pages get."""
    if not Kiosk.objects.opened_by(token).exists():
        return _closed(request)
    response = redirect("bookings:kiosk")
    response.set_cookie(
        COOKIE, token, max_age=A_YEAR, path="/borne/", httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
    return response


@login_not_required
@never_cache
@require_safe
def kiosk(request: HttpRequest) -> HttpResponse:
    device = _device(request)
    if device is None:
        return _closed(request)
    now = timezone.now()
    actions.note_use(device, now=now)
    rows = [(one, one.may_arrive(now), one.is_there(now), uuid.uuid4()) for one in _expected(device, now)]
    context = {"kiosk": device, "centre": device.telecentre, "rows": rows, "now": now}
    response = render(request, "bookings/kiosk.html", context)
    # The mark for the service worker stands for the tablet, as it stands for a session elsewhere.
    response[offline.HEADER] = salted_hmac("bookings.kiosk", str(device.pk)).hexdigest()[:16]
    return response


@login_not_required
@never_cache
@require_POST
@limited("presence")
def note(request: HttpRequest) -> HttpResponse:
    """From a form of the page, or from its script, which sends again until it is answered and asks for JSON."""
    device = _device(request)
    if device is None:
        return _closed(request)
    now = timezone.now()
    form = KioskNoteForm(request.POST, bookings=_expected(device, now))
    if form.is_valid():
        said, status = actions.note_at_kiosk(device, **form.what(now=now), now=now).said, 200
    else:
        said, status = " ".join(form.errors_in_words()), 422
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"said": said}, status=status)
    messages.info(request, said)
    return redirect("bookings:kiosk")


def _device(request: HttpRequest) -> Kiosk | None:
    token = request.COOKIES.get(COOKIE, "")
    return Kiosk.objects.opened_by(token).first() if token else None


def _expected(device: Kiosk, now: datetime) -> list[Booking]:
    """Of today, those over included: a note may come late."""
    today = Booking.objects.noted_at_the_door().on_day(device.telecentre, hours.civil_day(now))
    return list(today.with_place().prefetch_related("workspace__telecentre__policies"))


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "bookings/kiosk_closed.html", status=404)
