"""Holding and freeing desks: the steps that several verbs share, each inside the caller's transaction."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bookings import pricing
from bookings.models import Ask, Booking, Occupancy
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Closure, Telecentre, Workspace

# No letters or digits that are mistaken for one another when read out on the telephone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Taken(Exception):
    """Rolls back a write whose rows were not all let in."""


def new_reference(telecentre: Telecentre, length: int = 6) -> str:
    """ "MUR-7K3Q9X"; a clash with one that is there already breaks the verb off, which then draws anew."""
    return f"{telecentre.code}-{''.join(secrets.choice(REFERENCE_ALPHABET) for _ in range(length))}"


def put(booking: Booking, workspace: Workspace, part: str, period: hours.Period, *, now: datetime) -> None:
    """Give the booking its place, time and price, without asking any rule or saving it."""
    booking.__dict__.pop("policy", None)  # of the place it had before
    booking.workspace, booking.part = workspace, part
    booking.starts_at, booking.ends_at = period
    booking.placed_at = now
    booking.is_personal = booking.ask == Ask() and not booking.for_name
    booking.price = priced(booking)


def priced(booking: Booking) -> Decimal | None:
    """Euros for a booking that has its place and time; a free period is for who comes, not for a guest."""
    booker = booking.booker if booking.is_personal else None
    terms = pricing.terms(booking.telecentre, booking.day, booking.ask, booker=booker, without=booking)
    return terms.price(booking.part, hours.Period(booking.starts_at, booking.ends_at), booking.ask)


def occupy(booking: Booking, *, anytime: bool = False) -> None:
    """
    A room takes everything that stands in it, several desks are chosen here. All or nothing. `anytime`: by a manager's
    word, whatever the hours of the further desks are.

    Raises Taken when somebody else holds one of them at that time, or there are not enough free desks.
    """
    also = _further_desks(booking, anytime) if booking.ask.desks > 1 else []
    if booking.places > 1:
        booking.also.set(also)
    _claim([(booking, workspace) for workspace in [*booking.workspace.with_what_stands_in_it(), *also]])


def occupy_all(bookings: Iterable[Booking]) -> None:
    """The places of many bookings for one person each, in one statement and in the order of all writers; all or nothing."""
    _claim([(booking, workspace) for booking in bookings for workspace in booking.workspace.with_what_stands_in_it()])


def _claim(places: list[tuple[Booking, Workspace]]) -> None:
    rows = [
        Occupancy(
            workspace=workspace,
            telecentre_id=booking.workspace.telecentre_id,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            booking=booking,
        )
        for booking, workspace in places
    ]
    if Occupancy.objects.claim(rows) < len(rows):
        raise Taken


def _further_desks(booking: Booking, anytime: bool) -> list[Workspace]:
    """The free desks that follow the chosen one on the plan, round to the first; only those that offer its very hours."""
    desks = list(booking.telecentre.workspaces.desks().active_on(booking.day))
    period = hours.Period(booking.starts_at, booking.ends_at)
    taken = {workspace for workspace, *_ in Occupancy.objects.taken_in([booking.workspace.telecentre_id], *period)}
    place = desks.index(booking.workspace) if booking.workspace in desks else 0
    following = [
        desk
        for desk in desks[place + 1 :] + desks[:place]
        if desk.pk not in taken and (anytime or desk.part_on(booking.day, booking.part) == period)
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
    """About this version of the booking, once; from now on its own mails tell of it, even if it was made in a series."""
    if booking.told_in is not None:
        booking.told_in = None
        booking.save(update_fields=["told_in"])
    dispatch.post(kind, booking.reference, version=booking.version, recipient=booking.booker.email)
