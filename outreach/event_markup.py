"""
What search engines read of an event: schema.org Event, as Google asks for it, for every state and way of taking part.

Nothing is said here that the page does not show; the address of a meeting online is the page, where one registers.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone

from outreach.models import Event, EventSession
from telecentres.models import Telecentre, Territory

SCHEMA = "https://schema.org/"
TYPE_OF_KIND = {
    Event.Kind.CONVENTION: "BusinessEvent",
    Event.Kind.MEETING: "BusinessEvent",
    Event.Kind.TRAINING: "EducationEvent",
    Event.Kind.INFORMATION: "Event",
    Event.Kind.OPEN_DAY: "SocialEvent",
    Event.Kind.IMMERSION_STAY: "SocialEvent",
}
MODE = {
    Event.Mode.TELECENTRE: "OfflineEventAttendanceMode",
    Event.Mode.PLACE: "OfflineEventAttendanceMode",
    Event.Mode.ONLINE: "OnlineEventAttendanceMode",
    Event.Mode.MIXED: "MixedEventAttendanceMode",
}


def event_data(event: Event) -> dict[str, Any] | None:
    """The event as schema.org has it; None for a draft and for what is between the centres. See `for_pages`."""
    if event.is_draft or not event.is_open_to_everybody:
        return None
    url = public_url(event)
    found = {
        "@context": SCHEMA,
        "@type": TYPE_OF_KIND[event.kind],
        "name": event.title,
        "description": event.summary,
        "url": url,
        "startDate": _moment(event.starts_at),
        "endDate": _moment(event.ends_at),
        "eventStatus": SCHEMA + status_of(event),
        "eventAttendanceMode": SCHEMA + MODE[event.mode],
        "location": _locations(event),
        "organizer": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.PUBLIC_URL + "/"},
        "inLanguage": event.language,
        "isAccessibleForFree": event.is_free,
        "maximumAttendeeCapacity": event.capacity,
        "offers": _offer(event),
    }
    if event.was_rescheduled:
        found["previousStartDate"] = [_moment(moment) for moment in event.previous_starts]
    sessions = list(event.sessions.all())
    if len(sessions) > 1:
        found["subEvent"] = [_session(session, event, found) for session in sessions]
    return found


def status_of(event: Event) -> str:
    """Google's word for what became of it; a move online tells more than a new date."""
    if event.is_cancelled:
        return "EventCancelled"
    if event.is_postponed:
        return "EventPostponed"
    if event.was_moved_online:
        return "EventMovedOnline"
    return "EventRescheduled" if event.was_rescheduled else "EventScheduled"


def public_url(event: Event) -> str:
    """The one address of an event; it stays as it is once the event was written."""
    return settings.PUBLIC_URL + event.get_absolute_url()


def _locations(event: Event) -> Any:
    """Where it is, where it would have been, and where one goes without going anywhere."""
    online = {"@type": "VirtualLocation", "url": public_url(event)}
    if event.is_online:
        return online
    place = _centre(event.telecentre) if event.telecentre else _place(event)
    return [place, online] if event.mode == Event.Mode.MIXED else place


def _centre(centre: Telecentre) -> dict[str, Any]:
    """An address that the demonstration invented is not given away."""
    street = "" if centre.has_example_details else centre.address
    return {"@type": "Place", "name": centre.full_name, "address": _address(centre.commune, street)}


def _place(event: Event) -> dict[str, Any]:
    return {"@type": "Place", "name": event.place_name, "address": _address(event.commune, event.place_address)}


def _address(commune: Territory | None, street: str) -> dict[str, Any]:
    known = {"streetAddress": street}
    if commune:
        known |= {"postalCode": commune.postal_code, "addressLocality": commune.name}
        known |= {"addressRegion": "Cantal"} if commune.code.startswith("15") else {}
    return {"@type": "PostalAddress"} | {name: value for name, value in known.items() if value} | {"addressCountry": "FR"}


def _offer(event: Event) -> dict[str, Any]:
    """How many places are left is said on the page alone: search engines read it days later."""
    opens_at = event.registration_opens_at or event.published_at
    price = str(int(event.price)) if event.price == int(event.price) else str(event.price)
    return {"@type": "Offer", "price": price, "priceCurrency": "EUR", "url": public_url(event), "validFrom": _moment(opens_at)}


def _session(session: EventSession, event: Event, whole: dict[str, Any]) -> dict[str, Any]:
    same = {name: whole[name] for name in ("@type", "eventStatus", "eventAttendanceMode", "location")}
    when = {"startDate": _moment(session.starts_at), "endDate": _moment(session.ends_at)}
    return same | {"name": session.title or event.title} | when


def _moment(moment) -> str:
    return timezone.localtime(moment).isoformat()
