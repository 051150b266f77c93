"""The door of an event: who has come, who comes unannounced, the tablet, and what the night makes of it."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models.secret import hash_of, new_token
from outreach import registration_rules as rules
from outreach.actions import line
from outreach.actions.certificates import certify
from outreach.actions.registrations import new_registration
from outreach.models import Attendance, Door, DoorNote, Event, EventSession, Registration

State, Source = Registration.State, Registration.Source

LONGEST_WAIT = timedelta(hours=18)  # a tablet without line sends in the evening what was pressed in the morning
KEPT_NOTES = timedelta(days=30)


@transaction.atomic
def arrive(registration: Registration, session: EventSession, *, now: datetime) -> Registration:
    """
    Note that somebody came to a session; noting it twice changes nothing.

    Who was settled as absent has come after all. Raises ValidationError with the code "not_expected", "early" or "foreign".
    """
    found = line.held_with(registration)
    _belongs(found, session)
    rules.expected(found)
    rules.day_has_come(session, now=now)
    Attendance.objects.get_or_create(registration=found, session=session, defaults={"arrived_at": now})
    if found.has_missed:
        _settle_as_come(found, now=now)
    return found


@transaction.atomic
def take_back_arrival(registration: Registration, session: EventSession) -> Registration:
    """A slip of the finger: the person has not come to this session after all."""
    found = line.held_with(registration)
    _belongs(found, session)
    Attendance.objects.filter(registration=found, session=session).delete()
    if found.has_attended and not found.attendances.exists():
        line.move(found, State.NO_SHOW)
    return found


@transaction.atomic
def walk_in(session: EventSession, *, name: str, email: str, key: uuid.UUID, now: datetime) -> Registration:
    """
    Somebody without registration is let in, if a place is free; the same form sent twice is one person.

    Who is registered under this address is noted as come. Raises ValidationError with the code "full", "line",
    "early", "over" or "not_taking_place".
    """
    event = line.held(session.event)
    email = email.lower()
    known = event.registrations.filter(key=key).first() or (email and event.registrations.active().of(email).first())
    if known and known.is_expected:
        return arrive(known, session, now=now)
    rules.takes_place(event)
    rules.not_over(event, now=now)
    rules.day_has_come(session, now=now)
    rules.not_twice(event, email)
    rules.has_place(event)
    registration = new_registration(event, name=name, email=email, need="", language="fr", key=key, now=now, source=Source.DOOR)
    line.move(registration, State.REGISTERED, confirmed_at=now)
    return arrive(registration, session, now=now)


def make_door(event: Event, *, name: str, by: User, now: datetime) -> tuple[Door, str]:
    """A tablet and the token that opens it, which is kept nowhere: only its hash is."""
    token = new_token()
    return Door.objects.create(event=event, name=name, token_hash=hash_of(token), made_by=by, made_at=now), token


def revoke_door(door: Door, *, now: datetime) -> bool:
    """False: it was revoked before."""
    return Door.objects.live().filter(pk=door.pk).update(revoked_at=now) == 1


@transaction.atomic
def note_at_door(
    door: Door, *, key: uuid.UUID, registration: Registration, session: EventSession, pressed_at: datetime, now: datetime
) -> Registration:
    """
    Carry out what was pressed on a tablet, as of when it was pressed; the same key does nothing more.

    What staff took back in between stays taken back. A moment in the future, or longer ago than LONGEST_WAIT, counts as
    now: the clock of a tablet may be wrong.
    """
    if not now - LONGEST_WAIT <= pressed_at <= now:
        pressed_at = now
    answers = {"door": door, "registration": registration, "session": session, "received_at": now}
    _note, is_new = DoorNote.objects.get_or_create(key=key, defaults=answers)
    return arrive(registration, session, now=pressed_at) if is_new else registration


def forget_door_notes(*, now: datetime) -> int:
    """Returns how many went: they only served to carry out each press once."""
    return DoorNote.objects.filter(received_at__lt=now - KEPT_NOTES).delete()[0]


def settle_attendance(*, now: datetime) -> int:
    """After each event: who was noted at a session came, the others did not; returns how many. For a nightly task."""
    over = Event.objects.filter(state__in=[Event.State.PUBLISHED, Event.State.HELD], ends_at__lte=now)
    unsettled = over.filter(pk__in=Registration.objects.coming().values("event"))
    return sum(_settle(event, now=now) for event in unsettled.order_by("pk"))


@transaction.atomic
def _settle(event: Event, *, now: datetime) -> int:
    event = line.held(event)
    coming = list(event.registrations.coming().prefetch_related("attendances"))
    for registration in coming:
        registration.event = event
        if registration.attendances.all():
            _settle_as_come(registration, now=now)
        else:
            line.move(registration, State.NO_SHOW)
    return len(coming)


def _settle_as_come(registration: Registration, *, now: datetime) -> None:
    """With the certificate of a training, so that the mail can speak of it."""
    line.move(registration, State.ATTENDED)
    if registration.event.is_training and registration.name:
        certify(registration, now=now)
    line.post_once("thanks", registration)


def _belongs(registration: Registration, session: EventSession) -> None:
    if registration.event_id != session.event_id:
        raise ValidationError(_("This person is registered for another event."), code="foreign")
