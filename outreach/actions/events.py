"""What may happen to an event until it takes place as announced: it is written, published, corrected, copied, held."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from bookings.actions.contention import retried
from dispatch import actions as dispatch
from outreach import event_rules as rules
from outreach.actions import line, rooms
from outreach.models import Event, EventSession, Registration
from telecentres import hours

State = Event.State
# Addresses beside those of events.
RESERVED = {"integrer", "inscription", "inscriptions"}
TOLD = [Registration.State.REGISTERED, Registration.State.WAITING, Registration.State.OFFERED]
IN_LINE = [Registration.State.WAITING, Registration.State.OFFERED]
PLACE = ("mode", "telecentre_id", "room_id", "place_name", "place_address", "commune_id", "online_url")
# What a copy does not take over: its own story, and its dates.
NOT_COPIED = {
    *("id", "slug", "state", "reason", "author", "created_at", "updated_at", "published_at", "version", "entries"),
    *("starts_at", "ends_at", "previous_starts", "moved_online_at", "registration_opens_at", "registration_closes_at"),
}


@retried
@transaction.atomic
def save_draft(
    event: Event, *, changed: Iterable[EventSession] = (), dropped: Iterable[EventSession] = (), seen: str = ""
) -> Event:
    """
    Save an event that nobody sees yet, with the sessions that are new or changed and without those that are dropped.

    The first save gives it its address on the site, for ever. Raises ValidationError when somebody else has changed it
    since `seen`.
    """
    if event.pk:
        held = hold(event)
        rules.is_in(held, State.DRAFT)
        rules.is_as_seen(held, seen)
    event.slug = event.slug or _new_slug(event.title)
    event.save()
    _save_sessions(event, changed, dropped)
    _read_times(event)
    event.save()
    return event


@retried
@transaction.atomic
def publish(event: Event, *, by: User, now: datetime, seen: str = "", room_reason: str = "") -> Event:
    """
    Show a draft to those it is for, and book its room for each session, all or nothing.

    Raises ValidationError with everything that is missing, or with what speaks against the room; `room_reason` lets its
    hours and closures give way. Publishing what is published already is refused, so that a double click shows.
    """
    event = hold(event)
    rules.is_in(event, State.DRAFT)
    rules.is_as_seen(event, seen)
    rules.is_complete(event, now=now)
    event.state, event.published_at = State.PUBLISHED, now
    event.save()
    rooms.settle(event, by=by, now=now, reason=room_reason)
    return event


@retried
@transaction.atomic
def correct(
    event: Event,
    *,
    by: User,
    now: datetime,
    changed: Iterable[EventSession] = (),
    dropped: Iterable[EventSession] = (),
    seen: str = "",
    room_reason: str = "",
) -> Event:
    """
    Save a published event that was edited; it must stay complete, and its room follows.

    Who is registered is told of another place or other hours, who waits of another number of places as well; who is offered
    one of them hears that instead; of other words nobody. Raises ValidationError, and leaves everything as it was; also
    when somebody else has changed it since `seen`.
    """
    held = hold(event)
    rules.is_in(held, State.PUBLISHED)
    rules.is_as_seen(held, seen)
    rules.is_not_over(held, now=now)
    before = _times(held)
    event.entries = held.entries  # of a line that may have grown while somebody wrote
    _save_sessions(event, changed, dropped, now=now)
    _read_times(event)
    rules.is_complete(event, now=now)
    is_moved = before != _times(event) or any(getattr(held, name) != getattr(event, name) for name in PLACE)
    is_resized = held.capacity != event.capacity
    keep_earlier_date(event, held.starts_at)
    event.moved_online_at = event.moved_online_at if event.is_online else None
    event.version = held.version + (is_moved or is_resized)
    event.save()
    rooms.settle(event, by=by, now=now, reason=room_reason)
    line.hand_on(event, now=now)  # places that were added, or a registration that is open longer
    if is_moved or is_resized:
        tell(event, TOLD if is_moved else [Registration.State.WAITING])
    return event


@transaction.atomic
def book_rooms_again(event: Event, *, by: User, now: datetime, seen: str = "", room_reason: str = "") -> Event:
    """After a closure has taken the room away: book it for the sessions that lack it. Raises as `publish`."""
    event = hold(event)
    rules.is_in(event, State.PUBLISHED)
    rules.is_as_seen(event, seen)
    rooms.settle(event, by=by, now=now, reason=room_reason)
    return event


@retried
@transaction.atomic
def copy_event(event: Event, *, by: User) -> Event:
    """A new draft with the same words and places; its dates are for its author to say."""
    taken = {
        field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields if field.name not in NOT_COPIED
    }
    made = Event(**taken, author=by, slug=_new_slug(event.title))
    if event.was_moved_online:
        made.mode = Event.Mode.TELECENTRE if event.telecentre else Event.Mode.PLACE
    made.save()
    return made


@transaction.atomic
def delete_draft(event: Event) -> None:
    """What nobody has seen goes without a trace; what was once public stays, for its address was given away."""
    event = hold(event)
    rules.is_in(event, State.DRAFT)
    event.delete()


def close_events(*, now: datetime) -> int:
    """Say of what is over that it was held; returns how many. For a nightly task: each event once, whoever calls."""
    return sum(_close(event, now) for event in Event.objects.over(now))


@transaction.atomic
def _close(event: Event, now: datetime) -> bool:
    """One by one, so that the history tells of each; a new date given meanwhile wins."""
    held = Event.objects.over(now).select_for_update(of=("self",)).filter(pk=event.pk).first()
    if held is None:
        return False
    held.state = State.HELD
    held.save(update_fields=["state", "updated_at"])
    return True


def tell(event: Event, states: Iterable[str] = TOLD) -> int:
    """Write to those of the registrations in these states about this version of the event; returns how many."""
    people = event.registrations.filter(state__in=list(states)).known()
    return sum(
        dispatch.post("outreach.event_changed", str(person.pk), version=event.version, recipient=person.email)
        for person in people
    )


def told_of(event: Event) -> dict[str, list[Registration]]:
    """Whom a change would be written to: those who have a place, and those who wait or were offered one, by name."""
    people = event.registrations.known().order_by("name", "pk")
    return {
        "registered": list(people.filter(state=Registration.State.REGISTERED)),
        "waiting": list(people.filter(state__in=IN_LINE)),
    }


def hold(event: Event) -> Event:
    """The event as it is now, kept so until the transaction ends."""
    found = Event.objects.select_for_update(of=("self",)).select_related("telecentre__commune", "commune", "room__telecentre")
    return found.get(pk=event.pk)


def keep_earlier_date(event: Event, earlier: datetime) -> None:
    """What people may have noted; an hour changed on the same day is no other date."""
    if hours.civil_day(earlier) != hours.civil_day(event.starts_at) and earlier not in event.previous_starts:
        event.previous_starts = [*event.previous_starts, earlier]


def _save_sessions(
    event: Event, changed: Iterable[EventSession], dropped: Iterable[EventSession], *, now: datetime | None = None
) -> None:
    """`now` where rooms may be booked: a draft has none."""
    for session in dropped:
        rules.has_no_witnesses(session)
        if now:
            rooms.free([session], now=now, why=event.title)
        session.delete()
    for session in changed:
        session.event = event
        session.save()


def _read_times(event: Event) -> None:
    """From the first session to the last; None for a draft without any."""
    found = list(event.sessions.values_list("starts_at", "ends_at"))
    event.starts_at = min((start for start, _end in found), default=None)
    event.ends_at = max((end for _start, end in found), default=None)


def _times(event: Event) -> list[tuple[datetime, datetime]]:
    return sorted(event.sessions.values_list("starts_at", "ends_at"))


def _new_slug(title: str) -> str:
    """Readable and free; two who take the same at the same moment are put right by the constraint and a second try."""
    stem = slugify(title)[:100].strip("-") or "evenement"
    stem = f"{stem}-evenement" if stem in RESERVED else stem
    taken = set(Event.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))] if slug not in taken)
