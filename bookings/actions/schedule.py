"""Close, reopen, change hours: what a manager does to the time in which desks can be booked."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from bookings import locks, rules
from bookings.actions.contention import retried
from bookings.actions.desks import give_up, lay
from bookings.actions.refusals import Touched
from bookings.models import Booking, Occupancy
from telecentres import actions as places
from telecentres import hours
from telecentres.models import Closure, OpeningHours, StageEvent, Telecentre, Workspace


@retried
@transaction.atomic
def close(
    *,
    telecentre: Telecentre,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    now: datetime,
    workspace: Workspace | None = None,
    by: User | None = None,
    touched: str = "ask",
) -> Closure:
    """
    Close a centre, or one of its workspaces, for the half-open period; nothing is ever cancelled silently.

    `touched` says what becomes of the bookings in the way: "ask" raises Touched with their list, "keep" leaves
    them their desks, "cancel" gives each up and tells the person the reason.
    """
    locks.hold_schedules([telecentre.pk], exclusively=True)
    closure = Closure(
        telecentre=telecentre, workspace=workspace, starts_at=starts_at, ends_at=ends_at, reason=reason, closed_by=by
    )
    closure.full_clean()
    rules.is_ahead(closure, now=now)
    in_the_way = list(_bookings_in(closure).with_place().select_for_update(of=("self",)))
    if in_the_way and touched == "ask":
        raise Touched(in_the_way)
    if touched == "cancel":
        for booking in in_the_way:
            if booking.ends_at > now:
                give_up(booking, reason)
    closure.save()
    lay(closure)
    return closure


@retried
@transaction.atomic
def reopen(closure: Closure) -> None:
    """Take a closure back; what other closures cover stays closed."""
    locks.hold_schedules([closure.telecentre_id], exclusively=True)
    others = closure.telecentre.closures.overlapping(closure.starts_at, closure.ends_at).exclude(pk=closure.pk)
    others = list(others)
    closure.delete()
    for other in others:
        lay(other)


@retried
@transaction.atomic
def change_hours(row: OpeningHours) -> list[Booking]:
    """
    Save a row of weekly hours; return the coming bookings that no longer fit the hours, which keep their desks.

    Raises ValidationError when somebody has saved overlapping hours meanwhile.
    """
    locks.hold_schedules([row.telecentre_id], exclusively=True)
    row.full_clean()
    row.save()
    return _out_of_hours(row.telecentre)


@retried
@transaction.atomic
def drop_hours(row: OpeningHours) -> list[Booking]:
    """Remove a row of weekly hours; return the coming bookings that no longer fit the hours, which keep their desks."""
    locks.hold_schedules([row.telecentre_id], exclusively=True)
    row.delete()
    return _out_of_hours(row.telecentre)


@retried
@transaction.atomic
def change_stage(
    telecentre: Telecentre,
    *,
    stage: str,
    reached_on: date,
    now: datetime,
    by: User | None = None,
    note: str = "",
    touched: str = "ask",
) -> StageEvent:
    """
    Move a centre to a stage; one that stops taking bookings first says what becomes of the coming ones.

    `touched` as for `close`: "ask" raises Touched with their list, "keep" leaves them, "cancel" gives each up and
    tells the person. Raises ValidationError where life has no such way.
    """
    locks.hold_schedules([telecentre.pk], exclusively=True)
    if stage != Telecentre.Stage.OPEN:
        coming = Booking.objects.filter(workspace__telecentre=telecentre).upcoming(now).with_place()
        in_the_way = list(coming.select_for_update(of=("self",)))
        if in_the_way and touched == "ask":
            raise Touched(in_the_way)
        if touched == "cancel":
            for booking in in_the_way:
                give_up(booking, note or str(Telecentre.Stage(stage).label))
    return places.change_stage(telecentre, stage=stage, reached_on=reached_on, by=by, note=note)


def _bookings_in(closure: Closure):
    found = Booking.objects.live().overlapping(closure.starts_at, closure.ends_at)
    if closure.workspace:
        inside = closure.workspace.with_what_stands_in_it()
        return found.filter(Exists(Occupancy.objects.live().filter(booking=OuterRef("pk"), workspace__in=inside)))
    return found.filter(workspace__telecentre=closure.telecentre)


def _out_of_hours(telecentre: Telecentre) -> list[Booking]:
    coming = Booking.objects.filter(workspace__telecentre=telecentre).upcoming(timezone.now()).with_place()
    return [
        booking
        for booking in coming
        if booking.workspace.part_on(booking.day, booking.part) != hours.Period(booking.starts_at, booking.ends_at)
    ]
