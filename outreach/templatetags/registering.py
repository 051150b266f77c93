"""What registrations add to the page of an event and to its page in the administration."""

from django import template
from django.core.exceptions import ValidationError
from django.db.models import Avg, Count
from django.utils import timezone

from outreach import registration_rules as rules
from outreach.models import Event

register = template.Library()

FEWEST_ANSWERS = 5  # fewer would tell who said what


@register.inclusion_tag("outreach/_registration.html")
def registration_box(event: Event) -> dict:
    """Places taken of all, never more; who waits; until when, for how much, and the way to register. Two queries."""
    now = timezone.now()
    holding, waiting = event.registrations.holding().count(), event.registrations.in_line().count()
    return {
        "event": event,
        "taken": min(holding, event.capacity),
        "places": event.capacity,
        "waiting": waiting,
        "is_full": holding >= event.capacity or waiting > 0,
        "ends_at": event.registration_ends_at,
        "refused": _refused(event, holding, waiting, now),
    }


def _refused(event: Event, holding: int, waiting: int, now) -> str:
    try:
        rules.takes_place(event)
        rules.in_window(event, now=now)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    is_full = holding >= event.capacity and waiting >= event.waiting_capacity
    return rules.full_words(event) if is_full else ""


@register.inclusion_tag("outreach/_answers.html")
def event_answers(event: Event) -> dict:
    """How many said how it was; what they said on average, and in words, from five answers on. Two queries at most."""
    found = event.answers.aggregate(count=Count("pk"), useful=Avg("useful"), organised=Avg("organised"))
    is_shown = found["count"] >= FEWEST_ANSWERS
    # In the order of the alphabet: that of arrival would tell who answered first.
    comments = event.answers.exclude(comment="").order_by("comment").values_list("comment", flat=True) if is_shown else []
    return {**found, "is_shown": is_shown, "fewest": FEWEST_ANSWERS, "comments": comments}
