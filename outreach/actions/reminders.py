"""A week and a day before an event, at six in the evening, those who come are reminded of it."""

from datetime import datetime, time, timedelta

from django.db.models import Q

from dispatch import actions as dispatch
from outreach.models import Event, Registration
from telecentres import hours

DAYS_BEFORE = (7, 1)
AT = time(18)
LATEST = timedelta(hours=20)  # after an interruption: the next afternoon it is too late to say "in a week"


def reminder_due(event: Event, days: int) -> datetime:
    """At 18:00 on the clocks of the Cantal, whatever the change of the hour in between."""
    return hours.instant(hours.civil_day(event.starts_at) - timedelta(days=days), AT)


def remind(*, now: datetime) -> int:
    """
    Write the reminders that are due; returns how many. For a periodic task.

    Each once: its key names the day of the event, so that one that is moved is reminded of again. Who registered after
    the hour has just had a mail with the date.
    """
    return sum(_remind(event, days, now=now) for days in DAYS_BEFORE for event in _soon(days, now))


def _soon(days: int, now: datetime) -> list[Event]:
    day = hours.whole_day(hours.civil_day(now) + timedelta(days=days))
    day_before = hours.whole_day(hours.civil_day(now) + timedelta(days=days - 1))
    around = Q(starts_at__gte=day_before.starts_at, starts_at__lt=day.ends_at)
    found = Event.objects.taking_place().filter(around, starts_at__gt=now)
    return [event for event in found if reminder_due(event, days) <= now < reminder_due(event, days) + LATEST]


def _remind(event: Event, days: int, *, now: datetime) -> int:
    due = reminder_due(event, days)
    expected = event.registrations.coming().known().filter(confirmed_at__lt=due)
    return sum(_post(one, event, days, expires_at=min(due + LATEST, event.starts_at)) for one in expected)


def _post(registration: Registration, event: Event, days: int, *, expires_at: datetime) -> bool:
    key = f"{registration.pk}/{days}/{hours.civil_day(event.starts_at)}"
    return dispatch.post("outreach.registration_reminder", key, version=1, recipient=registration.email, expires_at=expires_at)
