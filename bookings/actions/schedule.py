"""Close, reopen, change hours: what a manager does to the time in which desks can be booked."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import locks, rules
from bookings.actions import settling
from bookings.actions.contention import retried
from bookings.actions.desks import lay
from bookings.actions.settling import Answers
from bookings.models import Booking, Occupancy, Override
from telecentres import actions as places
from telecentres import hours
from telecentres.models import Closure, OpeningHours, StageEvent, Telecentre, Workspace

ASKED_FIRST = Answers()


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
    touched: Answers = ASKED_FIRST,
) -> Closure:
    """
    Close a centre, or one of its workspaces, for the half-open period; nothing is ever cancelled silently.

    `touched` says what becomes of the bookings in the way; as long as one has no answer, Touched is raised with their
    list. Kept ones keep their desks, with a record of why; moved and cancelled ones are told at once.
    """
    locks.hold_schedules([telecentre.pk], exclusively=True, shared=touched.centres())
    closure = Closure(
        telecentre=telecentre, workspace=workspace, starts_at=starts_at, ends_at=ends_at, reason=reason, closed_by=by
    )
    closure.full_clean()
    rules.is_ahead(closure, now=now)
    in_the_way = list(_bookings_in(closure).with_place().select_for_update(of=("self",)))
    settling.ask_first(in_the_way, touched)
    settling.hold_people(in_the_way, touched)
    closure.save()
    settling.settle(in_the_way, touched, rule=Override.Rule.CLOSURE, reason=reason, now=now, by=by)
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
def change_hours(row: OpeningHours, *, now: datetime, by: User | None = None, touched: Answers = ASKED_FIRST) -> list[Booking]:
    """
    Save a row of weekly hours; return the coming bookings that no longer fit the hours and were settled.

    `touched` as for `close`. Raises ValidationError when somebody has saved overlapping hours meanwhile.
    """

    def save() -> None:
        row.full_clean()
        row.save()

    return _change_hours(row.telecentre, save, now=now, by=by, touched=touched)


@retried
@transaction.atomic
def drop_hours(row: OpeningHours, *, now: datetime, by: User | None = None, touched: Answers = ASKED_FIRST) -> list[Booking]:
    """Remove a row of weekly hours; otherwise as `change_hours`."""
    return _change_hours(row.telecentre, row.delete, now=now, by=by, touched=touched)


@retried
@transaction.atomic
def replace_week(
    telecentre: Telecentre,
    week: Mapping[int, list[hours.Range]],
    *,
    valid_from: date,
    now: datetime,
    by: User | None = None,
    touched: Answers = ASKED_FIRST,
) -> list[Booking]:
    """
    Give a centre another usual week from a day on; until the day before, its hours stay what they were.

    `week` has the ranges by ISO weekday; a weekday without any is closed. Hours that were to begin later go: this week
    holds until further notice. A workspace with hours of its own keeps them. `touched` as for `close`.
    """

    return replace_weeks(telecentre, {valid_from: week}, now=now, by=by, touched=touched)


@retried
@transaction.atomic
def replace_weeks(
    telecentre: Telecentre,
    weeks: Mapping[date, Mapping[int, list[hours.Range]]],
    *,
    now: datetime,
    by: User | None = None,
    touched: Answers = ASKED_FIRST,
) -> list[Booking]:
    """Several usual weeks by their first days, each until the next one begins; bookings are looked at under all of them."""

    def replace() -> None:
        usual = telecentre.opening_hours.filter(workspace=None)
        for valid_from in sorted(weeks):
            usual.filter(valid_from__gte=valid_from).delete()
            usual.valid_between(valid_from, valid_from).update(valid_until=valid_from - timedelta(days=1))
            for weekday, ranges in weeks[valid_from].items():
                for opens_at, closes_at in ranges:
                    row = OpeningHours(
                        telecentre=telecentre, weekday=weekday, opens_at=opens_at, closes_at=closes_at, valid_from=valid_from
                    )
                    row.full_clean()
                    row.save()

    return _change_hours(telecentre, replace, now=now, by=by, touched=touched)


def _change_hours(
    telecentre: Telecentre, change: Callable[[], object], *, now: datetime, by: User | None, touched: Answers
) -> list[Booking]:
    """Only the bookings that fitted before are asked about: the others have been settled, or their rule has given way."""
    locks.hold_schedules([telecentre.pk], exclusively=True, shared=touched.centres())
    strangers = {booking.pk for booking in _out_of_hours(telecentre, now)}
    change()
    in_the_way = [booking for booking in _out_of_hours(telecentre, now) if booking.pk not in strangers]
    settling.ask_first(in_the_way, touched)
    settling.hold_people(in_the_way, touched)
    reason = _("The opening hours change.")
    settling.settle(in_the_way, touched, rule=Override.Rule.HOURS, reason=reason, now=now, by=by)
    return in_the_way


@retried
@transaction.atomic
def retire(workspace: Workspace, *, now: datetime, by: User | None = None, touched: Answers = ASKED_FIRST) -> Workspace:
    """
    Save a workspace with its last day in service, included; the bookings after it are settled first.

    `touched` as for `close`; a booking of a whole room counts where a desk in it goes.
    """
    telecentre = workspace.telecentre
    locks.hold_schedules([telecentre.pk], exclusively=True, shared=touched.centres())
    workspace.full_clean()
    over = hours.whole_day(workspace.active_until).ends_at
    holding = Occupancy.objects.live().filter(booking=OuterRef("pk"), workspace=workspace, ends_at__gt=over)
    coming = Booking.objects.upcoming(now).filter(Exists(holding)).with_place().select_for_update(of=("self",))
    in_the_way = list(coming)
    settling.ask_first(in_the_way, touched)
    settling.hold_people(in_the_way, touched)
    workspace.save()
    reason = _("%(desk)s goes out of service.") % {"desk": workspace}
    settling.settle(in_the_way, touched, rule=Override.Rule.RETIRED, reason=reason, now=now, by=by)
    return workspace


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
    touched: Answers = ASKED_FIRST,
) -> StageEvent:
    """
    Move a centre to a stage; one that stops taking bookings first says what becomes of the coming ones.

    `touched` as for `close`. Raises ValidationError where life has no such way.
    """
    locks.hold_schedules([telecentre.pk], exclusively=True, shared=touched.centres())
    if stage != Telecentre.Stage.OPEN:
        coming = Booking.objects.filter(workspace__telecentre=telecentre).upcoming(now).with_place()
        in_the_way = list(coming.select_for_update(of=("self",)))
        settling.ask_first(in_the_way, touched)
        settling.hold_people(in_the_way, touched)
        said = note or str(Telecentre.Stage(stage).label)
        # First the stage, so that no booking moves to another desk of the centre that stops.
        reached = places.change_stage(telecentre, stage=stage, reached_on=reached_on, by=by, note=note)
        settling.settle(in_the_way, touched, rule=Override.Rule.STAGE, reason=said, now=now, by=by)
        return reached
    return places.change_stage(telecentre, stage=stage, reached_on=reached_on, by=by, note=note)


def _bookings_in(closure: Closure):
    found = Booking.objects.live().overlapping(closure.starts_at, closure.ends_at)
    if closure.workspace:
        inside = closure.workspace.with_what_stands_in_it()
        return found.filter(Exists(Occupancy.objects.live().filter(booking=OuterRef("pk"), workspace__in=inside)))
    return found.filter(workspace__telecentre=closure.telecentre)


def _out_of_hours(telecentre: Telecentre, now: datetime) -> list[Booking]:
    coming = Booking.objects.filter(workspace__telecentre=telecentre).upcoming(now).with_place()
    return [
        booking
        for booking in coming.select_for_update(of=("self",))
        if booking.workspace.part_on(booking.day, booking.part) != hours.Period(booking.starts_at, booking.ends_at)
    ]
