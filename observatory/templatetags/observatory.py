"""The observatory for templates: its pages on the start page of the administration."""

from django import template

from accounts.models import User

register = template.Library()


@register.inclusion_tag("observatory/_to_look_at.html")
def figures_to_look_at(user: User) -> dict:
    """When desks are used, for all staff; where to open next, for who sees the whole network."""
    return {"sees_everything": user.has_perm("telecentres.manage_every_telecentre")}
