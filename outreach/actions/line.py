"""The places of an event and the line that waits for them: one verb hands on what is free, whatever freed it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dispatch import actions as dispatch
from outreach import registration_rules as rules
from outreach.models import Event, Registration

State = Registration.State

TIME_TO_ANSWER = timedelta(hours=24)
TIME_LONG_BEFORE = timedelta(hours=48)
LONG_BEFORE = timedelta(days=7)


def held(event: Event) -> Event:
    """The event under its row's lock: whoever changes who holds a place, or who waits, comes through here first."""
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def held_with(registration: Registration) -> Registration:
    """The registration as it is now, and its event, both locked, always the event first, so that nobody deadlocks."""
    event = held(registration.event)
    found = Registration.objects.select_for_update(no_key=True).filter(pk=registration.pk).first()
    if found is None:
        raise ValidationError(_("This registration is not there any more."), code="gone")
    found.event = event
    return found


@transaction.atomic
def hand_on(event: Event, *, now: datetime) -> int:
    """
    Offer each free place to the first in line; returns how many were offered.

    The one way by which a place reaches who waits: after a cancellation, a place declined or left to lapse, or when an
    event gets more places. Nothing is offered once registration has closed, or for what does not take place.
    """
    event = held(event)
    if not event.is_published or event.registration_ends_at is None or now >= event.registration_ends_at:
        return 0
    free = event.capacity - event.registrations.holding().count()
    chosen = list(event.registrations.in_line()[: max(free, 0)])
    for registration in chosen:
        registration.event = event
        move(registration, State.OFFERED, offered_until=offered_until(event, now=now))
        post("offer", registration, expires_at=registration.offered_until)
    return len(chosen)


def offered_until(event: Event, *, now: datetime) -> datetime:
    """A day to answer, two when the event is more than a week away, and never beyond the end of registration."""
    time = TIME_LONG_BEFORE if event.starts_at - now > LONG_BEFORE else TIME_TO_ANSWER
    return min(now + time, event.registration_ends_at)


def enter(registration: Registration, *, now: datetime) -> Registration:
    """
    A place if one is free and nobody waits for it, else the end of the line, under the event's lock that the caller holds.

    Raises ValidationError with the code "full" when the line has no room either.
    """
    event = registration.event
    hand_on(event, now=now)
    if event.registrations.holding().count() < event.capacity and not event.registrations.in_line().exists():
        move(registration, State.REGISTERED, confirmed_at=now)
        post("registered", registration)
        return registration
    if rules.is_line_full(event):
        raise ValidationError(rules.full_words(event), code="full")
    event.entries += 1
    event.save(update_fields=["entries"])
    move(registration, State.WAITING, confirmed_at=now, waiting_since=now, entry=event.entries)
    post("waiting", registration)
    return registration


@transaction.atomic
def take_offer(registration: Registration, *, now: datetime) -> Registration:
    """The place is theirs. Raises ValidationError "too_late" once the offer is over; taking it twice changes nothing."""
    found = held_with(registration)
    if found.is_registered:
        return found
    if not found.is_offered or now >= found.offered_until:
        raise ValidationError(_("The time to take this place is over: it goes to the next in line."), code="too_late")
    rules.takes_place(found.event)
    move(found, State.REGISTERED, confirmed_at=now, offered_until=None)
    post("registered", found)
    return found


@transaction.atomic
def decline(registration: Registration, *, now: datetime) -> Registration:
    """The place goes to the next in line at once. Declining what is not offered changes nothing."""
    found = held_with(registration)
    if found.is_offered:
        move(found, State.DECLINED, cancelled_at=now, offered_until=None)
        post("declined", found)
        hand_on(found.event, now=now)
    return found


def lapse_due(*, now: datetime) -> int:
    """Take back the places that nobody took in time, and hand them on; returns how many. For a periodic task."""
    events = Event.objects.filter(pk__in=Registration.objects.lapsed_by(now).values("event"))
    return sum(_lapse(event, now=now) for event in events.order_by("pk"))


@transaction.atomic
def _lapse(event: Event, *, now: datetime) -> int:
    event = held(event)
    late = list(event.registrations.lapsed_by(now).select_for_update(no_key=True))
    for registration in late:
        move(registration, State.LAPSED, cancelled_at=now, offered_until=None)
        post("lapsed", registration)
    hand_on(event, now=now)
    return len(late)


def move(registration: Registration, state: State, **changes: object) -> None:
    """Into another state, under the event's lock. The version rises: calendars and mails know by it what is newer."""
    for name, value in changes.items():
        setattr(registration, name, value)
    registration.state = state
    registration.version += 1
    registration.save(update_fields=["state", "version", *changes])


def post(kind: str, registration: Registration, *, expires_at: datetime | None = None) -> None:
    """A mail about the state just reached, to who gave an address."""
    if registration.email:
        dispatch.post(
            f"outreach.registration_{kind}",
            str(registration.pk),
            version=registration.version,
            recipient=registration.email,
            expires_at=expires_at,
        )


def post_once(kind: str, registration: Registration) -> None:
    """A mail of which there is one for each registration, whatever else happens to it."""
    if registration.email:
        dispatch.post(f"outreach.registration_{kind}", str(registration.pk), version=1, recipient=registration.email)
