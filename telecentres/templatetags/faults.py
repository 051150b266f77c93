"""What is broken at the places, for pages and for the start page of the administration; pages show the manager's words alone."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from telecentres import hours
from telecentres.models import Fault, Telecentre, Workspace

register = template.Library()

MOST = 10  # on the start page; the list of the administration has them all


@register.simple_tag
def shown_faults(telecentre: Telecentre) -> list[Fault]:
    """Those of a centre and its desks, in one query."""
    return list(Fault.objects.shown().filter(telecentre=telecentre).select_related("workspace"))


@register.filter
def of_desk(faults: Iterable[Fault] | None, workspace: Workspace | None) -> list[str]:
    """The words about one desk among those of `shown_faults`; without a desk, those about the whole centre."""
    return [fault.public_note for fault in faults or () if fault.workspace_id == (workspace.pk if workspace else None)]


@register.inclusion_tag("telecentres/_faults_today.html")
def faults_on_the_day(workspace: Workspace, day: date) -> dict:
    """On that civil day alone: what is broken today may be repaired tomorrow."""
    if day != hours.civil_day(timezone.now()):
        return {"faults": []}
    here = Q(workspace=workspace) | Q(workspace=None, telecentre=workspace.telecentre_id)
    return {"faults": Fault.objects.shown().filter(here)}


@register.inclusion_tag("telecentres/_faults_to_do.html")
def faults_to_do(user: User) -> dict:
    """The open faults of the centres that the person manages, the oldest first, for those who can close them."""
    if not user.has_perm("telecentres.change_fault"):
        return {"may_see": False}
    open_ones = Fault.objects.open().managed_by(user, today=hours.civil_day(timezone.now()))
    found = list(open_ones.select_related("telecentre", "workspace").order_by("reported_at")[: MOST + 1])
    return {"may_see": True, "faults": found[:MOST], "more": len(found) > MOST}
