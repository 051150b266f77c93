"""What bookings add to the pages of other apps."""

from django import template
from django.utils import timezone

from bookings import availability
from telecentres import hours
from telecentres.models import Telecentre

register = template.Library()


@register.inclusion_tag("bookings/_slots.html")
def next_half_days(telecentre: Telecentre) -> dict:
    """The next half-days with a free desk, as links to the booking page."""
    now = timezone.now()
    found = availability.next_free_halves([telecentre], now=now)
    return {"centre": telecentre, "slots": found[telecentre.pk], "today": hours.civil_day(now)}
