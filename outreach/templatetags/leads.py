"""Leads for templates: what is due on the start page of who follows them."""

from django import template
from django.utils import timezone

from accounts.models import User
from outreach import lead_desk

register = template.Library()


@register.inclusion_tag("outreach/_leads_to_do.html")
def leads_to_do(user: User) -> dict:
    """What the person has to do today for the leads they follow; nothing for who may not see any."""
    return {"desk": lead_desk.of_today(user, timezone.now()) if user.has_perm("outreach.change_lead") else None}
