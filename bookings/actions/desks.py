"""Holding and freeing desks: the steps that several verbs share, each inside the caller's transaction."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bookings.models import Booking, Occupancy
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Closure, Telecentre, Workspace


class Taken(Exception):
    """Rolls back a write whose rows were not all let in."""


def occupy(booking: Booking) -> None:
    """
    A room takes everything that stands in it, several desks are chosen here. All or nothing.

    Raises Taken when somebody else holds one of them at that time, or there are not enough free desks.
    """
    also = _further_desks(booking) if booking.ask.desks > 1 else []
    if booking.places > 1:
        booking.also.set(also)
    held = [*booking.workspace.with_what_stands_in_it(), *also]
    rows = [
        Occupancy(
            workspace=workspace,
            telecentre_id=booking.workspace.telecentre_id,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            booking=booking,
        )
        for workspace in held
    ]
    if Occupancy.objects.claim(rows) < len(rows):
        raise Taken


def _further_desks(booking: Booking) -> list[Workspace]:
    """The free desks that follow the chosen one on the plan, round to the first; only those that offer its very hours."""
    desks = list(booking.telecentre.workspaces.desks().active_on(booking.day))
    period = hours.Period(booking.starts_at, booking.ends_at)
    taken = {workspace for workspace, *_ in Occupancy.objects.taken_in([booking.workspace.telecentre_id], *period)}
    place = desks.index(booking.workspace) if booking.workspace in desks else 0
    following = [
        desk
        for desk in desks[place + 1 :] + desks[:place]
        if desk.pk not in taken and desk.part_on(booking.day, booking.part) == period
    ]
    if len(following) < booking.ask.desks - 1:
        raise Taken
    return following[: booking.ask.desks - 1]


def free(booking: Booking) -> None:
    """Give the desk back, to the closure around it if a manager had kept the booking inside one."""
    booking.occupancies.live().update(live=False)
    close_again(booking.workspace.telecentre, booking.starts_at, booking.ends_at)


def close_again(telecentre: Telecentre, starts_at: datetime, ends_at: datetime) -> None:
    """Lay anew the closures around a time that has just been freed."""
    for closure in Closure.objects.filter(telecentre=telecentre).overlapping(starts_at, ends_at):
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
    workspaces = closure.workspace.with_what_stands_in_it() if closure.workspace else closure.telecentre.workspaces.all()
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


def follow_the_room(desk: Workspace, *, now: datetime) -> None:
    """A desk new in a room is taken whenever the whole room is; new, it holds nothing that could be in the way."""
    rows = [
        Occupancy(workspace=desk, telecentre_id=desk.telecentre_id, starts_at=start, ends_at=end, booking_id=booking)
        for start, end, booking in desk.parent.occupancies.live()
        .filter(booking__isnull=False, ends_at__gt=now)
        .values_list("starts_at", "ends_at", "booking")
    ]
    Occupancy.objects.claim(rows)


def write_mail(kind: str, booking: Booking) -> None:
    """About this version of the booking, once."""
    dispatch.post(kind, booking.reference, version=booking.version, recipient=booking.booker.email)
