"""What bookings do when a place changes, for the apps below cannot call them."""

from django.db import transaction
from django.utils import timezone

from bookings import actions, locks
from telecentres.models import Workspace


def close_new_workspace(sender, instance: Workspace, created: bool, **kwargs) -> None:
    """A desk added while its centre has closures ahead is closed with it."""
    if not created:
        return
    with transaction.atomic():
        locks.hold_schedules([instance.telecentre_id], exclusively=True)
        for closure in instance.telecentre.closures.filter(workspace=None, ends_at__gt=timezone.now()):
            actions.lay(closure)
