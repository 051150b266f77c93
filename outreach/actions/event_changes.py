"""What may come between an event and its day: another date, no date yet, no event, no place; each tells who is registered."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from bookings.actions.contention import retried
from outreach import event_rules as rules
from outreach.actions import line, rooms
from outreach.actions.events import hold, keep_earlier_date, tell
from outreach.models import Event
from telecentres import hours

State = Event.State


@retried
@transaction.atomic
def reschedule(
    event: Event,
    *,
    starts: Mapping[int, datetime],
    by: User,
    now: datetime,
    reason: str = "",
    seen: str = "",
    room_reason: str = "",
) -> Event:
    """
    Give a published or postponed event another date: `starts` says for each session, by its number, when it begins.

    Each session lasts as long as before. The earlier date stays on the page, bookings of the room move in the same
    transaction, and the hours at which registration opens and closes keep their distance to the beginning.
    Raises ValidationError, and leaves everything as it was.
    """
    event = hold(event)
    rules.is_in(event, State.PUBLISHED, State.POSTPONED)
    rules.is_as_seen(event, seen)
    earlier = event.starts_at
    for session in event.sessions.all():
        starts_at = starts.get(session.pk, session.starts_at)
        if starts_at != session.starts_at or event.is_postponed:
            rules.is_to_come(starts_at, now=now)
        session.starts_at, session.ends_at = starts_at, starts_at + (session.ends_at - session.starts_at)
        session.save(update_fields=["starts_at", "ends_at"])
    times = list(event.sessions.values_list("starts_at", "ends_at"))
    event.starts_at, event.ends_at = min(start for start, _end in times), max(end for _start, end in times)
    keep_earlier_date(event, earlier)
    _shift_registration(event, earlier)
    event.state, event.reason = State.PUBLISHED, reason.strip()
    rules.is_complete(event, now=now)
    return _changed(event, by=by, now=now, room_reason=room_reason)


@retried
@transaction.atomic
def postpone(event: Event, *, reason: str, by: User, now: datetime, seen: str = "") -> Event:
    """It does not take place on its date, and the new one is not known yet; the room is given back."""
    event = hold(event)
    rules.is_in(event, State.PUBLISHED)
    rules.is_as_seen(event, seen)
    rules.is_not_over(event, now=now)
    rules.says_why(reason)
    event.state, event.reason = State.POSTPONED, reason.strip()
    return _changed(event, by=by, now=now)


@retried
@transaction.atomic
def cancel_event(event: Event, *, reason: str, by: User, now: datetime, seen: str = "") -> Event:
    """It does not take place at all; its page stays and says why, the room is given back."""
    event = hold(event)
    rules.is_in(event, State.PUBLISHED, State.POSTPONED)
    rules.is_as_seen(event, seen)
    if event.is_published:
        rules.is_not_over(event, now=now)
    rules.says_why(reason)
    event.state, event.reason = State.CANCELLED, reason.strip()
    return _changed(event, by=by, now=now)


@retried
@transaction.atomic
def move_online(event: Event, *, url: str, reason: str, by: User, now: datetime, seen: str = "") -> Event:
    """It takes place at its hours, and nobody needs to go anywhere; the room is given back, who is registered gets `url`."""
    event = hold(event)
    rules.is_in(event, State.PUBLISHED)
    rules.is_as_seen(event, seen)
    rules.is_not_over(event, now=now)
    rules.is_not_online_yet(event)
    rules.says_why(reason)
    event.mode, event.online_url, event.reason = Event.Mode.ONLINE, url, reason.strip()
    event.moved_online_at = now
    rules.is_complete(event, now=now)
    return _changed(event, by=by, now=now)


def _changed(event: Event, *, by: User, now: datetime, room_reason: str = "") -> Event:
    event.version += 1
    event.save()
    rooms.settle(event, by=by, now=now, reason=room_reason)
    tell(event)
    line.hand_on(event, now=now)  # of a postponed event no place was offered
    return event


def _shift_registration(event: Event, earlier: datetime) -> None:
    """By the clocks of the Cantal, so that six in the evening stays six in the evening."""
    for name in ("registration_opens_at", "registration_closes_at"):
        moment = getattr(event, name)
        if moment:
            before, after, wall = (one.astimezone(hours.LOCAL).replace(tzinfo=None) for one in (earlier, event.starts_at, moment))
            setattr(event, name, (wall + (after - before)).replace(tzinfo=hours.LOCAL))
