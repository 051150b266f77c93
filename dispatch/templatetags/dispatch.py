"""The banner of the admin that tells when mails or periodic tasks are not running."""

from django import template
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone

from dispatch import health

register = template.Library()


@register.inclusion_tag("dispatch/_alarm.html", takes_context=True)
def dispatch_alarm(context: dict) -> dict:
    """Shown to all staff, who are asked "where is my mail?" at the desk; nothing when all is well. Five small queries."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_staff:
        return {"verdict": health.Verdict([])}
    return {"verdict": health.verdict(timezone.now()), "shows_link": user.has_perm("dispatch.view_taskrun")}


@register.inclusion_tag("dispatch/_to_do.html")
def dispatch_to_do(user: AbstractBaseUser) -> dict:
    """The same findings on the start page, each with the list where somebody deals with it, for those who may open it."""
    return {"findings": [(finding, _where(finding, user)) for finding in health.verdict(timezone.now()).findings]}


def _where(finding: health.Finding, user: AbstractBaseUser) -> str:
    """The address of the list that a finding is about; empty for who may not open it."""
    lists = {
        "dead_mails": ("message", "?state__exact=dead"),
        "uncertain_mails": ("message", "?state__exact=uncertain"),
        "stuck_outbox": ("message", ""),
        "late_task": ("taskrun", ""),
        "no_run": ("taskrun", ""),
        "contradictions": ("taskrun", f"?task={health.CHECK}"),
    }
    model, query = lists[finding.code]
    return reverse(f"admin:dispatch_{model}_changelist") + query if user.has_perm(f"dispatch.view_{model}") else ""
