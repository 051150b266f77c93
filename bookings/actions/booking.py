"""Book, move, cancel, remind: the only code that takes a desk for somebody."""

import hashlib
import secrets
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bookings import availability, locks, rules
from bookings.actions.contention import retried
from bookings.actions.desks import Taken, free, give_up, occupy, write_mail
from bookings.actions.refusals import Clash, KeyReused
from bookings.models import Ask, Booker, Booking
from dispatch import actions as dispatch
from telecentres.models import Telecentre, Workspace
from telecentres.prices import price_of

# No letters or digits that are mistaken for one another when read out on the telephone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@retried
def book(
    *,
    booker: Booker,
    workspace: Workspace,
    day: date,
    part: str,
    key: uuid.UUID,
    language: str,
    now: datetime,
    places: int = 1,
) -> Booking:
    """
    Take a desk or a room for a part of a day and write the confirmation into the outbox, all or nothing.

    `part` as in `telecentres.hours.part_of`. For several people a room must have the seats, and of desks as many
    are taken: the one named, and the next free ones on the plan.
    The same key with the same answers returns the booking that is there already. Raises Clash with alternatives
    when the desk is taken, KeyReused for the same key with other answers, ValidationError with the code of the
    rule for every other refusal.
    """
    telecentre = workspace.telecentre
    try:
        with transaction.atomic():
            locks.hold_schedules([telecentre.pk])
            locks.hold_person(booker.lock_key)
            rules.of_a_living_account(booker)
            fingerprint = _fingerprint(booker, workspace, day, part, places)
            sent_before = Booking.objects.filter(idempotency_key=key).first()
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
                places=places,
            )
            _place(booking, workspace, day, part, now=now)
            booking.save(force_insert=True)
            occupy(booking)
            write_mail("bookings.confirmed", booking)
            return booking
    except Taken:
        ask = Ask(workspace.kind, places)
        raise Clash(workspace, availability.alternatives(telecentre, day, part, now=now, ask=ask)) from None


@retried
def move(booking: Booking, *, workspace: Workspace, day: date, part: str, now: datetime) -> Booking:
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
            rules.before_the_deadline(booking, now=now)
            free(booking)
            _place(booking, workspace, day, part, now=now)
            booking.version += 1
            booking.save()
            occupy(booking)
            write_mail("bookings.moved", booking)
            return booking
    except Taken:
        ask = Ask(workspace.kind, booking.places)
        found = availability.alternatives(workspace.telecentre, day, part, now=now, ask=ask, without=booking)
        raise Clash(workspace, found) from None


@retried
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
    rules.still_to_give_up(booking, now=now)
    if not as_staff:
        rules.before_the_deadline(booking, now=now)
    give_up(booking, reason)
    return booking


def prove(booking: Booking, *, now: datetime) -> None:
    """The visitor has opened the link in the mail: the address of the booking is theirs."""
    Booking.objects.filter(pk=booking.pk, proved_at=None).update(proved_at=now)


def remind(booking: Booking, *, now: datetime) -> bool:
    """Write the reminder of a booking into the outbox, once for each of its versions; useless once it has begun."""
    return dispatch.post(
        "bookings.reminder",
        booking.reference,
        version=booking.version,
        recipient=booking.booker.email,
        due_at=now,
        expires_at=booking.starts_at,
    )


def explain_by_mail(booker: Booker, workspace: Workspace, day: date, part: str, code: str, *, language: str) -> None:
    """Tell the owner of an address why a booking was refused, once per slot and reason; the page may not tell a stranger."""
    key = f"{workspace.pk}/{day}/{part}/{code}/{language[:2]}"
    dispatch.post("bookings.refused", key, version=1, recipient=booker.email)


def _new_reference(telecentre: Telecentre) -> str:
    return f"{telecentre.code}-{''.join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))}"


def _fingerprint(booker: Booker, workspace: Workspace, day: date, part: str, places: int) -> str:
    answers = [str(workspace.pk), day.isoformat(), part, str(places), booker.email, booker.name, booker.lock_key]
    return hashlib.sha256("\n".join(answers).encode()).hexdigest()


def relocate(booking: Booking, *, workspace: Workspace, day: date, part: str, now: datetime) -> None:
    """
    Give a booking another place or time by a manager's word, inside the caller's transaction; the person is told.

    The deadline, notice, horizon and quota of the person do not count, for they asked for nothing. Moving a request
    grants it. Raises Taken, or ValidationError with the code of a rule of the place.
    """
    free(booking)
    _place(booking, workspace, day, part, now=now, obeying=rules.OF_THE_PLACE)
    booking.state, booking.arrived_at = Booking.State.CONFIRMED, None  # a request is granted, who had arrived arrives anew
    booking.version += 1
    booking.save()
    occupy(booking)
    write_mail("bookings.moved", booking)


def _place(
    booking: Booking, workspace: Workspace, day: date, part: str, *, now: datetime, obeying: Sequence[Callable] | None = None
) -> None:
    """Give the booking its place and time, and put them to the rules."""
    period = workspace.part_on(day, part)
    if period is None:
        raise ValidationError(_("The telecentre is not open then. Choose another part of the day or another day."), code="hours")
    booking.__dict__.pop("policy", None)  # of the place it had before
    booking.workspace, booking.part = workspace, part
    booking.starts_at, booking.ends_at = period
    booking.placed_at = now
    booking.is_personal = booking.ask == Ask()
    price = price_of(workspace.telecentre.prices_on(day, workspace.kind), part, period)
    booking.price = price and price * booking.ask.desks
    for rule in rules.BOOKING if obeying is None else obeying:
        rule(booking, now=now)


def _fresh(booking: Booking) -> Booking:
    """The booking as it is now, kept so until the transaction ends."""
    return Booking.objects.with_place().select_for_update(of=("self",)).get(pk=booking.pk)
