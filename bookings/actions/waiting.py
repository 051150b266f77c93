"""The waiting list as its people live it: join, prove an address, accept, decline, leave; and the task that keeps it moving."""

import uuid
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bookings import locks, rules
from bookings.actions.approval import ask_or_confirm, tell
from bookings.actions.contention import retried
from bookings.actions.desks import new_reference
from bookings.actions.offers import RULES, offer_freed, tell_of_end, withdraw_offer
from bookings.availability import Calendar
from bookings.models import Booking, Wait
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Telecentre

MOST = 10  # lists that one person may stand on
PROVING = timedelta(days=1)  # after which an address that nobody proved is forgotten
KEPT = timedelta(days=30)  # after the day


@retried
@transaction.atomic
def join(wish: Wait, *, now: datetime) -> Wait:
    """
    Put somebody on the list; `wish` is unsaved and says who, where, when and what. Asking twice changes nothing.

    Who is signed in stands in line at once; a visitor once the address is proved. Raises ValidationError with the code
    "free" where a place can be had right now, "hours" where none is offered then, "most" for one list too many.
    """
    centres = wish.centres()
    locks.hold_schedules([centre.pk for centre in centres])
    locks.hold_person(wish.booker.lock_key)
    rules.of_a_living_account(wish.booker)
    locks.hold_waiting(wish.day)
    mine = Wait.objects.active().of_person(wish.booker)
    same = mine.filter(telecentre=wish.telecentre, speciality=wish.speciality, day=wish.day, part=wish.part, kind=wish.kind)
    if already := same.first():
        _send_link(already, now=now)
        return already
    if mine.count() >= MOST:
        raise ValidationError(_("You are on %(count)s waiting lists, the most one person may be on."), "most", {"count": MOST})
    rules.may_wait(wish, centres)
    _nothing_is_free(wish, centres, now=now)
    wish.reference = new_reference(centres[0], 8)
    wish.secret, wish.created_at = uuid.uuid4(), now
    wish.state, wish.joined_at = (Wait.State.WAITING, now) if wish.booked_by else (Wait.State.UNPROVED, None)
    wish.save(force_insert=True)
    _send_link(wish, now=now)
    return wish


def _send_link(wait: Wait, *, now: datetime) -> None:
    """Once an hour at most: whoever lost the mail asks again, and nobody fills somebody's letter box."""
    hour = int(now.timestamp() // 3600)
    dispatch.post("bookings.waiting", wait.reference, version=hour, recipient=wait.booker.email)


@retried
@transaction.atomic
def enter(wait: Wait, *, now: datetime) -> Wait:
    """The visitor has proved the address: from now on they stand in line, and what is free at this moment is theirs."""
    locks.hold_schedules([centre.pk for centre in wait.centres()])
    locks.hold_waiting(wait.day)
    entered = Wait.objects.filter(pk=wait.pk, state=Wait.State.UNPROVED).update(state=Wait.State.WAITING, joined_at=now)
    if entered:
        for centre in wait.centres():
            offer_freed(centre, [wait.day], now=now)
    wait.refresh_from_db()
    return wait


@retried
@transaction.atomic
def accept_offer(wait: Wait, *, now: datetime) -> Booking:
    """
    Take the place that is held; taking it twice changes nothing. Where the centre grants by hand it becomes a request.

    Raises ValidationError with the code "offer_over" once its time has run out, or the code of the person's own rule.
    """
    wait = _fresh(wait)
    booking = wait.booking
    if wait.state == Wait.State.TAKEN:
        return booking
    rules.still_offered(wait, now=now)
    for rule in RULES:
        rule(booking, now=now)
    ask_or_confirm(booking, now=now)
    booking.held_until = None
    booking.save(update_fields=["state", "decide_by", "held_until"])
    _end(wait, Wait.State.TAKEN)
    tell(booking, now=now)
    return booking


@retried
@transaction.atomic
def leave_list(wait: Wait, *, now: datetime) -> Wait:
    """Leave the list, or decline the place that is offered: it goes to the next in line. Leaving twice changes nothing."""
    wait = _fresh(wait)
    if wait.state == Wait.State.OFFERED:
        _give_back(wait, Wait.State.DECLINED, now=now)
    elif wait.is_active:
        _end(wait, Wait.State.LEFT)
    return wait


@retried
@transaction.atomic
def lapse_offer(wait: Wait, *, now: datetime) -> bool:
    """The time to answer is over: the place goes to the next in line, and the person is told. False if they just answered."""
    wait = _fresh(wait)
    if wait.state != Wait.State.OFFERED or wait.has_offer(now):
        return False
    booking = wait.booking
    if booking is None or booking.state != Booking.State.HELD:  # given up for another reason: they wait on
        wait.state, wait.booking = Wait.State.WAITING, None
        wait.save(update_fields=["state", "booking"])
        return False
    _give_back(wait, Wait.State.LAPSED, now=now)
    tell_of_end(wait, booking)
    return True


def settle_waiting(*, now: datetime) -> int:
    """
    End offers that lapsed and lists that are over, and offer what has become free in any other way. For a task.

    Verbs that free a place offer it themselves; hours that grew, a closure taken back or a new desk are found here.
    Returns how many places were offered.
    """
    offered = Wait.objects.filter(state=Wait.State.OFFERED).with_all()
    for wait in offered:
        if not wait.has_offer(now):
            lapse_offer(wait, now=now)
    today = hours.civil_day(now)
    Wait.objects.active().filter(day__lt=today).update(state=Wait.State.OVER, features=[])
    Wait.objects.filter(state=Wait.State.UNPROVED, created_at__lt=now - PROVING).delete()
    made = 0
    for day in Wait.objects.filter(state=Wait.State.WAITING).order_by("day").values_list("day", flat=True).distinct():
        line = Wait.objects.waiting().filter(day=day)
        for centre in sorted({centre for wait in line.with_all() for centre in wait.centres()}, key=lambda one: one.pk):
            made += _offer_at(centre, day, now=now)
    return made


@retried
@transaction.atomic
def _offer_at(telecentre: Telecentre, day: date, *, now: datetime) -> int:
    locks.hold_schedules([telecentre.pk])
    return offer_freed(telecentre, [day], now=now)


def forget_waits(now: datetime) -> int:
    """Delete what has been over for a month; returns how many. Safe to run twice."""
    number, _of_each = Wait.objects.filter(day__lt=hours.civil_day(now - KEPT)).delete()
    return number


def _nothing_is_free(wish: Wait, centres: list[Telecentre], *, now: datetime) -> None:
    if not centres:
        raise ValidationError(_("No telecentre for this is open then. Choose another day."), code="hours")
    calendar = Calendar.load(centres, wish.day, wish.day, now=now, ask=wish.ask)
    slots = [slot for centre in centres if (slot := calendar.slot(centre, wish.day, wish.part))]
    if any(slot.desks for slot in slots):
        raise ValidationError(_("A place is free then: book it right away, there is no need to wait."), code="free")
    if not slots:
        raise ValidationError(_("The telecentre is not open then. Choose another part of the day or another day."), code="hours")


def _fresh(wait: Wait) -> Wait:
    """The wait as it is now, kept so until the transaction ends; locks in the order of all verbs."""
    locks.hold_schedules([wait.booking.workspace.telecentre_id] if wait.booking else [])
    locks.hold_person(wait.booker.lock_key)
    locks.hold_waiting(wait.day)
    return Wait.objects.with_all().select_for_update(of=("self",)).get(pk=wait.pk)


def _give_back(wait: Wait, state: Wait.State, *, now: datetime) -> None:
    booking = wait.booking
    withdraw_offer(booking)
    _end(wait, state)
    offer_freed(booking.telecentre, [wait.day], now=now)


def _end(wait: Wait, state: Wait.State) -> None:
    """What the person needs of a desk is nobody's business once they wait no longer."""
    wait.state, wait.features = state, []
    wait.save(update_fields=["state", "features"])
