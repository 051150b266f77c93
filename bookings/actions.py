"""The verbs of bookings: the only code that takes, moves or frees a desk."""

import functools
import hashlib
import secrets
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import availability, locks, rules
from bookings.models import Booker, Booking, Occupancy
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Closure, OpeningHours, Tariff, Telecentre, Workspace

# No letters or digits that are mistaken for one another when read out on the telephone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Clash(ValidationError):
    """Somebody else has the desk at that time; carries what to offer instead."""

    def __init__(self, workspace: Workspace, found: availability.Alternatives):
        super().__init__(_("%(desk)s has just been taken.") % {"desk": workspace}, code="taken")
        self.workspace = workspace
        self.alternatives = found


class KeyReused(ValidationError):
    """The same form was sent before with other content."""

    def __init__(self) -> None:
        super().__init__(
            _("This form was already sent with other answers. Check your bookings, then start again if need be."), code="key_reused"
        )


class Touched(ValidationError):
    """Bookings stand in the way of a closure; the manager must say what becomes of them."""

    def __init__(self, bookings: list[Booking]):
        super().__init__(_("Bookings stand in the way. Say whether to keep or to cancel them."), code="touched")
        self.bookings = bookings


P = ParamSpec("P")
R = TypeVar("R")


class _Taken(Exception):
    """Rolls back a write whose rows were not all let in."""


def _calmly(verb: Callable[P, R]) -> Callable[P, R]:
    """
    Run a whole verb once more when the database broke it off for another writer's sake.

    A deadlock (40P01), a lock waited for too long (55P03), or two bookings drawn the same reference (23505). An
    exclusion (23P01) can only be the person's own other desk: those of desks are asked, not hit.
    """

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except (OperationalError, IntegrityError) as error:
            code = getattr(error.__cause__, "pgcode", None)
            if code == "23P01":
                raise ValidationError(_("You have another desk at that time."), code="one_desk") from error
            if code not in ("40P01", "55P03", "23505"):
                raise
            return verb(*args, **kwargs)

    return run


@_calmly
def book(*, booker: Booker, workspace: Workspace, day: date, part: str, key: uuid.UUID, language: str, now: datetime) -> Booking:
    """
    Take a desk for a part of a day and write the confirmation into the outbox, all or nothing.

    The same key with the same answers returns the booking that is there already. Raises Clash with alternatives
    when the desk is taken, KeyReused for the same key with other answers, ValidationError with the code of the
    rule for every other refusal.
    """
    telecentre = workspace.telecentre
    try:
        with transaction.atomic():
            locks.hold_schedules([telecentre.pk])
            locks.hold_person(booker.lock_key)
            fingerprint = _fingerprint(booker, workspace, day, part)
            sent_before = Booking.objects.with_place().filter(idempotency_key=key).first()
            if sent_before:
                if sent_before.fingerprint != fingerprint:
                    raise KeyReused
                return sent_before
            booking = Booking(
                reference=_new_reference(telecentre),
                booked_by=booker.user,
                visitor_name="" if booker.user else booker.name,
                visitor_email="" if booker.user else booker.email,
                language=language,
                idempotency_key=key,
                fingerprint=fingerprint,
            )
            _place(booking, workspace, day, part, now=now)
            booking.save(force_insert=True)
            _occupy(booking)
            _write_mail("bookings.confirmed", booking)
            return booking
    except _Taken:
        raise Clash(workspace, availability.alternatives(telecentre, day, part, now=now)) from None


@_calmly
def move(booking: Booking, *, workspace: Workspace, day: date, part: str, now: datetime, as_staff: bool = False) -> Booking:
    """
    Give a booking another desk, day or part of the day; if the new place is taken, everything stays as it was.

    The new period may overlap the old one on the same desk. Moving to where it is already changes nothing.
    Raises Clash with alternatives, or ValidationError with the code of the rule.
    """
    try:
        with transaction.atomic():
            locks.hold_schedules([booking.workspace.telecentre_id, workspace.telecentre_id])
            locks.hold_person(booking.booker.lock_key)
            booking = _fresh(booking)
            rules.still_upcoming(booking, now=now)
            if (booking.workspace, booking.day, booking.part) == (workspace, day, part):
                return booking
            if not as_staff:
                rules.before_the_deadline(booking, now=now)
            _free(booking)
            _place(booking, workspace, day, part, now=now)
            booking.version += 1
            booking.save()
            _occupy(booking)
            _write_mail("bookings.moved", booking)
            return booking
    except _Taken:
        raise Clash(workspace, availability.alternatives(workspace.telecentre, day, part, now=now, without=booking)) from None


@_calmly
@transaction.atomic
def cancel(booking: Booking, *, now: datetime, as_staff: bool = False, reason: str = "") -> Booking:
    """
    Give a booking up; its desk is free at once. Cancelling twice changes nothing.

    The person may until the centre's deadline, staff until the end, with a reason that the mail passes on.
    Raises ValidationError with the code of the rule.
    """
    locks.hold_schedules([booking.workspace.telecentre_id])
    locks.hold_person(booking.booker.lock_key)
    booking = _fresh(booking)
    if booking.state == Booking.State.CANCELLED:
        return booking
    rules.still_upcoming(booking, now=now)
    if not as_staff:
        rules.before_the_deadline(booking, now=now)
    _cancel(booking, reason)
    return booking


def prove(booking: Booking, *, now: datetime) -> None:
    """The visitor has opened the link in the mail: the address of the booking is theirs."""
    Booking.objects.filter(pk=booking.pk, proved_at=None).update(proved_at=now)


def remind(booking: Booking, *, now: datetime) -> bool:
    """Write the reminder of a booking into the outbox, once for each of its versions; useless once it has begun."""
    return dispatch.post(
        "bookings.reminder", booking.reference, version=booking.version, recipient=booking.booker.email,
        due_at=now, expires_at=booking.starts_at,
    )


def explain_by_mail(booker: Booker, workspace: Workspace, day: date, part: str, code: str, *, language: str) -> None:
    """Tell the owner of an address why a booking was refused, once per slot and reason; the page may not tell a stranger."""
    key = f"{workspace.pk}/{day}/{part}/{code}/{language[:2]}"
    dispatch.post("bookings.refused", key, version=1, recipient=booker.email)


@_calmly
@transaction.atomic
def close(
    *, telecentre: Telecentre, starts_at: datetime, ends_at: datetime, reason: str, now: datetime,
    workspace: Workspace | None = None, by: User | None = None, touched: str = "ask",
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
    in_the_way = list(_bookings_in(closure).with_place().select_for_update(of=("self",)))
    if in_the_way and touched == "ask":
        raise Touched(in_the_way)
    if touched == "cancel":
        for booking in in_the_way:
            if booking.ends_at > now:
                _cancel(booking, reason)
    closure.save()
    lay(closure)
    return closure


@_calmly
@transaction.atomic
def reopen(closure: Closure) -> None:
    """Take a closure back; what other closures cover stays closed."""
    locks.hold_schedules([closure.telecentre_id], exclusively=True)
    others = closure.telecentre.closures.overlapping(closure.starts_at, closure.ends_at).exclude(pk=closure.pk)
    others = list(others)
    closure.delete()
    for other in others:
        lay(other)


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


@_calmly
@transaction.atomic
def change_hours(row: OpeningHours) -> list[Booking]:
    """Save a row of weekly hours; return the coming bookings that no longer fit the hours, which keep their desks."""
    locks.hold_schedules([row.telecentre_id], exclusively=True)
    row.save()
    return _out_of_hours(row.telecentre)


@_calmly
@transaction.atomic
def drop_hours(row: OpeningHours) -> list[Booking]:
    """Remove a row of weekly hours; return the coming bookings that no longer fit the hours, which keep their desks."""
    locks.hold_schedules([row.telecentre_id], exclusively=True)
    row.delete()
    return _out_of_hours(row.telecentre)


def _new_reference(telecentre: Telecentre) -> str:
    return f"{telecentre.code}-{''.join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))}"


def _fingerprint(booker: Booker, workspace: Workspace, day: date, part: str) -> str:
    answers = [str(workspace.pk), day.isoformat(), part, booker.email, booker.name, booker.lock_key]
    return hashlib.sha256("\n".join(answers).encode()).hexdigest()


def _place(booking: Booking, workspace: Workspace, day: date, part: str, *, now: datetime) -> None:
    """Give the booking its place and time, and put them to every rule."""
    period = workspace.parts_on(day).get(part)
    if period is None:
        raise ValidationError(
            _("The telecentre is not open then. Choose another part of the day or another day."), code="hours"
        )
    booking.workspace, booking.part = workspace, part
    booking.starts_at, booking.ends_at = period
    booking.placed_at = now
    booking.price = workspace.telecentre.price_of(Tariff.Unit.DAY if part == Booking.Part.DAY else Tariff.Unit.HALF_DAY, day)
    for rule in rules.BOOKING:
        rule(booking, now=now)


def _occupy(booking: Booking) -> None:
    row = Occupancy(
        workspace=booking.workspace, telecentre_id=booking.workspace.telecentre_id,
        starts_at=booking.starts_at, ends_at=booking.ends_at, booking=booking,
    )
    if Occupancy.objects.claim([row]) < 1:
        raise _Taken


def _free(booking: Booking) -> None:
    """Give the desk back, to the closure around it if a manager had kept the booking inside one."""
    booking.occupancies.live().update(live=False)
    for closure in Closure.objects.covering(booking.workspace).overlapping(booking.starts_at, booking.ends_at):
        lay(closure)


def _cancel(booking: Booking, reason: str) -> None:
    _free(booking)
    booking.state = Booking.State.CANCELLED
    booking.cancel_reason = reason
    booking.version += 1
    booking.save(update_fields=["state", "cancel_reason", "version"])
    _write_mail("bookings.cancelled", booking)


def _fresh(booking: Booking) -> Booking:
    """The booking as it is now, kept so until the transaction ends."""
    return Booking.objects.with_place().select_for_update(of=("self",)).get(pk=booking.pk)


def _write_mail(kind: str, booking: Booking) -> None:
    dispatch.post(kind, booking.reference, version=booking.version, recipient=booking.booker.email)


def _bookings_in(closure: Closure):
    found = Booking.objects.live().overlapping(closure.starts_at, closure.ends_at)
    if closure.workspace:
        return found.filter(workspace=closure.workspace)
    return found.filter(workspace__telecentre=closure.telecentre)


def _out_of_hours(telecentre: Telecentre) -> list[Booking]:
    coming = Booking.objects.filter(workspace__telecentre=telecentre).upcoming(timezone.now()).with_place()
    return [
        booking for booking in coming
        if booking.workspace.parts_on(booking.day).get(booking.part) != hours.Period(booking.starts_at, booking.ends_at)
    ]
