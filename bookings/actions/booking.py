"""Book, move, cancel, remind: the only code that takes a desk for somebody."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from copy import copy
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bookings import availability, locks, referring, rules
from bookings.actions.allowances import TryingOut, Word, check, opens_closures, period_of, take
from bookings.actions.approval import ask_or_confirm, tell
from bookings.actions.contention import retried
from bookings.actions.desks import Taken, free, give_up, new_reference, occupy, put, write_mail
from bookings.actions.offers import offer_freed
from bookings.actions.referrals import credit
from bookings.actions.refusals import Clash, KeyReused
from bookings.models import Ask, Booker, Booking
from dispatch import actions as dispatch
from telecentres.models import Workspace


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
    guest: str = "",
    word: Word | None = None,
    introduction: referring.Introduction | None = None,
) -> Booking:
    """
    Take a desk or a room for a part of a day and write the confirmation into the outbox, all or nothing.

    Where the centre grants this kind by hand it is a request, which holds the desk until somebody has answered.

    `part` as in `telecentres.hours.part_of`. For several people a room must have the seats, and of desks as many
    are taken: the one named, and the next free ones on the plan. `guest` is the name of who comes, if not the booker.
    `introduction` names the centre that sent the person. With a manager's `word` it is the centre that books: the rules
    it names give way, the overlap never does.
    The same key with the same answers returns the booking that is there already. Raises Clash with alternatives
    when the desk is taken, KeyReused for the same key with other answers, ValidationError with the code of the
    rule for every other refusal.
    """
    telecentre = workspace.telecentre
    try:
        with transaction.atomic():
            locks.hold_schedules([telecentre.pk], exclusively=opens_closures(word))
            locks.hold_person(booker.lock_key)
            rules.of_a_living_account(booker)
            fingerprint = _fingerprint(booker, workspace, day, part, places, guest)
            sent_before = Booking.objects.filter(idempotency_key=key).first()
            if sent_before:
                if sent_before.fingerprint != fingerprint:
                    raise KeyReused
                return sent_before
            booking = _unplaced(booker, places, guest, word)
            booking.reference, booking.language = new_reference(telecentre), language
            booking.idempotency_key, booking.fingerprint = key, fingerprint
            given_way = _place(booking, workspace, day, part, now=now, word=word)
            if word is None:  # what the centre books itself needs nobody's yes
                ask_or_confirm(booking, now=now)
            booking.save(force_insert=True)
            take(booking, given_way, word, now=now)
            credit(booking, introduction, now=now)
            tell(booking, now=now)
            return booking
    except Taken:
        ask = Ask(workspace.kind, places)
        raise Clash(workspace, availability.alternatives(telecentre, day, part, now=now, ask=ask)) from None


@retried
def move(booking: Booking, *, workspace: Workspace, day: date, part: str, now: datetime, word: Word | None = None) -> Booking:
    """
    Give a booking another desk, day or part of the day; if the new place is taken, everything stays as it was.

    The new period may overlap the old one on the same desk. Moving to where it is already changes nothing. A manager's
    `word` as for `book`; the deadline of the person does not count then.
    Raises Clash with alternatives, or ValidationError with the code of the rule.
    """
    try:
        with transaction.atomic():
            centres = [booking.workspace.telecentre_id, workspace.telecentre_id]
            locks.hold_schedules(centres, exclusively=opens_closures(word))
            locks.hold_person(booking.booker.lock_key)
            booking = _fresh(booking)
            rules.still_upcoming(booking, now=now)
            if (booking.workspace, booking.day, booking.part) == (workspace, day, part):
                return booking
            if word is None:
                rules.before_the_deadline(booking, now=now)
                rules.to_where_nobody_grants(booking, workspace)
            left, left_on = booking.telecentre, booking.day
            locks.hold_waiting(left_on)  # before anything is written: who offers a place may be about to write for this person
            free(booking)
            given_way = _place(booking, workspace, day, part, now=now, word=word)
            booking.version += 1
            booking.save()
            take(booking, given_way, word, now=now)
            write_mail("bookings.moved", booking)
            offer_freed(left, [left_on], now=now)
            return booking
    except Taken:
        ask = Ask(workspace.kind, booking.places)
        found = availability.alternatives(workspace.telecentre, day, part, now=now, ask=ask, without=[booking])
        raise Clash(workspace, found) from None


def try_out(
    booking: Booking, *, workspace: Workspace, day: date, part: str, now: datetime
) -> tuple[Booking, list[ValidationError]]:
    """
    A booking as it would be at another place or time, unsaved, and every rule that speaks against it; the overlap aside.

    Raises ValidationError where the place has no such part of the day at all.
    """
    tried = copy(booking)
    return tried, _place(tried, workspace, day, part, now=now, word=TryingOut(None))


def try_out_new(
    *, booker: Booker, workspace: Workspace, day: date, part: str, now: datetime, places: int = 1, guest: str = ""
) -> tuple[Booking, list[ValidationError]]:
    """As `try_out`, for a booking that the centre would make."""
    word = TryingOut(None)
    booking = _unplaced(booker, places, guest, word)
    return booking, _place(booking, workspace, day, part, now=now, word=word)


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
    offer_freed(booking.telecentre, [booking.day], now=now)
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


def _fingerprint(booker: Booker, workspace: Workspace, day: date, part: str, places: int, guest: str) -> str:
    answers = [str(workspace.pk), day.isoformat(), part, str(places), booker.email, booker.name, booker.lock_key]
    answers += [guest] if guest else []
    return hashlib.sha256("\n".join(answers).encode()).hexdigest()


def _unplaced(booker: Booker, places: int, guest: str, word: Word | None) -> Booking:
    return Booking(
        booked_by=booker.user,
        visitor_name="" if booker.user else booker.name,
        visitor_email="" if booker.user else booker.email,
        places=places,
        for_name=guest,
        by_centre=word is not None,
    )


def relocate(booking: Booking, *, workspace: Workspace, day: date, part: str, now: datetime) -> None:
    """
    Give a booking another place or time by a manager's word, inside the caller's transaction; the person is told.

    The deadline, notice, horizon and quota of the person do not count, for they asked for nothing. Moving a request
    grants it. Raises Taken, or ValidationError with the code of a rule of the place.
    """
    free(booking)
    _place(booking, workspace, day, part, now=now, obeying=rules.OF_THE_PLACE)
    booking.state, booking.arrived_at, booking.decide_by = (
        Booking.State.CONFIRMED,
        None,
        None,
    )  # a request is granted, who had arrived arrives anew
    booking.version += 1
    booking.save()
    occupy(booking)
    write_mail("bookings.moved", booking)


def _place(
    booking: Booking,
    workspace: Workspace,
    day: date,
    part: str,
    *,
    now: datetime,
    obeying: Sequence[Callable] | None = None,
    word: Word | None = None,
) -> list[ValidationError]:
    """Give the booking its place and time, and put them to the rules; returns what gave way to a word."""
    period = period_of(workspace, day, part, word)
    if period is None:
        raise ValidationError(_("The telecentre is not open then. Choose another part of the day or another day."), code="hours")
    put(booking, workspace, part, period, now=now)
    return check(booking, rules.BOOKING if obeying is None else obeying, word, now=now)


def _fresh(booking: Booking) -> Booking:
    """The booking as it is now, kept so until the transaction ends."""
    return Booking.objects.with_place().select_for_update(of=("self",)).get(pk=booking.pk)
