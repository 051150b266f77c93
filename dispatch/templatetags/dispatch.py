"""The banner of the admin that tells when mails or periodic tasks are not running."""

from django import template
from django.utils import timezone

from dispatch import health

register = template.Library()


@register.inclusion_tag("dispatch/_alarm.html", takes_context=True)
def dispatch_alarm(context: dict) -> dict:
    """Shown to all staff, who are asked "where is my mail?" at the desk; nothing when all is well. Four small queries."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_staff:
        return {"verdict": health.Verdict([])}
    return {"verdict": health.verdict(timezone.now()), "shows_link": user.has_perm("dispatch.view_taskrun")}
