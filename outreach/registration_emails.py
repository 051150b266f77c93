"""The mails to who registers for an event, one function each; each asks first whether what it says still holds."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dispatch import mails
from dispatch.models import Message
from outreach import event_calendars, registration_words
from outreach.models import Registration
from telecentres import hours, words

State = Registration.State
Mail = EmailMultiAlternatives | None
Writer = Callable[[Message, Registration], Mail]


def about(*states: State, of_any_version: bool = False) -> Callable[[Writer], Callable[[Message], Mail]]:
    """
    Find whom the mail is about, and write in their language; None once the registration has moved on, for a later mail says so.

    `of_any_version`: what it says stays true whatever happened in between.
    """

    def decorator(write: Writer) -> Callable[[Message], Mail]:
        @wraps(write)
        def mail(message: Message) -> Mail:
            key = message.key.partition("/")[0]
            found = Registration.objects.with_event().known().filter(pk=key, state__in=states).first()
            if found is None or not (of_any_version or found.version == message.version):
                return None
            with override(found.language):
                return write(message, found)

        return mail

    return decorator


@about(State.PENDING, of_any_version=True)
def ask(message: Message, registration: Registration) -> Mail:
    """Whether the address is theirs: nothing is held before the button of the page is pressed."""
    said = [
        _("One step is missing: open the page and confirm. As long as it is missing, no place is held."),
        _("If it was not you, do nothing: after seven days nothing is kept."),
    ]
    return _note(message, registration, _("Confirm your registration: %(event)s"), said, button=_("See and confirm"))


@about(State.REGISTERED, State.WAITING, State.OFFERED, of_any_version=True)
def already(message: Message, registration: Registration) -> Mail:
    """To an address that is registered: somebody, perhaps its owner, asked again."""
    said = [
        _("This address was entered again for an event where it is on the list. Nothing has changed: %(state)s.")
        % {"state": registration.get_state_display()},
        _("If it was not you, do nothing."),
    ]
    return _note(message, registration, _("On the list already: %(event)s"), said)


@about(State.REGISTERED)
def registered(message: Message, registration: Registration) -> Mail:
    """A place, with the dates for their calendar."""
    if not registration.event.is_published:
        return None
    said = [
        _("Your place is kept. The page of your registration has the code to show at the door."),
        _("If you cannot come, give the place back there: somebody else may be waiting for it."),
        *_online(registration),
    ]
    return _note(
        message,
        registration,
        _("Registration confirmed: %(event)s"),
        said,
        method=event_calendars.method_for(registration.event),
    )


@about(State.WAITING)
def waiting(message: Message, registration: Registration) -> Mail:
    """In the line, and where."""
    said = [
        _("All places are taken. You are number %(position)s in the waiting list.") % {"position": registration.position},
        _("As soon as a place is free for you, a mail offers it, with a time to answer."),
    ]
    return _note(message, registration, _("In the waiting list: %(event)s"), said)


@about(State.OFFERED)
def offer(message: Message, registration: Registration) -> Mail:
    """A place is held for a time; the page has the two buttons."""
    until = registration.offered_until
    if timezone.now() >= until:
        return None
    said = [
        _("A place is free and held for you until %(day)s at %(hour)s. Then it goes to the next in line.")
        % {"day": words.day_words(until), "hour": words.hour_words(until)}
    ]
    return _note(message, registration, _("A place for you: %(event)s"), said, button=_("Take it or decline"))


@about(State.LAPSED)
def lapsed(message: Message, registration: Registration) -> Mail:
    said = [
        _("The time to answer is over, and the place was offered to the next in line."),
        _("You can ask again as long as registration is open: you then stand at the end of the line."),
    ]
    return _farewell(message, registration, _("The place went to somebody else: %(event)s"), said)


@about(State.DECLINED)
def declined(message: Message, registration: Registration) -> Mail:
    said = [_("Thank you for your answer: the place goes to the next in line.")]
    return _farewell(message, registration, _("Place declined: %(event)s"), said)


@about(State.CANCELLED)
def cancelled(message: Message, registration: Registration) -> Mail:
    """Takes the dates out of their calendar, where they stood in it."""
    said = [_("Your registration is cancelled. Thank you for saying so: it may help somebody who waits.")]
    method = "CANCEL" if registration.history.filter(state=State.REGISTERED).exists() else ""
    return _farewell(message, registration, _("Registration cancelled: %(event)s"), said, method=method)


@about(State.REGISTERED, of_any_version=True)
def reminder(message: Message, registration: Registration) -> Mail:
    """Says when it is as it stands when the mail leaves; None when the event has moved to another day or does not take place."""
    day = hours.civil_day(registration.event.starts_at)
    if not registration.event.is_published or message.key.rpartition("/")[2] != str(day):
        return None
    subject = _("Reminder, %(day)s: %(event)s") % {
        "day": words.near_day_words(day, timezone.localdate()),
        "event": "%(event)s",
    }
    said = [
        _("You are expected. If you cannot come, say so on the page of your registration: somebody else may be waiting."),
        *_online(registration),
    ]
    return _note(message, registration, subject, said)


@about(State.ATTENDED, of_any_version=True)
def thanks(message: Message, registration: Registration) -> Mail:
    """After the event: three questions, and the certificate of a training."""
    said = [_("Three questions, half a minute: what you say is kept without your name.")]
    if registration.event.is_training:
        address = settings.PUBLIC_URL + registration.get_absolute_url()
        said.append(_("Your certificate is on the page of your registration: %(address)s") % {"address": address})
    questions = reverse("outreach:answer", args=[registration.questions_token])
    subject = _("Thank you for coming: %(event)s")
    return _note(message, registration, subject, said, button=_("Answer three questions"), path=questions)


def _online(registration: Registration) -> list[str]:
    event = registration.event
    if not (event.has_online_part and event.online_url):
        return []
    return [_("Address of the meeting online: %(address)s") % {"address": event.online_url}]


def _farewell(message: Message, registration: Registration, subject: str, said: list[str], *, method: str = "") -> Mail:
    """Leads to the event, for nothing is left to do on the page of the registration."""
    path = registration.event.get_absolute_url()
    return _note(message, registration, subject, said, button=_("See the event"), path=path, method=method)


def _note(
    message: Message,
    registration: Registration,
    subject: str,
    said: list[str],
    *,
    button: str = "",
    path: str = "",
    method: str = "",
) -> Mail:
    """A mail of a few sentences: what it is about, facts, one button, which leads to the person's page unless told otherwise."""
    event = registration.event
    context = {
        "heading": subject % {"event": event.title},
        "paragraphs": said,
        "facts": [
            (_("Event"), event.title),
            (_("When"), registration_words.when(event)),
            (_("Where"), event.place_words),
            (_("Reference"), registration.reference),
        ],
        "button_label": button or _("My registration"),
        "button_url": settings.PUBLIC_URL + (path or registration.get_absolute_url()),
    }
    return mails.compose(
        "outreach/mail/registration",
        context,
        to=message.recipient,
        language=registration.language,
        reply_to=event.telecentre.email if event.telecentre else "",
        calendar=(event_calendars.invitation(registration, method=method), method) if method else None,
    )
