"""The events that are not over."""

from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router

from observatory.api import answers
from observatory.api.asked import EventsAsked
from observatory.api.delivery import changed
from observatory.api.paging import page_of
from observatory.api.places import centre_named
from outreach import event_exports, event_markup
from outreach.agenda import month_asked
from outreach.models import Event
from telecentres import hours

router = Router(tags=["events"])


@router.get(
    "events",
    response=answers.EventPage,
    url_name="api_events",
    operation_id="events",
    summary=gettext_noop("The events"),
    description=gettext_noop("Those for everybody that are not over, in order of time; cancelled ones stay, and say so."),
)
def events(request: HttpRequest, response: HttpResponse, asked: Query[EventsAsked]):
    now = timezone.now()
    changed(response, _changed_at(now))
    found = Event.objects.for_everybody().coming(now)
    month = month_asked(asked.month or "")
    if month:
        found = found.between(*hours.whole_month(month))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.centre:
        found = found.filter(telecentre=centre_named(asked.centre))
    return page_of(request, asked, found.for_pages().order_by("starts_at", "pk"), _event)


def _changed_at(now: datetime) -> datetime:
    """One was saved, or the last one that ended did."""
    ended = Event.objects.filter(ends_at__lte=now).aggregate(moment=Max("ends_at"))["moment"]
    return max(event_exports.changed_at(now), ended) if ended else event_exports.changed_at(now)


def _event(event: Event) -> dict:
    """The address of a meeting online is not told: it goes to those who register."""
    commune = event.telecentre.commune if event.telecentre else event.commune
    return {
        "slug": event.slug,
        "title": event.title,
        "summary": event.summary,
        "kind": event.kind,
        "state": event.state,
        "mode": event.mode,
        "telecentre": event.telecentre.slug if event.telecentre else None,
        "place": event.place_name or None,
        "commune": commune.name if commune else None,
        "starts_at": event.starts_at.astimezone(hours.LOCAL),
        "ends_at": event.ends_at.astimezone(hours.LOCAL),
        "sessions": [
            {"starts_at": one.starts_at.astimezone(hours.LOCAL), "ends_at": one.ends_at.astimezone(hours.LOCAL)}
            for one in event.sessions.all()
        ],
        "capacity": event.capacity,
        "price": event.price,
        "is_example": event.is_example,
        "url": event_markup.public_url(event),
    }
