"""When an event takes place and how a certificate counts, in the words of pages and mails."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import ngettext

from outreach.models import Event, EventSession, Registration
from telecentres import words

HOUR = timedelta(hours=1)


def when(event: Event) -> str:
    """ "jeudi 26 novembre 2026, de 9 h à 11 h"; with several sessions, of the first one, and how many there are."""
    sessions = list(event.sessions.all())
    if not sessions:
        return ""
    first = session_words(sessions[0])
    if len(sessions) == 1:
        return first
    return ngettext("%(first)s (%(count)s session)", "%(first)s (%(count)s sessions)", len(sessions)) % {
        "first": first,
        "count": len(sessions),
    }


def session_words(session: EventSession) -> str:
    return f"{words.day_words(session.starts_at, year=True)}, {words.hours_words(session.starts_at, session.ends_at)}"


def hours_attended(registration: Registration) -> Decimal:
    """
    What a certificate says: the hours of the training for who came to every session, else those of the sessions attended.

    The hours of a training may differ from the length of its sessions, for a break is not training.
    """
    sessions = list(registration.event.sessions.all())
    came_to = {one.session_id for one in registration.attendances.all()}
    attended = [session for session in sessions if session.pk in came_to]
    certified = registration.event.hours_certified
    if certified is not None and len(attended) == len(sessions):
        return certified
    return _length(attended)


def _length(sessions: Sequence[EventSession]) -> Decimal:
    seconds = sum((one.ends_at - one.starts_at).total_seconds() for one in sessions)
    return (Decimal(seconds) / Decimal(HOUR.total_seconds())).quantize(Decimal("0.01"))


def hours_words(hours: Decimal) -> str:
    """ "3,5 heures"."""
    whole = hours.to_integral_value()
    shown = words.number_words(whole if whole == hours else hours.normalize())
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if hours <= 1 else 2) % {"hours": shown}


def initials(name: str) -> str:
    """ "C. E." for "Camille Exemple": what a public page may say of a person."""
    return " ".join(f"{part[0].upper()}." for part in name.replace("-", " ").split() if part)


def first_name(name: str) -> str:
    """What a tablet may say aloud."""
    return name.strip().partition(" ")[0]


def short_names(registrations: Sequence[Registration]) -> dict[int, str]:
    """
    Each person by first name and initial, for a tablet that others look at; the whole name only where two would be called alike.
    """
    short = {one.pk: _short(one.name) for one in registrations}
    called = list(short.values())
    return {one.pk: one.name if called.count(short[one.pk]) > 1 else short[one.pk] for one in registrations}


def _short(name: str) -> str:
    first, _space, rest = name.strip().partition(" ")
    return f"{first} {rest[0].upper()}." if rest else first
