"""Finding somebody at a door: the session that is on, and names by their first letters."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from outreach.models import Event, EventSession, Registration
from telecentres import finder, hours

FEWEST_LETTERS = 2
LONGEST_BEGINNING = 4


def session_now(event: Event, now: datetime) -> EventSession | None:
    """Of today the one that has not ended, else the next one; after the last, the last. None for an event without a date."""
    sessions = list(event.sessions.all())
    today = hours.civil_day(now)
    of_today = [one for one in sessions if hours.civil_day(one.starts_at) == today]
    left = [one for one in of_today if now < one.ends_at] or of_today[-1:] or [one for one in sessions if now < one.ends_at]
    return (left or sessions[-1:] or [None])[0]


def fresh_key() -> uuid.UUID:
    """For a button that stands in a list: each its own."""
    return uuid.uuid4()


def found_by(registrations: Sequence[Registration], letters: str) -> list[Registration]:
    """Those of whose name each typed word begins a part; nobody before two letters are typed. The script does the same."""
    typed = finder.bare(letters).replace("-", " ").split()
    if len("".join(typed)) < FEWEST_LETTERS:
        return []
    return [one for one in registrations if _fits(beginnings(one.name), typed)]


def beginnings(name: str) -> list[str]:
    """ "cami", "exem": as much of a name as a search needs, so that a tablet keeps no more of it."""
    return [part[:LONGEST_BEGINNING] for part in finder.bare(name).replace("-", " ").split()]


def _fits(parts: Sequence[str], typed: Sequence[str]) -> bool:
    return all(any(part.startswith(word[:LONGEST_BEGINNING]) for part in parts) for word in typed)
