"""The secret address that a calendar reads again and again: the page that makes it, and what it answers."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import actions, calendars, links
from bookings.models import Booking, CalendarFeed
from telecentres import hours

# How far feeds look back: a quarter for one's own accounts; a month for a centre, whose calendar is about what comes.
PERSON_BACK, CENTRE_BACK = timedelta(days=92), timedelta(days=31)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """On POST a new address, shown in the answer and never again: a redirect would have to keep it somewhere."""
    token = actions.make_feed(request.user, now=timezone.now()) if request.method == "POST" else ""
    context = {
        "feed": CalendarFeed.objects.live().belonging_to(request.user).first(),
        "address": token and links.feed_address(token),
        "nav": "my_bookings",
    }
    return render(request, "bookings/my_calendar.html", context)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    actions.revoke_feed(request.user, now=timezone.now())
    messages.success(request, _("The secret address no longer works. Calendars that read it will stop showing your bookings."))
    return redirect("bookings:my_calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the calendar reads. An unknown, a replaced, a revoked and a lapsed address get the same answer."""
    now = timezone.now()
    today = hours.civil_day(now)
    found = CalendarFeed.objects.opened_by(token).first()
    if found is None or not found.may_be_read(today):
        nothing = _("There is no calendar at this address.")
        return _discreet(HttpResponseNotFound(nothing, content_type="text/plain; charset=utf-8"))
    actions.note_reading(found, today=today)
    with override(found.user.language):
        response = _answer(request, found, now=now)
    response["Content-Language"] = found.user.language
    return _discreet(response)


def _answer(request: HttpRequest, found: CalendarFeed, *, now: datetime) -> HttpResponse:
    """Nothing but "not modified" while nothing has changed."""
    centre = found.telecentre
    name = _("Desks of the telecentre, %(centre)s") % {"centre": centre} if centre else _("My desks, Cantal Network")
    entries = [calendars.entry(booking, for_centre=bool(centre)) for booking in _bookings_of(found, now=now)]
    etag = calendars.mark(name, entries)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(calendars.feed(name, entries), content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    return response


def _bookings_of(found: CalendarFeed, *, now: datetime) -> QuerySet[Booking]:
    """Cancelled ones too: a calendar shows for ever what merely disappears from some feeds."""
    bookings = Booking.objects.with_place().order_by("starts_at", "pk")
    if found.telecentre:
        return bookings.filter(workspace__telecentre=found.telecentre, ends_at__gt=now - CENTRE_BACK)
    return bookings.visible_to(found.user).filter(ends_at__gt=now - PERSON_BACK)


def _discreet(response: HttpResponse) -> HttpResponse:
    """The address is the key: it goes to no shared cache, to no other site and into no index."""
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
