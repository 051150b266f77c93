"""A booking as a calendar event (RFC 5545), the same in mails, downloads, feeds and the links of calendars on the web."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from bookings.models import Booking

# Within what Google and Outlook do anyway, and often enough for a booking of the day after.
REREAD_AFTER = timedelta(hours=4)


class Entry(NamedTuple):
    """All that an event says, so that one mark tells whether anything changed."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    geo: tuple[float, float] | None
    url: str
    status: str


def entry(booking: Booking, *, for_centre: bool = False) -> Entry:
    """
    The booking as its person reads it, or as the centre does: then the desk and the reference, and nobody's name.

    The UID never changes; SEQUENCE rises with each version, so that a calendar replaces what it knew. The centre's UID
    is another one, for a manager may have both in the same calendar.
    """
    centre = booking.telecentre
    said = [booking.reference] if for_centre else [centre.full_name, *([booking.for_name] if booking.for_name else [])]
    uid = f"{booking.reference}@{urlsplit(settings.PUBLIC_URL).hostname}"
    return Entry(
        uid=f"centre-{uid}" if for_centre else uid,
        sequence=booking.version - 1,
        stamp=booking.placed_at,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=", ".join([booking.place_words, *said]),
        location=centre.full_address,
        geo=(float(centre.latitude), float(centre.longitude)),
        url="" if for_centre else settings.PUBLIC_URL + booking.get_absolute_url(),
        status=_status(booking),
    )


def invitation(booking: Booking, *, method: str) -> bytes:
    """The calendar file of a booking: REQUEST when made or moved, CANCEL when cancelled, PUBLISH for a download."""
    event = vevent(entry(booking))
    if method != "PUBLISH":
        event.add("organizer", cal_address(booking.telecentre.email, str(booking.telecentre)))
        attendee = cal_address(booking.booker.email, booking.booker.name)
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee, encode=0)
    calendar = new_calendar(method)
    calendar.add_component(event)
    return calendar.to_ical()


def series(bookings: Iterable[Booking]) -> bytes:
    """The calendar file of several bookings, cancelled ones among them marked so."""
    calendar = new_calendar("PUBLISH")
    for booking in bookings:
        calendar.add_component(vevent(entry(booking)))
    return calendar.to_ical()


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar file of many bookings, to be read again and again."""
    calendar = new_calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REREAD_AFTER, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vText(f"PT{REREAD_AFTER // timedelta(hours=1)}H"))
    for one in entries:
        calendar.add_component(vevent(one))
    return calendar.to_ical()


def mark(name: str, entries: Iterable[Entry]) -> str:
    """The ETag of a feed, known before the costly part of writing it; changes with anything that the feed says."""
    return f'"{sha256(repr((name, list(entries))).encode()).hexdigest()[:32]}"'


def add_links(booking: Booking) -> list[tuple[str, str]]:
    """Calendars on the web and the address that proposes the event there; whoever follows it tells them of the booking."""
    one = entry(booking)
    period = "/".join(f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (one.starts_at, one.ends_at))
    google = {"action": "TEMPLATE", "text": one.summary, "dates": period, "location": one.location, "details": one.url}
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": one.summary,
        "location": one.location,
        "body": one.url,
        "startdt": f"{one.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{one.ends_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    return [
        ("Google Agenda", f"https://calendar.google.com/calendar/render?{urlencode(google)}"),
        ("Outlook.com", f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}"),
    ]


def new_calendar(method: str) -> Calendar:
    """Empty; METHOD as RFC 5546 has it: PUBLISH, REQUEST or CANCEL."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cantal Network//Portal//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def vevent(one: Entry) -> Event:
    """Times are in UTC, so that no calendar needs a table of time zones to show the right hour."""
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamp)
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("summary", one.summary)
    event.add("location", one.location)
    if one.geo:
        event.add("geo", one.geo)
    if one.url:
        event.add("url", one.url)
    event.add("status", one.status)
    return event


def cal_address(email: str, name: str) -> vCalAddress:
    """Somebody named in an event; without an address of their own, the portal's."""
    address = vCalAddress(f"mailto:{email or settings.DEFAULT_FROM_EMAIL}")
    address.params["CN"] = vText(name)
    return address


def _status(booking: Booking) -> str:
    if booking.is_undecided:
        return "TENTATIVE"
    return "CONFIRMED" if booking.is_live else "CANCELLED"
