"""What bookings do when a place changes, for the apps below cannot call them."""

from django.db import transaction
from django.utils import timezone

from bookings import actions, locks
from telecentres.models import Closure, Workspace


def close_new_workspace(sender, instance: Workspace, created: bool, **kwargs) -> None:
    """A desk added while its centre or its room has closures or bookings ahead is closed, and taken, with it."""
    if not created:
        return
    now = timezone.now()
    with transaction.atomic():
        locks.hold_schedules([instance.telecentre_id], exclusively=True)
        if instance.parent:
            actions.follow_the_room(instance, now=now)
        for closure in Closure.objects.covering(instance).filter(ends_at__gt=now):
            actions.lay(closure)
