"""Send a person on to another centre, answer, let the deadline pass, and say in the end whether they came."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from pghistory.models import Context

from accounts.models import User
from bookings import locks, rules
from bookings.actions.contention import retried
from bookings.actions.refusals import KeyReused
from bookings.models import Booker, Booking, Referral, ReferralEvent
from bookings.referring import Introduction
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Membership, Speciality, Telecentre

State = Referral.State
GIVEN_UP = [Booking.State.CANCELLED, Booking.State.RELEASED, Booking.State.REJECTED, Booking.State.EXPIRED]
# What may lead to a person; the centres, the reason and the month stay, to be counted.
NOBODY = {"account": None, "name": "", "email": "", "note": "", "decline_reason": "", "agreed_at": None}


@retried
@transaction.atomic
def refer(
    *,
    giver: Telecentre,
    receiver: Telecentre,
    reason: str,
    name: str,
    email: str,
    by: User,
    key: uuid.UUID,
    now: datetime,
    speciality: Speciality | None = None,
    note: str = "",
    origin: Booking | None = None,
    language: str = "fr",
) -> Referral:
    """
    Send on a person who agreed to it; they and the managers of the receiver are told, who answer until the end of a day.

    `origin` is a booking at the giver, which stays as it is. The same key with the same answers returns the referral that
    is there already. Raises KeyReused, or ValidationError with the code of the rule.
    """
    locks.hold_schedules([giver.pk, receiver.pk])
    locks.hold_person(Booker(name, email).lock_key)
    sent_before = Referral.objects.filter(key=key).first()
    if sent_before:
        if (sent_before.giver, sent_before.receiver, sent_before.person.email) != (giver, receiver, email):
            raise KeyReused
        return sent_before
    account = origin.booked_by if origin and origin.booked_by and origin.booked_by.email == email else None
    referral = Referral(
        giver=giver,
        receiver=Telecentre.objects.get(pk=receiver.pk),
        reason=reason,
        speciality=speciality,
        account=account,
        name="" if account else name,
        email="" if account else email,
        agreed_at=now,
        language=language,
        note=note,
        decide_by=hours.whole_day(hours.civil_day(now) + settings.BOOKINGS_ANSWER_REFERRALS).ends_at,
        proposed_by=by,
        origin=origin,
        key=key,
        created_at=now,
    )
    rules.can_receive(referral, now=now)
    rules.not_on_the_way(referral)
    referral.save(force_insert=True)
    _tell_person("bookings.referral_proposed", referral)
    _tell_receiver(referral, now)
    return referral


@retried
@transaction.atomic
def accept_referral(referral: Referral, *, by: User, now: datetime) -> Referral:
    """
    The receiver takes the person, who gets a link to book there. Accepting twice changes nothing.

    It counts as long as the end of the deadline is not written down. Raises ValidationError with the code "answered" once
    another answer is there, or "not_open".
    """
    locks.hold_schedules([referral.receiver_id])
    referral.receiver.refresh_from_db()
    rules.can_receive(referral, now=now)
    if Referral.objects.decide(referral, State.ACCEPTED, now=now, decided_by=by):
        _tell_person("bookings.referral_accepted", referral)
    return _answered(referral, State.credited())


@retried
@transaction.atomic
def decline_referral(referral: Referral, *, reason: str, by: User, now: datetime) -> Referral:
    """The receiver cannot; the person reads why and where else to go. Otherwise as `accept`."""
    if Referral.objects.decide(referral, State.DECLINED, now=now, decided_by=by, decline_reason=reason):
        _tell_person("bookings.referral_declined", referral)
    return _answered(referral, [State.DECLINED])


@retried
@transaction.atomic
def expire_referral(referral: Referral, *, now: datetime) -> bool:
    """Nobody answered in time: the person is told where else to go. False when an answer has come at this very moment."""
    if not Referral.objects.overdue(now).decide(referral, State.EXPIRED, now=now):
        return False
    _tell_person("bookings.referral_expired", referral)
    return True


def settle_referrals(*, now: datetime) -> int:
    """End what nobody answered in time, and say of the accepted ones whether the person came; how many. For a task."""
    ended = sum(expire_referral(referral, now=now) for referral in Referral.objects.overdue(now).with_places().order_by("pk"))
    return ended + settle_past(now=now)


@transaction.atomic
def settle_past(*, now: datetime) -> int:
    """
    Honoured once a booking at the receiver is over and nobody gave it up; lost when it was, or when none came in time.

    A booking that the person made there without the link counts as well. Returns how many were settled.
    """
    _find_bookings()
    accepted = Referral.objects.filter(state=State.ACCEPTED)
    there = Q(booking__workspace__telecentre=F("receiver"))
    given_up = Q(booking__state__in=GIVEN_UP) | Q(booking__isnull=False) & ~there
    came = accepted.filter(there, booking__state__in=Booking.State.live(), booking__ends_at__lte=now)
    gone = accepted.filter(given_up | Q(booking=None, decided_at__lte=now - settings.BOOKINGS_AWAIT_REFERRED))
    return _become(came, State.HONOURED) + _become(gone, State.LOST)


def credit(booking: Booking, introduction: Introduction | None, *, now: datetime) -> None:
    """
    Inside the transaction of a booking: who came by the link of another centre was sent on by it.

    A referral of the person from there that is still on the way gets this booking; otherwise one is written down, accepted,
    since the desk is held.
    """
    if introduction is None or not introduction.leads_to(booking.telecentre):
        return
    sent = Referral.objects.still_open().filter(giver=introduction.giver, receiver=booking.telecentre, booking=None)
    own = sent.of_person(booking.booker.email, booking.booked_by).order_by("pk").first()
    if own and _take(own, booking, now):
        return
    _record(booking, introduction.giver, introduction.reason, speciality=introduction.speciality, now=now)


def follow_move(booking: Booking, *, giver: Telecentre, reason: str, by: User | None, now: datetime) -> None:
    """Inside the transaction of a manager's change: a booking that it moved to another centre was sent on there."""
    if giver.pk != booking.telecentre.pk:
        _record(booking, giver, reason, origin=booking, proposed_by=by, now=now)


def forget_referrals_of(email: str, user: User | None = None, *, now: datetime) -> None:
    """Nothing of them leads to the person any more; what was still on the way ends. Their bookings are forgotten elsewhere."""
    own = Referral.objects.of_person(email, user).values("pk")
    mine = Referral.objects.filter(pk__in=list(own.values_list("pk", flat=True)))
    mine.filter(state=State.PROPOSED).update(state=State.EXPIRED, decided_at=now)
    mine.filter(state=State.ACCEPTED, booking=None).update(state=State.LOST)
    mine.update(**NOBODY)
    if user is None:
        return
    Referral.objects.filter(proposed_by=user).update(proposed_by=None)
    Referral.objects.filter(decided_by=user).update(decided_by=None)
    by_themselves = ReferralEvent.objects.filter(pgh_obj__in=mine).values("pgh_context")
    Context.objects.filter(pk__in=by_themselves, metadata__user=user.pk).delete()


def forget_old_referrals(now: datetime) -> int:
    """Who they were goes with the visitors of bookings, after `BOOKINGS_KEEP_VISITORS`; returns how many."""
    old = Referral.objects.filter(created_at__lt=now - settings.BOOKINGS_KEEP_VISITORS).exclude(state=State.PROPOSED)
    return old.exclude(email="", name="", note="", decline_reason="", account=None).update(**NOBODY)


def _record(booking: Booking, giver: Telecentre, reason: str, *, now: datetime, **more) -> None:
    Referral.objects.create(
        giver=giver,
        receiver=booking.telecentre,
        reason=reason,
        booking=booking,
        state=State.ACCEPTED,
        decided_at=now,
        language=booking.language,
        created_at=now,
        **more,
    )


def _take(referral: Referral, booking: Booking, now: datetime) -> bool:
    """The person has booked: that answers for the receiver. False when the referral ended at this very moment."""
    Referral.objects.decide(referral, State.ACCEPTED, now=now)
    open_still = Referral.objects.filter(pk=referral.pk, state=State.ACCEPTED, booking=None)
    return open_still.update(booking=booking) == 1


def _find_bookings() -> None:
    """The first booking that the person made at the receiver since they were sent there."""
    as_visitor = Q(booked_by=None, visitor_email=OuterRef("email")) & ~Q(visitor_email="")
    made = Booking.objects.filter(
        as_visitor | Q(booked_by=OuterRef("account")) | Q(booked_by__email=OuterRef("email")),
        workspace__telecentre=OuterRef("receiver"),
        created_at__gte=OuterRef("created_at"),
        state__in=Booking.State.live(),
    )
    waiting = Referral.objects.filter(Exists(made), state=State.ACCEPTED, booking=None)
    waiting.update(booking=Subquery(made.order_by("created_at").values("pk")[:1]))


def _become(referrals, state: str) -> int:
    """One of them that changes meanwhile stays what it has become."""
    return Referral.objects.filter(pk__in=referrals.values("pk"), state=State.ACCEPTED).update(state=state)


def _answered(referral: Referral, wanted: list[str]) -> Referral:
    referral.refresh_from_db()
    if referral.state not in wanted:
        raise ValidationError(
            _("This has been answered meanwhile: %(state)s."), code="answered", params={"state": referral.get_state_display()}
        )
    return referral


def _tell_person(kind: str, referral: Referral) -> None:
    if email := referral.person.email:
        dispatch.post(kind, str(referral.pk), version=1, recipient=email)


def _tell_receiver(referral: Referral, now: datetime) -> None:
    """Its managers and deputies in force; after the deadline there is nothing to answer."""
    for email in Membership.objects.addresses_at(referral.receiver, hours.civil_day(now)):
        key = str(referral.pk)
        dispatch.post("bookings.referral_received", key, version=1, recipient=email, expires_at=referral.decide_by)
