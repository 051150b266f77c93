"""The room of an event: booked for each session by the engine of bookings, moved and given back with it."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from bookings import actions as bookings
from bookings.models import Booker, Booking, Occupancy
from dispatch import actions as dispatch
from outreach.models import Event, EventSession
from telecentres import hours, words

# Made so that everybody gets a turn at the desks: they give way to an event of the network without being asked.
FOR_PERSONS = frozenset({"granularity", "horizon", "notice", "longest_stay", "weekly_quota", "seats"})
# These give way when somebody says why, and the reason stays with the booking.
WITH_A_REASON = frozenset({"hours", "closed"})
ARRIVING = timedelta(hours=4)  # the longest time before the start at which a centre notes arrivals


def settle(event: Event, *, by: User | None, now: datetime, reason: str = "") -> None:
    """
    Make the bookings of the room say what the sessions say, inside the caller's transaction: book, move, or give back.

    `reason` lets the opening hours and closures give way, and is kept with the booking. Raises ValidationError in words,
    with what is free instead, when somebody else has the room.
    """
    sessions = list(event.sessions.select_related("booking__workspace"))
    if not event.needs_its_room:
        free(sessions, now=now, why=event.reason or event.title)
        return
    ahead = [session for session in sessions if session.ends_at > now and not _is_housed(session, event)]
    # Into time that the event holds itself: the last session goes first when all move to a later time.
    later = any(session.booking and session.starts_at > session.booking.starts_at for session in ahead)
    word = _word(event, by, reason)
    for session in sorted(ahead, key=lambda one: one.starts_at, reverse=later):
        _house(session, event, word, now=now)


def free(sessions: Iterable[EventSession], *, now: datetime, why: str) -> None:
    """Give the rooms of sessions back; one in which people sit is left, the others are cancelled."""
    for session in sessions:
        booking = session.booking
        if booking is None:
            continue
        if booking.is_there(now):
            bookings.leave(booking, now=now)
        elif booking.is_live and booking.ends_at > now:
            bookings.cancel(booking, now=now, as_staff=True, reason=why[:200])
        session.booking = None
        session.save(update_fields=["booking"])


def objections(event: Event, *, now: datetime) -> list[str]:
    """What speaks against the room of each session, in words, before anything is booked: hours, closures, other people."""
    if event.room is None or event.is_online:
        return []
    found = []
    for session in event.sessions.select_related("booking__workspace"):
        if session.ends_at > now and not _is_housed(session, event):
            found += [f"{_when(session)}{_colon()}{said}" for said in _objections_to(session, event, now)]
    return found


def note_arrivals(*, now: datetime) -> int:
    """
    Note that the room of a session that begins is used, so that no centre releases it; returns how many. For a task.

    Nobody of the event stands at the tablet at the door.
    """
    beginning = EventSession.objects.beginning(now, within=ARRIVING).select_related("booking__workspace__telecentre")
    rooms = [session.booking for session in beginning if session.booking and session.booking.may_arrive(now)]
    return sum(_arrive(booking, now) for booking in rooms)


def tell_of_lost_rooms(*, now: datetime) -> int:
    """
    Write to the author of an event whose room is not held any more, once for each room lost; returns how many. For a task.

    A closure cancels or moves bookings without knowing what they are for.
    """
    lost = EventSession.objects.without_their_room(now).select_related("event__author")
    return sum(
        dispatch.post(
            "outreach.room_lost",
            f"{session.pk}/{session.booking_id or 0}",
            version=session.event.version,
            recipient=keeper_of(session.event),
            expires_at=session.ends_at,
        )
        for session in lost
    )


def keeper_of(event: Event) -> str:
    """The address of whoever looks after an event: its author, or the help desk where the author has left."""
    return event.author.email if event.author and event.author.is_active else settings.HELPDESK_EMAIL


def _house(session: EventSession, event: Event, word: bookings.Word, *, now: datetime) -> None:
    day, part = _day_and_part(session)
    place = {"workspace": event.room, "day": day, "part": part, "now": now, "word": word}
    try:
        if session.booking and session.booking.is_live:
            session.booking = bookings.move(session.booking, **place)
        else:
            session.booking = bookings.book(
                booker=_booker(), key=uuid.uuid4(), language=settings.LANGUAGE_CODE, guest=event.title, **place
            )
    except bookings.Clash as clash:
        raise ValidationError([f"{_when(session)}{_colon()}{said}" for said in _instead(clash)]) from None
    except ValidationError as refusal:
        raise ValidationError([f"{_when(session)}{_colon()}{said}" for said in refusal.messages], code=refusal.code) from None
    session.save(update_fields=["booking"])


def _booker() -> Booker:
    """The network: a room does not go when somebody's account does, and the mails about it reach the desk."""
    return Booker(settings.SITE_NAME, settings.HELPDESK_EMAIL)


def _word(event: Event, by: User | None, reason: str) -> bookings.Word:
    allowing = FOR_PERSONS | WITH_A_REASON if reason.strip() else FOR_PERSONS
    return bookings.Word(by, allowing, reason.strip() or _("Event: %(title)s") % {"title": event.title})


def _day_and_part(session: EventSession) -> tuple:
    """As the engine speaks of time: a civil day, and hours of it."""
    starts_at, ends_at = (moment.astimezone(hours.LOCAL) for moment in (session.starts_at, session.ends_at))
    if starts_at.date() != ends_at.date():
        raise ValidationError(
            _("%(when)s: a room is booked within one day. Make it two sessions."), code="day", params={"when": _when(session)}
        )
    return starts_at.date(), hours.stretch_name(hours.Range(starts_at.time(), ends_at.time()))


def _is_housed(session: EventSession, event: Event) -> bool:
    booking = session.booking
    if booking is None or not booking.is_live or booking.workspace_id != event.room_id:
        return False
    return (booking.starts_at, booking.ends_at) == (session.starts_at, session.ends_at)


def _objections_to(session: EventSession, event: Event, now: datetime) -> list[str]:
    try:
        day, part = _day_and_part(session)
        place = {"workspace": event.room, "day": day, "part": part, "now": now}
        _tried, refusals = bookings.try_out_new(booker=_booker(), guest=event.title, **place)
    except ValidationError as refusal:
        return refusal.messages
    said = [message for one in refusals if one.code not in FOR_PERSONS for message in one.messages]
    return said + ([_("Somebody has booked %(room)s at that time.") % {"room": event.room}] if _is_taken(session, event) else [])


def _is_taken(session: EventSession, event: Event) -> bool:
    """By somebody else's booking; the event's own will move."""
    held = Occupancy.objects.live().filter(booking__isnull=False, workspace__in=event.room.with_what_stands_in_it())
    others = held.exclude(booking__event_session__event=event)
    return others.overlapping(session.starts_at, session.ends_at).exists()


def _instead(clash: bookings.Clash) -> list[str]:
    """The refusal of the engine, and what it offers: rooms at the same time, and days for this one."""
    said = list(clash.messages)
    if clash.alternatives.same_time:
        rooms = ", ".join(str(one) for one in clash.alternatives.same_time)
        said.append(_("Free at the same time: %(places)s.") % {"places": rooms})
    if slots := [*clash.alternatives.same_place, *clash.alternatives.elsewhere]:
        days = ", ".join(f"{slot.telecentre}, {words.day_words(slot.day)}" for slot in slots)
        said.append(_("Free at the same hours: %(places)s.") % {"places": days})
    return said


def _colon() -> str:
    return pgettext("before an explanation", ": ")


def _when(session: EventSession) -> str:
    return f"{words.day_words(session.starts_at)}, {words.hours_words(session.starts_at, session.ends_at)}"


def _arrive(booking: Booking, now: datetime) -> bool:
    try:
        bookings.arrive(booking, now=now)
    except ValidationError:  # it was given back at this very moment
        return False
    return True
