"""The last days of offers as a calendar (RFC 5545): of one for whoever wants to apply, of all for the agency."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from jobs import links
from jobs.models import JobOffer


def offer_calendar(offer: JobOffer, now: datetime) -> bytes:
    return closing_dates_calendar([offer], now)


def closing_dates_calendar(offers: Iterable[JobOffer], now: datetime) -> bytes:
    """One event each, on the last day, the whole day; the offers bring their employer and have a last day."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cantal Network//Portal//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for offer in offers:
        calendar.add_component(_event(offer, now))
    return calendar.to_ical()


def _event(offer: JobOffer, now: datetime) -> Event:
    """The UID never changes; SEQUENCE rises with each version, so that a renewed offer moves in the calendar that has it."""
    event = Event()
    event.add("uid", f"offre-{offer.slug}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("sequence", offer.version)
    event.add("dtstamp", now)
    event.add("dtstart", offer.valid_through)
    event.add("dtend", offer.valid_through + timedelta(days=1))  # the day after, which is not part of it
    event.add("summary", _line(_("End of the offer: %(title)s") % {"title": f"{offer.title}, {offer.employer}"}))
    event.add("url", links.public_url(offer))
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return event


def _line(text: str) -> str:
    """On one line: some calendars take any kind of line break for the end of a property."""
    return " ".join(text.split())
