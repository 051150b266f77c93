"""What must be true of places and lines; the nightly check looks for what is not."""

from datetime import datetime

from django.db.models import Count, F, Q

from outreach.models import Event, Registration

HOLDING = Count("registrations", filter=Q(registrations__state__in=Registration.State.holding()))
WAITING = Count("registrations", filter=Q(registrations__state=Registration.State.WAITING))


def events_with_more_people_than_places(now: datetime) -> list[str]:
    """Seven of six."""
    counted = Event.objects.annotate(held=HOLDING).filter(held__gt=F("capacity")).order_by("pk")
    return [f"event {event.pk}: {event.held} places held of {event.capacity}" for event in counted]


def places_that_nobody_is_offered(now: datetime) -> list[str]:
    """A place is free, somebody waits for it, and registration is open: it should have been handed on."""
    counted = Event.objects.taking_place().annotate(held=HOLDING, waiting=WAITING)
    lying = [event for event in counted.filter(held__lt=F("capacity"), waiting__gt=0) if event.takes_registrations(now)]
    return [f"event {event.pk}: {event.capacity - event.held} places free, {event.waiting} in line" for event in lying]


def entries_beyond_those_handed_out(now: datetime) -> list[str]:
    """The number of a place in line is handed out under the event's lock, and never twice."""
    beyond = Registration.objects.filter(entry__gt=F("event__entries")).order_by("pk")
    return [f"registration {one.reference}: entry {one.entry}" for one in beyond]


RULES = [events_with_more_people_than_places, places_that_nobody_is_offered, entries_beyond_those_handed_out]
