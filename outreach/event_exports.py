"""
The events as a table in the shape of OpenAgenda, which agendas of offices of tourism and newspapers take over.

Field names, and the numbers for `status` and `attendanceMode`, are those of OpenAgenda's API; a name with a dot is a field inside
another. Its `onlineAccessLink` is the page of the event: the address of a meeting online goes to those who register alone.
"""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import override, pgettext

from accounts.spreadsheets import harmless
from outreach import event_markup
from outreach.models import Event
from telecentres import hours, words
from telecentres.models import Telecentre

COLUMNS = [
    "uid",
    "slug",
    "title",
    "description",
    "longDescription",
    "keywords",
    "conditions",
    "registration",
    "status",
    "attendanceMode",
    "onlineAccessLink",
    "timings",
    "location.name",
    "location.address",
    "location.city",
    "location.postalCode",
    "location.insee",
    "location.countryCode",
    "location.latitude",
    "location.longitude",
    "accessibility",
    "updatedAt",
    "exemple",
]
STATUS = {"EventScheduled": 1, "EventRescheduled": 2, "EventMovedOnline": 3, "EventPostponed": 4, "EventCancelled": 6}
MODE = {Event.Mode.TELECENTRE: 1, Event.Mode.PLACE: 1, Event.Mode.ONLINE: 2, Event.Mode.MIXED: 3}
KEPT = timedelta(days=90)  # so long an event stays in the feeds once it is over


def in_feeds(now: datetime):
    """What others may take over: for everybody, not over longer than KEPT, cancelled ones too."""
    found = Event.objects.once_public().for_everybody().filter(ends_at__gt=now - KEPT)
    return found.for_pages().order_by("starts_at", "pk")


def changed_at(now: datetime) -> datetime:
    """When the events last changed: one was saved, or a telecentre, whose name and address they show."""
    saved = [model.objects.aggregate(moment=Max("updated_at"))["moment"] for model in (Event, Telecentre)]
    return min(now, max((moment for moment in saved if moment), default=now))


def as_csv(events: Iterable[Event]) -> str:
    """UTF-8, comma, header, in French whoever asks; a text that a spreadsheet would compute has an apostrophe before it."""
    file = io.StringIO()
    rows = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    with override("fr"):
        rows.writerows({name: _cell(value) for name, value in _record(event).items()} for event in events)
    return file.getvalue()


def _record(event: Event) -> dict[str, str | int | float]:
    url = event_markup.public_url(event)
    return {
        "uid": event.pk,
        "slug": event.slug,
        "title": event.title,
        "description": event.summary,
        "longDescription": event.description,
        "keywords": ";".join([capfirst(str(event.get_kind_display())), *([str(event.theme)] if event.theme else [])]),
        "conditions": pgettext("price", "Free") if event.is_free else words.euros(event.price),
        "registration": url,
        "status": STATUS[event_markup.status_of(event)],
        "attendanceMode": MODE[event.mode],
        "onlineAccessLink": url if event.has_online_part else "",
        "timings": json.dumps([_timing(session) for session in event.sessions.all()]),
        **({} if event.is_online else _location(event)),
        "accessibility": event.accessibility,
        "updatedAt": event.updated_at.isoformat(timespec="seconds"),
        "exemple": "true" if event.is_example else "false",
    }


def _timing(session) -> dict[str, str]:
    begin, end = (moment.astimezone(hours.LOCAL).isoformat() for moment in (session.starts_at, session.ends_at))
    return {"begin": begin, "end": end}


def _location(event: Event) -> dict[str, str | float]:
    centre = event.telecentre
    commune, point = (centre.commune, centre) if centre else (event.commune, event.commune)
    street = ("" if centre.has_example_details else centre.address) if centre else event.place_address
    found = {"location.name": centre.full_name if centre else event.place_name, "location.address": street}
    if commune:
        found |= {"location.city": commune.name, "location.postalCode": commune.postal_code, "location.insee": commune.code}
    if point and point.latitude is not None:
        found |= {"location.latitude": float(point.latitude), "location.longitude": float(point.longitude)}
    return found | {"location.countryCode": "FR"}


def _cell(value: str | int | float) -> str:
    return harmless(value) if isinstance(value, str) else str(value)
