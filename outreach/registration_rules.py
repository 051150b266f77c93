"""The rules of registering and of the door, one function each; each raises ValidationError saying why not."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from outreach.models import Event, EventSession, Registration
from telecentres import hours, words


def takes_place(event: Event) -> None:
    """Nobody registers for what does not take place, or has no date."""
    if not event.is_published:
        raise ValidationError(
            _("This event takes no registrations: its page says what has become of it."), code="not_taking_place"
        )


def in_window(event: Event, *, now: datetime) -> None:
    """Half-open: at the moment it closes it is closed."""
    opens_at, ends_at = event.registration_opens_at, event.registration_ends_at
    if opens_at and now < opens_at:
        said = {"day": words.day_words(opens_at), "hour": words.hour_words(opens_at)}
        raise ValidationError(_("Registration opens on %(day)s at %(hour)s."), code="too_early", params=said)
    if ends_at is None or now >= ends_at:
        raise ValidationError(_("Registration for this event is closed."), code="closed")


def not_over(event: Event, *, now: datetime) -> None:
    """Staff enter people as long as the event lasts."""
    if event.ends_at is None or now >= event.ends_at:
        raise ValidationError(_("This event is over."), code="over")


def not_begun(event: Event, *, now: datetime) -> None:
    """A place given back once it has begun helps nobody, and would count as a cancellation."""
    if event.starts_at is not None and now >= event.starts_at:
        raise ValidationError(_("This event has begun: nothing is left to cancel."), code="begun")


def has_room(event: Event) -> None:
    """A place, or one in the waiting list; the same answer for everybody, so that it tells of nobody."""
    if event.registrations.holding().count() >= event.capacity and is_line_full(event):
        raise ValidationError(full_words(event), code="full")


def has_place(event: Event) -> None:
    """A place, for who cannot wait: the walk-in at the door, and who has no address to be told at."""
    if event.registrations.holding().count() >= event.capacity:
        said = {"taken": event.registrations.holding().count(), "places": event.capacity}
        said_words = _(
            "%(taken)s of %(places)s places are taken. Cancel the registration of who does not come, then add this person."
        )
        raise ValidationError(said_words, code="full", params=said)
    if event.registrations.in_line().exists():
        raise ValidationError(_("Others wait for this place: they are asked first."), code="line")


def not_twice(event: Event, email: str) -> None:
    """One registration for each address; who has none is only a name."""
    if email and event.registrations.active().of(email).exists():
        raise ValidationError(_("This address is registered for the event already."), code="twice")


def is_line_full(event: Event) -> bool:
    return event.registrations.in_line().count() >= event.waiting_capacity


def full_words(event: Event) -> str:
    if event.waiting_capacity:
        return _("All places are taken, and the waiting list is full.")
    return _("All places are taken.")


def expected(registration: Registration) -> None:
    """Who has no place is not let in by a slip of the finger: what stands first is the order of the line."""
    if not registration.is_expected:
        said = {"state": registration.get_state_display()}
        raise ValidationError(_("No place is held: %(state)s."), code="not_expected", params=said)


def day_has_come(session: EventSession, *, now: datetime) -> None:
    """From the first hour of the day on: who prepares the room comes early."""
    if hours.civil_day(now) < hours.civil_day(session.starts_at):
        said = {"day": words.day_words(session.starts_at)}
        raise ValidationError(_("Nobody can have come yet: it takes place on %(day)s."), code="early", params=said)


def certifiable(registration: Registration) -> None:
    """A certificate says that somebody came to a training: it needs both, and a name."""
    if not registration.event.is_training:
        raise ValidationError(_("Certificates are for trainings."), code="no_training")
    if not registration.has_attended or not registration.name:
        raise ValidationError(_("A certificate is for who came, once the training is over."), code="not_attended")


def concerns(event: Event, user: User | AnonymousUser) -> None:
    """Trainings between centres are for those who run them; the page may be read by everybody."""
    if event.audience == Event.Audience.CENTRES and not user.is_staff:
        raise ValidationError(
            _("This event is for those who run the telecentres: sign in with that account to register."), code="audience"
        )
