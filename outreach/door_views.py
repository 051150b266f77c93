"""The tablet at the door of an event: names by their first letters, one button each, also while the line is down."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.limits import limited
from accounts.sent_once import DAMAGED
from bookings import offline
from outreach import actions, registration_words
from outreach.models import Door, Registration
from outreach.registration_forms import AddForm, DoorNoteForm
from outreach.registration_search import beginnings, found_by, fresh_key, session_now

COOKIE = "porte"
A_WEEK = 7 * 24 * 3600  # seconds: an event of several days; staff can revoke it at any moment


@login_not_required
@never_cache
@require_safe
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret address for a cookie that no script reads and that only these pages get."""
    if not Door.objects.opened_by(token).exists():
        return _closed(request)
    response = redirect("outreach:door")
    response.set_cookie(
        COOKIE, token, max_age=A_WEEK, path="/porte/", httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
    return response


@login_not_required
@never_cache
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Names show once two letters of one are typed; the script does the same search without asking, so that it works offline."""
    device = _device(request)
    if device is None:
        return _closed(request)
    session = session_now(device.event, timezone.now())
    expected = _expected(device)
    names, letters = registration_words.short_names(expected), request.GET.get("q", "")[:60]
    here = {one.pk for one in expected for there in one.attendances.all() if session and there.session_id == session.pk}
    rows = [(one, names[one.pk], " ".join(beginnings(one.name)), one.pk in here, fresh_key()) for one in expected]
    shown = {one.pk for one in found_by(expected, letters)}
    context = {
        "event": device.event,
        "session": session,
        "letters": letters,
        "rows": rows,
        "found": [row for row in rows if row[0].pk in shown],
        "form": AddForm(),
        "here": len(here),
        "expected": len(expected),
    }
    response = render(request, "outreach/door.html", context)
    # The mark for the service worker stands for the tablet, as it stands for a session elsewhere.
    response[offline.HEADER] = salted_hmac("outreach.door", str(device.pk)).hexdigest()[:16]
    return response


@login_not_required
@never_cache
@require_POST
@limited("door")
def note(request: HttpRequest) -> HttpResponse:
    """From a form of the page, or from its script, which sends again until it is answered and asks for JSON."""
    device = _device(request)
    if device is None:
        return _closed(request)
    try:
        said, status = _carry_out(request, device), 200
    except ValidationError as refusal:
        said, status = " ".join(refusal.messages), 422
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"said": said}, status=status)
    messages.info(request, said)
    return redirect("outreach:door")


def _carry_out(request: HttpRequest, device: Door) -> str:
    """What the tablet says; raises ValidationError saying why not."""
    now = timezone.now()
    session = session_now(device.event, now)
    if session is None:
        raise ValidationError(_("This event has no date."), code="no_session")
    if "walk_in" in request.POST:
        form = AddForm(request.POST)
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        actions.walk_in(session, **form.cleaned_data, now=now)
        return _("Welcome, %(name)s.") % {"name": form.cleaned_data["name"]}
    form = DoorNoteForm(request.POST)
    if not form.is_valid():
        raise ValidationError(DAMAGED, code="damaged")
    found = Registration.objects.known().filter(event=device.event, reference=form.cleaned_data["person"]).first()
    if found is None:
        raise ValidationError(_("This person is not on the list of this event."), code="unknown")
    pressed_at = form.cleaned_data["pressed_at"] or now
    session = session_now(device.event, min(pressed_at, now)) or session
    actions.note_at_door(
        device, key=form.cleaned_data["key"], registration=found, session=session, pressed_at=pressed_at, now=now
    )
    return _("Welcome, %(name)s.") % {"name": registration_words.first_name(found.name)}


def _device(request: HttpRequest) -> Door | None:
    token = request.COOKIES.get(COOKIE, "")
    return Door.objects.opened_by(token).first() if token else None


def _expected(device: Door) -> list[Registration]:
    """Who has a place, by name."""
    states = [Registration.State.REGISTERED, Registration.State.ATTENDED, Registration.State.NO_SHOW]
    here = device.event.registrations.exclude(name="").filter(state__in=states).prefetch_related("attendances")
    return list(here.order_by("name", "pk"))


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "outreach/door_closed.html", {"start": reverse("bookings:home")}, status=404)
