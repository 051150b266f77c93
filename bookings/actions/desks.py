"""Holding and freeing desks: the steps that several verbs share, each inside the caller's transaction."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bookings.models import Booking, Occupancy
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Closure


class Taken(Exception):
    """Rolls back a write whose rows were not all let in."""


def occupy(booking: Booking) -> None:
    """Raises Taken when somebody else holds the desk at that time."""
    row = Occupancy(
        workspace=booking.workspace,
        telecentre_id=booking.workspace.telecentre_id,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        booking=booking,
    )
    if Occupancy.objects.claim([row]) < 1:
        raise Taken


def free(booking: Booking) -> None:
    """Give the desk back, to the closure around it if a manager had kept the booking inside one."""
    booking.occupancies.live().update(live=False)
    for closure in Closure.objects.covering(booking.workspace).overlapping(booking.starts_at, booking.ends_at):
        lay(closure)


def give_up(booking: Booking, reason: str) -> None:
    """Cancel without asking any rule; the reason, if any, goes into the mail."""
    free(booking)
    booking.state = Booking.State.CANCELLED
    booking.cancel_reason = reason
    booking.version += 1
    booking.save(update_fields=["state", "cancel_reason", "version"])
    write_mail("bookings.cancelled", booking)


def lay(closure: Closure) -> None:
    """Occupy what a closure covers and nothing else holds, on each of its workspaces; laying it again changes nothing."""
    workspaces = [closure.workspace] if closure.workspace else closure.telecentre.workspaces.all()
    span = hours.Period(closure.starts_at, closure.ends_at)
    rows = []
    for workspace in workspaces:
        taken = workspace.occupancies.live().overlapping(*span).values_list("starts_at", "ends_at")
        rows += [
            Occupancy(workspace=workspace, telecentre_id=closure.telecentre_id, starts_at=start, ends_at=end, closure=closure)
            for start, end in hours.without([span], [hours.Period(*period) for period in taken])
        ]
    if Occupancy.objects.claim(rows) < len(rows):
        raise ValidationError(_("Somebody booked at this very moment. Look again, then close."), code="changed")


def write_mail(kind: str, booking: Booking) -> None:
    """About this version of the booking, once."""
    dispatch.post(kind, booking.reference, version=booking.version, recipient=booking.booker.email)
