"""Events for tests: a draft that lacks nothing, a room at Murat, and people who come."""

import uuid
from datetime import date, datetime, time, timedelta

from outreach import actions
from outreach.models import Event, EventSession, Registration
from telecentres import hours
from telecentres.models import Policy, Telecentre, Workspace

WORDS = "Une matinée pour comprendre comment on travaille à distance depuis un télécentre, avec des gens qui le font."
THURSDAY = date(2026, 12, 10)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """When the clocks of the Cantal show so."""
    return hours.instant(day, time(hour, minute))


def make_room(telecentre: Telecentre, **fields) -> Workspace:
    """Booked by the hour, as a desk is by the day."""
    kind = Workspace.Kind.MEETING_ROOM
    Policy.objects.get_or_create(telecentre=telecentre, kind=kind, defaults={"granularity": "hour"})
    told = {"code": "R", "name": "Salle de réunion", "kind": kind, "seats": 12, "active_from": date(2026, 1, 1)}
    return Workspace.objects.create(telecentre=telecentre, **told | fields)


def make_draft(*starts: datetime, length: float = 3, **fields) -> Event:
    """Complete, online unless told otherwise, with a session at each moment."""
    told = {
        "title": "Travailler d’ici",
        "kind": Event.Kind.INFORMATION,
        "summary": "Comprendre le télétravail en une matinée.",
        "description": WORDS,
        "mode": Event.Mode.ONLINE,
        "online_url": "https://visio.exemple.fr/salle",
        "capacity": 12,
    }
    sessions = [EventSession(starts_at=start, ends_at=start + timedelta(hours=length)) for start in starts]
    return actions.save_draft(Event(**told | fields), changed=sessions)


def register(event: Event, email: str = "lou@exemple.fr", state: str = "registered", **fields) -> Registration:
    """As if the person had gone through the form and proved the address."""
    now = datetime(2026, 11, 20, 9, tzinfo=hours.LOCAL)
    line = {"waiting_since": now, "entry": event.registrations.count() + 1} if state in ("waiting", "offered") else {}
    line |= {"offered_until": now + timedelta(days=30)} if state == "offered" else {}
    told = {"name": "Lou Exemple", "reference": uuid.uuid4().hex[:8].upper(), "asked_at": now, "state": state}
    return Registration.objects.create(event=event, email=email, **told | line | fields)
