"""The events for machines: a calendar to follow, a feed of news and a table; all or narrowed by the query of the agenda."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from bookings import calendars
from jobs.feeds import NOT_IN_XML, CalmAtom
from outreach import event_calendars, event_exports, event_markup
from outreach.agenda import Wishes
from outreach.models import Event
from telecentres import downloads, prose, words

MOST = 50


class EventFeed(Feed):
    """What was published last, the newest first; a changed or cancelled event is dated by its change."""

    feed_type = CalmAtom
    language = "fr"
    author_name = settings.SITE_NAME

    def get_object(self, request: HttpRequest) -> Wishes:
        return Wishes.of(request.GET)

    def title(self, wishes: Wishes) -> str:
        return _plain(_name(wishes))

    def link(self, wishes: Wishes) -> str:
        return _address("outreach:agenda", wishes)

    def feed_url(self, wishes: Wishes) -> str:
        return _address("outreach:events_atom", wishes)

    def items(self, wishes: Wishes) -> list[Event]:
        found = wishes.of_events(event_exports.in_feeds(timezone.now()))
        return list(found.order_by("-published_at", "-pk")[:MOST])

    def item_title(self, event: Event) -> str:
        return _plain(_headline(event))

    def item_description(self, event: Event) -> str:
        """HTML: when and where, what is told of a change, then the words of the event."""
        when = f"{words.day_words(event.starts_at, year=True)}, {words.hour_words(event.starts_at)}"
        told = format_html("<p>{}</p>", event.reason) if event.reason else ""
        return _plain(format_html("<p>{}. {}</p>{}", when, event.place_words, told) + prose.as_html(event.description))

    def item_link(self, event: Event) -> str:
        return event_markup.public_url(event)

    def item_pubdate(self, event: Event) -> datetime:
        return event.published_at

    def item_updateddate(self, event: Event) -> datetime:
        return event.updated_at

    def item_categories(self, event: Event) -> list[str]:
        return [capfirst(str(event.get_kind_display()))]


@login_not_required
@require_safe
def events_calendar(request: HttpRequest) -> HttpResponse:
    """To be followed by a calendar: what is cancelled stays in it as cancelled."""
    changed_at = event_exports.changed_at(timezone.now())  # before the events are read
    wishes = Wishes.of(request.GET)
    with override("fr"):
        found = wishes.of_events(event_exports.in_feeds(timezone.now()))
        content = calendars.feed(_name(wishes), [entry for event in found for entry in event_calendars.entries(event)])
    return downloads.answer(request, content.decode(), content_type="text/calendar; charset=utf-8", changed_at=changed_at)


@login_not_required
@require_safe
def events_atom(request: HttpRequest) -> HttpResponse:
    """In French, as the events are, whatever the language of who asks."""
    changed_at = event_exports.changed_at(timezone.now())  # before the events are read
    with override("fr"):
        feed = EventFeed()(request)
    return downloads.answer(request, feed.content.decode(), content_type=feed["Content-Type"], changed_at=changed_at)


@login_not_required
@require_safe
def events_csv(request: HttpRequest) -> HttpResponse:
    """In the shape of OpenAgenda."""
    now = timezone.now()
    changed_at = event_exports.changed_at(now)  # before the events are read
    found = Wishes.of(request.GET).of_events(event_exports.in_feeds(now))
    content_type = "text/csv; charset=utf-8; header=present"
    return downloads.answer(request, event_exports.as_csv(found), content_type=content_type, changed_at=changed_at)


def _headline(event: Event) -> str:
    """The state first, for a list of news shows little more."""
    told = {
        Event.State.CANCELLED: _("Cancelled: %(event)s"),
        Event.State.POSTPONED: _("Postponed: %(event)s"),
    }
    return told.get(event.state, "%(event)s") % {"event": event.title}


def _name(wishes: Wishes) -> str:
    return " – ".join([_("Events of the telecentres of the Cantal"), *([", ".join(wishes.labels)] if wishes.labels else [])])


def _address(name: str, wishes: Wishes) -> str:
    return settings.PUBLIC_URL + reverse(name) + (f"?{wishes.query}" if wishes.query else "")


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("", text)
