"""Example registrations for the events of a trial: one that is full, with a line; one that is over, with who came."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from accounts.models import User
from outreach import actions
from outreach.models import Event, Registration
from telecentres import demonstration as places

# The same key for the same person and event: loading twice registers once.
NAMESPACE = uuid.UUID("c0b1a5e5-0000-4000-8000-00000015e0e0")
FIRST_NAMES = ("Alix", "Camille", "Charlie", "Claude", "Dominique", "Eden", "Lou", "Maxime", "Noa", "Sacha", "Sasha", "Yaël")
LINE = 2  # as many wait for the smallest event
USUAL = 5
BEFORE = timedelta(days=5)


def register_examples(worker: User, *, now: datetime) -> None:
    """People for the examples among the events, the remote worker for the next one; nothing where somebody has registered."""
    places.require_trial()
    if Registration.objects.exists():
        return
    coming = list(
        Event.objects.taking_place()
        .filter(is_example=True, audience=Event.Audience.PUBLIC, starts_at__gt=now)
        .order_by("starts_at", "pk")
    )
    smallest = min(coming, key=lambda event: event.capacity, default=None)
    for event in coming:
        wanted = event.capacity + LINE if event is smallest else USUAL
        _fill(event, min(wanted, len(FIRST_NAMES)), now=now)
    if coming:
        _register(coming[0], worker.name, worker.email, now=now)
    for event in Event.objects.filter(is_example=True, ends_at__lte=now, state=Event.State.PUBLISHED):
        _remember(event)
    actions.close_events(now=now)
    actions.settle_attendance(now=now)


def _fill(event: Event, number: int, *, now: datetime) -> list[Registration]:
    people = [(f"{first} Exemple", f"{first.lower().replace('ë', 'e')}.exemple@exemple.fr") for first in FIRST_NAMES[:number]]
    return [made for name, email in people if (made := _register(event, name, email, now=now))]


def _remember(event: Event) -> None:
    """As if the door had been kept: all but the last came."""
    for registration in _fill(event, USUAL, now=event.starts_at - BEFORE)[:-1]:
        for session in event.sessions.all():
            actions.arrive(registration, session, now=session.starts_at)


def _register(event: Event, name: str, email: str, *, now: datetime) -> Registration | None:
    answers = {"name": name, "email": email, "need": "", "language": "fr"}
    key = uuid.uuid5(NAMESPACE, f"{event.slug}/{email}")
    with suppress(ValidationError):  # outside the window of registration, or for the centres alone
        return actions.register(event, **answers, key=key, now=now, is_proved=True)
    return None
