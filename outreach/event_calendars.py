"""Events as calendar entries (RFC 5545), one for each session, the same in mails, downloads and the feed."""

from urllib.parse import urlsplit

from django.conf import settings

from bookings.calendars import Entry, cal_address, new_calendar, vevent
from outreach.models import Event, EventSession, Registration


def entries(event: Event, registration: Registration | None = None) -> list[Entry]:
    """
    The sessions of an event, in order of time.

    Who is registered gets UIDs of their own, for they may also follow the feed, and the address of the meeting online.
    The UID never changes, whatever the date; SEQUENCE rises with each change that people are told of.
    """
    return [_entry(event, session, registration) for session in event.sessions.all()]


def event_file(event: Event) -> bytes:
    """The file of an event to download; the cancelled one says so."""
    calendar = new_calendar("PUBLISH")
    for one in entries(event):
        calendar.add_component(vevent(one))
    return calendar.to_ical()


def method_for(event: Event) -> str:
    """How a mail about the event brings its file: an invitation may hold one session alone (RFC 5546, 3.2.2)."""
    if event.is_cancelled:
        return "CANCEL"
    return "REQUEST" if event.sessions.count() == 1 else "PUBLISH"


def own_file(registration: Registration) -> bytes:
    """The dates of who has a place, to download; the same entries as in their mail, so that a calendar keeps one of each."""
    calendar = new_calendar("PUBLISH")
    for one in entries(registration.event, registration):
        calendar.add_component(vevent(one))
    return calendar.to_ical()


def invitation(registration: Registration, *, method: str) -> bytes:
    """
    The file in a mail to who is registered: REQUEST when confirmed or changed, CANCEL when one of the two is cancelled.

    PUBLISH, for several sessions, only informs: it names nobody.
    """
    event = registration.event
    calendar = new_calendar(method)
    organizer = cal_address(event.telecentre.email if event.telecentre else "", str(event.telecentre or "Cantal Network"))
    for one in entries(event, registration):
        component = vevent(one._replace(status="CANCELLED") if method == "CANCEL" else one)
        if method == "PUBLISH":
            calendar.add_component(component)
            continue
        component.add("organizer", organizer)
        attendee = cal_address(registration.email, registration.name)
        attendee.params["PARTSTAT"], attendee.params["RSVP"] = "ACCEPTED", "FALSE"
        component.add("attendee", attendee, encode=0)
        calendar.add_component(component)
    return calendar.to_ical()


def _entry(event: Event, session: EventSession, registration: Registration | None) -> Entry:
    uid = f"{event.pk}-{session.pk}@{urlsplit(settings.PUBLIC_URL).hostname}"
    hall = event.telecentre or event.commune
    online = event.online_url if registration else ""
    return Entry(
        uid=f"{registration.reference}-{uid}" if registration else f"evenement-{uid}",
        sequence=event.version - 1 + (registration.version - 1 if registration else 0),
        stamp=event.updated_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=", ".join([event.title, *([session.title] if session.title else [])]),
        location=", ".join(word for word in (event.place_words, online) if word),
        geo=(float(hall.latitude), float(hall.longitude)) if hall and hall.latitude and not event.is_online else None,
        url=settings.PUBLIC_URL + event.get_absolute_url(),
        status=_status(event),
    )


def _status(event: Event) -> str:
    if event.is_postponed:
        return "TENTATIVE"
    return "CANCELLED" if event.is_cancelled else "CONFIRMED"
