"""Guides beside events and answers, and the trainings between centres beside what they share."""

from django import template
from django.utils import timezone

from outreach.models import Event
from telecentres import prose
from telecentres.models import Guide, Speciality

register = template.Library()

register.filter("page", prose.as_page)
MOST = 3


@register.inclusion_tag("outreach/_guides_for.html")
def guides_for(theme: Speciality | None) -> dict:
    """The public guides about a speciality and its needs, three at most; nothing without a theme."""
    found = Guide.objects.public().about_theme(theme).for_pages()[:MOST] if theme else []
    return {"guides": found, "theme": theme}


@register.inclusion_tag("outreach/_trainings_between_centres.html")
def trainings_between_centres() -> dict:
    """Those to come, the next one first."""
    trainings = Event.objects.filter(audience=Event.Audience.CENTRES).coming(timezone.now()).for_pages()
    return {"trainings": trainings}
