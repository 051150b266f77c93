"""Events for templates: how they read, and the parts of them that other pages show."""

from django import template
from django.utils import timezone

from accounts.models import User
from outreach.agenda import Agenda
from outreach.models import Event, EventSession
from telecentres import hours, words
from telecentres.models import Telecentre

register = template.Library()

MOST_AT_A_CENTRE = 3
MOST_ON_THE_DESK = 20


@register.filter
def day_in_month(event: Event) -> tuple[str, str, str]:
    """ "jeudi", "10" and "2026-12-10", of the first day."""
    day = timezone.localdate(event.starts_at)
    return (*words.weekday_and_number(day), day.isoformat())


@register.filter
def span(event: Event) -> str:
    """ "de 9 h à 17 h", or for several days "du 4 au 6 février 2027"."""
    first, last = (timezone.localdate(moment) for moment in (event.starts_at, event.ends_at))
    if first == last:
        return words.hours_words(event.starts_at, event.ends_at)
    return words.days_words(first, last)


@register.filter
def in_month(value) -> str:
    """ "mars 2027"."""
    return words.month_words(value)


@register.simple_tag
def agenda_query(agenda: Agenda, month) -> str:
    """The address of the same wishes in another month."""
    return agenda.query(mois=f"{month:%Y-%m}" if month else "")


@register.inclusion_tag("outreach/_events_at.html")
def events_at(telecentre: Telecentre) -> dict:
    """The next events at a centre; nothing where there is none."""
    coming = Event.objects.for_everybody().coming(timezone.now()).filter(telecentre=telecentre)
    found = list(coming.for_pages()[: MOST_AT_A_CENTRE + 1])
    return {"telecentre": telecentre, "events": found[:MOST_AT_A_CENTRE], "has_more": len(found) > MOST_AT_A_CENTRE}


@register.inclusion_tag("outreach/_events_to_do.html")
def events_to_do(user: User) -> dict:
    """For the agency's start page: events whose room is not booked any more, and what comes next; nothing for others."""
    if not user.has_perm("outreach.change_event"):
        return {"may": False}
    now = timezone.now()
    lost = EventSession.objects.managed_by(user, today=hours.civil_day(now)).without_their_room(now)
    coming = Event.objects.managed_by(user, today=hours.civil_day(now)).taking_place().coming(now)
    drafts = Event.objects.managed_by(user, today=hours.civil_day(now)).filter(state=Event.State.DRAFT)
    return {
        "may": True,
        "lost": list(lost.select_related("event__room__telecentre")[:MOST_ON_THE_DESK]),
        "coming": list(coming.select_related("telecentre")[:5]),
        "drafts": drafts.count(),
    }
