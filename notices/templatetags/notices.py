"""What templates say about the notices: the state of accessibility in the footer, texts written one point a line."""

from django import template

from notices import standing

register = template.Library()


@register.simple_tag
def accessibility_state() -> str:
    """In words, for example "not compliant"."""
    return str(standing.current().label)


@register.filter
def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
