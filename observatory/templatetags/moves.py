"""Declared moves for the pages of others: the invitation to declare one."""

from django import template

from outreach.models import Lead

register = template.Library()


@register.inclusion_tag("observatory/_declare_move.html")
def declare_move(lead: Lead) -> dict:
    """For who has settled here; nothing before."""
    return {"is_settled": lead.stage in Lead.Stage.settled()}
