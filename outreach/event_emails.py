"""The mails about events, one function each; called when they leave, so that they say what is true then."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dispatch import mails
from dispatch.models import Message
from outreach import event_calendars
from outreach.models import Event, EventHistory, EventSession, Registration
from telecentres import words

STAFF = "fr"  # the language of the agency's mails
State = Event.State


def event_changed(message: Message) -> EmailMultiAlternatives | None:
    """To who has a place, waits or was offered one: what has changed. None once it has changed again, or they come no more."""
    found = (
        Registration.objects.known()
        .filter(pk=message.key)
        .select_related("event__telecentre__commune", "event__commune", "event__room")
    )
    registration = found.first()
    if registration is None or registration.event.version != message.version or not _is_concerned(registration):
        return None
    event = registration.event
    with override(registration.language):
        earlier = event.history.filter(version=event.version - 1).select_related("telecentre__commune", "commune").last()
        heading, said = _news(event, earlier)
        context = {
            "event": event,
            "heading": heading,
            "paragraphs": [*said, *([_("The reason: %(reason)s") % {"reason": event.reason}] if event.reason else [])],
            "what_now": _what_now(registration, event),
            "facts": _facts(event, registration),
            "button_url": settings.PUBLIC_URL + registration.get_absolute_url(),
            "button_label": _("My registration"),
        }
        method = event_calendars.method_for(event)
        return mails.compose(
            "outreach/mail/event_changed",
            context,
            to=message.recipient,
            language=registration.language,
            reply_to=event.telecentre.email if event.telecentre else settings.HELPDESK_EMAIL,
            calendar=(event_calendars.invitation(registration, method=method), method) if registration.is_registered else None,
        )


def room_lost(message: Message) -> EmailMultiAlternatives | None:
    """To the author: the room of a session is not booked any more. None once it is, or the session needs none."""
    session = EventSession.objects.without_their_room(timezone.now()).filter(pk=message.key.partition("/")[0]).first()
    if session is None:
        return None
    event = session.event
    with override(STAFF):
        context = {
            "event": event,
            "heading": _("Without its room: %(event)s") % {"event": event},
            "paragraphs": [
                _("%(room)s is not booked any more for the session below: a closure, or a change at the telecentre.")
                % {"room": event.room},
                _("Book it again, choose another room or another date; those who are registered know nothing of it yet."),
            ],
            "facts": [
                (_("Event"), event.title),
                (_("Session"), _session_words(session)),
                (_("Where"), event.place_words),
            ],
            "button_url": settings.PUBLIC_URL + reverse("admin:outreach_event_check", args=[event.pk]),
            "button_label": _("Decide what happens"),
        }
        return mails.compose("outreach/mail/event_changed", context, to=message.recipient, language=STAFF)


def _is_concerned(registration: Registration) -> bool:
    return registration.is_registered or registration.is_waiting or registration.is_offered


def _news(event: Event, earlier: EventHistory | None) -> tuple[str, list[str]]:
    """The subject, and each change in a sentence, the weightiest first."""
    title = {"event": event.title}
    if event.is_cancelled:
        return _("Cancelled: %(event)s") % title, [_("This event is cancelled: it does not take place.")]
    if event.is_postponed:
        day = {"day": words.day_words(event.starts_at, year=True)}
        return (
            _("Postponed: %(event)s") % title,
            [_("This event does not take place on %(day)s. Its new date is not known yet.") % day],
        )
    if earlier is None:
        return _("Changed: %(event)s") % title, [_("Something about this event has changed: here it is as it stands now.")]
    return _changes(event, earlier)


def _changes(event: Event, earlier: EventHistory) -> tuple[str, list[str]]:
    found = [*_date_changed(event, earlier), *_place_changed(event, earlier), *_places_changed(event, earlier)]
    headings = [heading for heading, _sentence in found] or [_("Changed: %(event)s")]
    said = [sentence for _heading, sentence in found] or [_("The hours of the sessions have changed: here they are.")]
    return headings[0] % {"event": event.title}, said


def _date_changed(event: Event, earlier: EventHistory) -> list[tuple[str, str]]:
    before, after = (_span_words(one) for one in (earlier, event))
    if earlier.state == State.POSTPONED:
        return [(_("New date: %(event)s"), _("The postponed event has its new date: %(after)s.") % {"after": after})]
    if before == after:
        return []
    said = _("The date has changed. Before: %(before)s. Now: %(after)s.") % {"before": before, "after": after}
    return [(_("New date: %(event)s"), said)]


def _place_changed(event: Event, earlier: EventHistory) -> list[tuple[str, str]]:
    if event.is_online and earlier.mode != Event.Mode.ONLINE:
        return [(_("Online: %(event)s"), _("The event takes place online: you need not go anywhere."))]
    before, after = earlier.place_words, event.place_words
    if before != after:
        said = _("The place has changed. Before: %(before)s. Now: %(after)s.") % {"before": before, "after": after}
        return [(_("New place: %(event)s"), said)]
    if event.room and event.room_id != earlier.room_id:
        return [(_("Another room: %(event)s"), _("It takes place in another room: %(room)s.") % {"room": event.room})]
    return []


def _places_changed(event: Event, earlier: EventHistory) -> list[tuple[str, str]]:
    if event.capacity == earlier.capacity:
        return []
    said = ngettext(
        "There is %(count)s place now, instead of %(before)s.",
        "There are %(count)s places now, instead of %(before)s.",
        event.capacity,
    )
    return [(_("Another number of places: %(event)s"), said % {"count": event.capacity, "before": earlier.capacity})]


def _what_now(registration: Registration, event: Event) -> str:
    """What the person has to do: mostly nothing."""
    if event.is_cancelled:
        return _("You need do nothing: your registration ends with the event.")
    if registration.is_registered and event.is_postponed:
        return _("Your place is kept: you get a mail as soon as the new date is known.")
    if registration.is_registered:
        return _("Your place is kept. If you cannot come, give it back: somebody may be waiting for it.")
    if registration.is_offered:
        return _("A place is still held for you until the hour that you were told.")
    return _("You keep your rank in the waiting list.")


def _facts(event: Event, registration: Registration) -> list[tuple[str, str]]:
    """Not the date that is not kept, and the address online only for who has a place."""
    found = [(_("Event"), event.title)]
    if not (event.is_cancelled or event.is_postponed):
        found += [(_("When"), _session_words(session)) for session in event.sessions.all()]
        found.append((_("Where"), event.place_words))
        if registration.is_registered and event.has_online_part and event.online_url:
            found.append((_("Online"), event.online_url))
    return [*found, (_("Reference"), registration.reference)]


def _session_words(session: EventSession) -> str:
    when = f"{words.day_words(session.starts_at, year=True)}, {words.hours_words(session.starts_at, session.ends_at)}"
    return f"{session.title}, {when}" if session.title else when


def _span_words(event: Event | EventHistory) -> str:
    """The day and hours of one day, or the first and the last day."""
    first, last = (timezone.localdate(moment) for moment in (event.starts_at, event.ends_at))
    if first == last:
        return f"{words.day_words(first, year=True)}, {words.hours_words(event.starts_at, event.ends_at)}"
    return words.days_words(first, last)
