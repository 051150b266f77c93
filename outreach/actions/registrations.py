"""Registering for an event: asked for, proved, given back, entered by staff, forgotten when nobody proves the address."""

import secrets
import string
import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from dispatch import actions as dispatch
from outreach import registration_rules as rules
from outreach.actions import line
from outreach.models import Event, Registration
from telecentres import hours

State, Source = Registration.State, Registration.Source

KEEP_PENDING = timedelta(days=7)
# Without 0, O, 1, I and L: a reference is read aloud at a door.
LETTERS = "".join(sorted(set(string.ascii_uppercase + string.digits) - set("0O1IL")))


@transaction.atomic
def register(
    event: Event, *, name: str, email: str, need: str, language: str, key: uuid.UUID, now: datetime, is_proved: bool = False
) -> Registration:
    """
    Ask for a place; with a proved address it is taken at once, else once the link of the mail is opened and its button pressed.

    An address that is registered already gets a mail that says so, one a day: the caller shows the same page either way,
    so that nobody learns who comes. The same form sent twice is one. Raises ValidationError with the code
    "not_taking_place", "too_early", "closed" or "full".
    """
    event = line.held(event)
    email = email.lower()
    known = event.registrations.active().of(email).first()
    if not (known and is_proved):  # a stranger who types the address of somebody is refused as for any other
        rules.takes_place(event)
        rules.in_window(event, now=now)
        rules.has_room(event)
    if known:
        known.event = event
        return _known(known, key=key, now=now, is_proved=is_proved)
    registration = new_registration(
        event, name=name, email=email, need=need, language=language, key=key, now=now, source=Source.PORTAL
    )
    if is_proved:
        return line.enter(registration, now=now)
    _ask(registration, now=now)
    return registration


def _known(registration: Registration, *, key: uuid.UUID, now: datetime, is_proved: bool) -> Registration:
    if registration.is_pending and is_proved:
        rules.takes_place(registration.event)
        rules.in_window(registration.event, now=now)
        return line.enter(registration, now=now)
    if registration.is_pending:
        _ask(registration, now=now)
    elif registration.key != key and not is_proved:
        _once_a_day("already", registration, now=now)
    return registration


@transaction.atomic
def confirm(registration: Registration, *, now: datetime) -> Registration:
    """
    The owner of the address said yes: a place, or the end of the line. Confirming twice changes nothing.

    Raises ValidationError as `register` does: between the mail and the button others may have come.
    """
    found = line.held_with(registration)
    if not found.is_pending:
        return found
    rules.takes_place(found.event)
    rules.in_window(found.event, now=now)
    return line.enter(found, now=now)


@transaction.atomic
def cancel(registration: Registration, *, now: datetime) -> Registration | None:
    """
    Give the place back, or leave the line; the next in line is asked at once. Cancelling twice changes nothing.

    None when the address was never proved: then nothing of it is kept. Raises ValidationError "begun" once the event has begun.
    """
    found = line.held_with(registration)
    if not found.may_be_cancelled:
        return found
    if found.is_pending:
        found.delete()
        return None
    rules.not_begun(found.event, now=now)
    line.move(found, State.CANCELLED, cancelled_at=now, offered_until=None)
    line.post("cancelled", found)
    line.hand_on(found.event, now=now)
    return found


@transaction.atomic
def add_by_staff(
    event: Event, *, name: str, email: str, need: str = "", language: str = "fr", key: uuid.UUID, now: datetime
) -> Registration:
    """
    Somebody who rang up, or came by: a place at once, or the end of the line; also while registration is closed.

    Raises ValidationError with the code "over", "not_taking_place", "twice" or "full"; without an address nobody can wait.
    """
    event = line.held(event)
    if done := event.registrations.filter(key=key).first():
        return done
    rules.takes_place(event)
    rules.not_over(event, now=now)
    rules.not_twice(event, email)
    if not email:
        rules.has_place(event)
    registration = new_registration(
        event, name=name, email=email.lower(), need=need, language=language, key=key, now=now, source=Source.STAFF
    )
    return line.enter(registration, now=now)


def forget_pending(*, now: datetime) -> int:
    """Delete what nobody proved within a week; returns how many. For a periodic task."""
    return sum(_forget(one, now - KEEP_PENDING) for one in Registration.objects.unproved_since(now - KEEP_PENDING))


@transaction.atomic
def _forget(registration: Registration, before: datetime) -> bool:
    try:
        found = line.held_with(registration)
    except ValidationError:
        return False
    if not found.is_pending or found.asked_at >= before:
        return False
    dispatch.forget_mails(["outreach.registration_ask"], key=str(found.pk))
    found.delete()
    return True


def new_registration(
    event: Event, *, name: str, email: str, need: str, language: str, key: uuid.UUID, now: datetime, source: Source
) -> Registration:
    """Written, and nothing decided; under the event's lock."""
    if Registration.objects.filter(key=key).exists():  # a form of another event, or sent again after a cancellation
        key = uuid.uuid4()
    return Registration.objects.create(
        event=event,
        reference=new_reference(),
        name=name,
        email=email,
        need=need,
        language=language[:2],
        source=source,
        key=key,
        asked_at=now,
    )


def new_reference() -> str:
    """ "K7MP-2QXR": said at a door, and not guessed."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _ask(registration: Registration, *, now: datetime) -> None:
    _once_a_day("ask", registration, now=now)


def _once_a_day(kind: str, registration: Registration, *, now: datetime) -> None:
    """Whoever types somebody's address again and again fills no letter-box."""
    dispatch.post(
        f"outreach.registration_{kind}",
        str(registration.pk),
        version=hours.civil_day(now).toordinal(),
        recipient=registration.email,
    )
