"""What an event must say and how its state may move: one function, one rule, each raising ValidationError with a code."""

from datetime import datetime
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outreach.models import Event, EventSession
from telecentres import words


def has_a_summary(event: Event, *, now: datetime) -> None:
    """It is all that lists, calendars and search engines show."""
    if not event.summary.strip():
        raise ValidationError(_("Say in one sentence what it is."), code="summary")


def has_a_description(event: Event, *, now: datetime) -> None:
    """Nobody gives an afternoon for a title."""
    if len(event.description.split()) < 10:
        raise ValidationError(_("Describe what happens, and for whom, in ten words or more."), code="description")


def has_a_date(event: Event, *, now: datetime) -> None:
    if event.starts_at is None:
        raise ValidationError(_("Give at least one session, with its day and its hours."), code="sessions")


def is_ahead(event: Event, *, now: datetime) -> None:
    """Nobody can be invited to what has begun."""
    if event.starts_at and event.starts_at <= now:
        raise ValidationError(_("The first session is over or has begun: give a date to come."), code="past")


def has_sessions_in_a_row(event: Event, *, now: datetime) -> None:
    """Nobody sits in two sessions at once."""
    sessions = sorted(event.sessions.all(), key=lambda session: session.starts_at) if event.pk else []
    for one, following in pairwise(sessions):
        if following.starts_at < one.ends_at:
            raise ValidationError(
                _("Two sessions overlap on %(day)s: change the hours of one."),
                code="overlap",
                params={"day": words.day_words(following.starts_at)},
            )


def has_a_place(event: Event, *, now: datetime) -> None:
    """Where one goes must be known by whoever thinks of coming."""
    if event.mode == Event.Mode.TELECENTRE and event.telecentre is None:
        raise ValidationError(_("Name the telecentre where it takes place."), code="telecentre")
    named = event.telecentre is not None or (event.place_name.strip() and event.commune is not None)
    if event.mode in (Event.Mode.PLACE, Event.Mode.MIXED) and not named:
        raise ValidationError(_("Name the place and its commune."), code="place")


def has_an_open_telecentre(event: Event, *, now: datetime) -> None:
    """A room is booked only where bookings are taken; without a room, a centre in preparation may open its doors."""
    if event.room and not event.is_online and not event.room.telecentre.is_open:
        raise ValidationError(
            _("%(place)s takes no bookings: leave the room empty, or choose another telecentre."),
            code="room",
            params={"place": event.room.telecentre.full_name},
        )


def has_a_room_of_its_telecentre(event: Event, *, now: datetime) -> None:
    if event.room and event.room.telecentre_id != event.telecentre_id:
        raise ValidationError(_("This room belongs to another telecentre: choose one of the telecentre named."), code="room")


def has_an_address_online(event: Event, *, now: datetime) -> None:
    """Who registers gets it with the confirmation."""
    if event.has_online_part and not event.online_url:
        raise ValidationError(_("Give the address of the meeting online: it goes to those who register."), code="online_url")


def says_its_accessibility(event: Event, *, now: datetime) -> None:
    """Who needs a lift or an induction loop cannot find out at the door; a telecentre’s own page says it for its rooms."""
    if event.mode in (Event.Mode.PLACE, Event.Mode.MIXED) and event.telecentre is None and not event.accessibility.strip():
        raise ValidationError(_("Say in words how accessible the place is."), code="accessibility")


def opens_registration_in_time(event: Event, *, now: datetime) -> None:
    """From an hour to a later one, both before the end."""
    opens_at, closes_at = event.registration_opens_at, event.registration_ends_at
    if event.ends_at and closes_at and closes_at > event.ends_at:
        raise ValidationError(_("Registration closes when the event is over: give an earlier hour."), code="window")
    if opens_at and closes_at and opens_at >= closes_at:
        raise ValidationError(_("Registration opens after it closes: exchange the two."), code="window")


COMPLETE = [
    has_a_summary,
    has_a_description,
    has_a_place,
    has_an_open_telecentre,
    has_a_room_of_its_telecentre,
    has_an_address_online,
    says_its_accessibility,
    has_a_date,
    has_sessions_in_a_row,
    opens_registration_in_time,
]


def missing(event: Event, *, now: datetime) -> list[ValidationError]:
    """Everything that still stands between the event and its page, in the order of the form. A published one may have begun."""
    found = []
    for rule in [*COMPLETE, *([] if event.is_published else [is_ahead])]:
        try:
            rule(event, now=now)
        except ValidationError as refusal:
            found.append(refusal)
    return found


def is_complete(event: Event, *, now: datetime) -> None:
    """Raises everything that is missing in one go."""
    if found := missing(event, now=now):
        raise ValidationError(found)


def is_in(event: Event, *states: str) -> None:
    """Somebody else may have moved it meanwhile."""
    if event.state not in states:
        raise ValidationError(
            _("This event is %(state)s: that cannot be done now. Look at it again."),
            code="state",
            params={"state": event.get_state_display()},
        )


def is_as_seen(event: Event, seen: str) -> None:
    """
    Two who edit at the same time, and a button pressed twice: the second sees what the first has done.

    `seen` is `mark_of` the event on the page; empty where nothing was shown.
    """
    if seen and seen != mark_of(event):
        raise ValidationError(
            _("This event has been changed meanwhile: look at it again, then go on. Nothing has been saved."), code="version"
        )


def mark_of(event: Event) -> str:
    """Another one after each change, told to people or not."""
    return event.updated_at.isoformat()


def is_not_over(event: Event, *, now: datetime) -> None:
    """What has taken place cannot be put off or called off."""
    if event.ends_at is not None and event.ends_at <= now:
        raise ValidationError(_("This event is over: nothing can be changed any more."), code="over")


def says_why(reason: str) -> None:
    """People made room in their day: they are owed a sentence."""
    if not reason.strip():
        raise ValidationError(_("Say why, in words that people will read."), code="reason")


def is_to_come(starts_at: datetime, *, now: datetime) -> None:
    if starts_at <= now:
        raise ValidationError(_("This moment is over: give a date to come."), code="past")


def is_not_online_yet(event: Event) -> None:
    if event.is_online:
        raise ValidationError(_("This event takes place online already."), code="online")


def has_no_witnesses(session: EventSession) -> None:
    """Who came to a session was there, whatever becomes of the programme."""
    if session.attendances.exists():
        raise ValidationError(_("Somebody came to this session: it stays in the programme."), code="attended")
