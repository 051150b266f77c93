"""The public pages of events: the agenda by month, each event with its file for calendars, and the page for other sites."""

from datetime import datetime

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from jobs import markup
from outreach import event_calendars, event_markup
from outreach.agenda import Agenda, Wishes
from outreach.models import Event
from outreach.models.event import EventQuerySet
from telecentres import hours

ON_OTHER_SITES = 10  # events on the page that other sites frame


@login_not_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """The events of one month, narrowed by kind, centre and theme; every view of it has an address of its own."""
    now = timezone.now()
    found = Agenda(_visible(request, now), request.GET, now)
    context = {"agenda": found, "filters": found.filters(), "today": hours.civil_day(now), "now": now, "nav": "events"}
    return render(request, "outreach/agenda.html", context)


@login_not_required
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, whatever has become of it; a draft, and what is between the centres, is not there for others."""
    now = timezone.now()
    found = get_object_or_404(_visible(request, now).for_pages(), slug=slug)
    data = event_markup.event_data(found)
    context = {
        "event": found,
        "sessions": found.sessions.all(),
        "markup": markup.as_script(data) if data else "",
        "is_over": found.ends_at <= now,
        "now": now,
        "nav": "events",
    }
    return render(request, "outreach/event.html", context)


@login_not_required
@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """For calendars; the cancelled one takes itself out."""
    found = get_object_or_404(_visible(request, timezone.now()).for_pages(), slug=slug)
    response = HttpResponse(event_calendars.event_file(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response


@login_not_required
@xframe_options_exempt
@csp_replace({"frame-ancestors": "*"})
@require_safe
def embedded(request: HttpRequest) -> HttpResponse:
    """The next events, without script, cookie or form, for a frame in any other site; links open in that site's place."""
    now = timezone.now()
    wishes = Wishes.of(request.GET)
    coming = wishes.of_events(Event.objects.for_everybody().coming(now)).for_pages()
    context = {"events": list(coming[:ON_OTHER_SITES]), "wishes": wishes}
    return render(request, "outreach/embedded.html", context)


def _visible(request: HttpRequest, now: datetime) -> EventQuerySet:
    return Event.objects.visible_to(request.user, today=hours.civil_day(now))
