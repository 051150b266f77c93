"""A booking as a calendar event (RFC 5545), for mails and downloads."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from bookings.models import Booking


def invitation(booking: Booking, *, method: str) -> bytes:
    """
    The calendar file of a booking: REQUEST when made or moved, CANCEL when cancelled, PUBLISH for a download.

    Times are in UTC, so that no calendar needs a table of time zones to show the right hour. The UID never
    changes; SEQUENCE rises with each version, so that a calendar replaces what it knew.
    """
    cancelled = booking.state == Booking.State.CANCELLED
    event = Event()
    event.add("uid", f"{booking.reference}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("sequence", booking.version - 1)
    event.add("dtstamp", booking.placed_at)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", f"{booking.workspace}, {booking.telecentre.full_name}")
    event.add("location", booking.telecentre.full_address)
    event.add("geo", (float(booking.telecentre.latitude), float(booking.telecentre.longitude)))
    event.add("url", settings.PUBLIC_URL + booking.get_absolute_url())
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if method != "PUBLISH":
        event.add("organizer", _person(booking.telecentre.email, str(booking.telecentre)))
        attendee = _person(booking.booker.email, booking.booker.name)
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee, encode=0)

    calendar = Calendar()
    calendar.add("prodid", "-//Cantal Network//Portal//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical()


def _person(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email or settings.DEFAULT_FROM_EMAIL}")
    address.params["CN"] = vText(name)
    return address
