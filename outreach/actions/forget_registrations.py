"""Forgetting who registered: needs soon after the event, names later, all of a person at once when they ask."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from dispatch import actions as dispatch
from outreach.actions.line import held_with
from outreach.actions.registrations import cancel
from outreach.models import Door, Event, Registration

MAILS = [
    f"outreach.registration_{kind}"
    for kind in (
        "ask",
        "already",
        "registered",
        "waiting",
        "offer",
        "lapsed",
        "declined",
        "cancelled",
        "reminder",
        "thanks",
    )
]


def forget_needs(*, now: datetime) -> int:
    """Empty what people needed to take part, which may tell of their health; returns how many. For a nightly task."""
    old = Registration.objects.ended_before(now - settings.OUTREACH_KEEP_NEEDS)
    return old.exclude(need="").update(need="")


def forget_registrations(*, now: datetime) -> int:
    """
    Take names and addresses off registrations whose time is over; returns how many. The states stay, for they count.

    Who came to a training keeps the proof longer, as the certificate must be verifiable as long as it is of use.
    """
    proofs = Q(event__kind=Event.Kind.TRAINING, state=Registration.State.ATTENDED)
    old = Registration.objects.ended_before(now - settings.OUTREACH_KEEP_REGISTRATIONS).exclude(proofs)
    older = Registration.objects.ended_before(now - settings.OUTREACH_KEEP_CERTIFICATES).filter(proofs)
    return sum(_empty(one) for one in [*old.exclude(name="", email=""), *older.exclude(name="", email="")])


def forget_registrations_of(email: str, *, now: datetime) -> int:
    """
    Give back the person's places at coming events, then forget them on all their registrations; returns how many.

    For the end of an account and for who asks to be forgotten.
    """
    mine = list(Registration.objects.of(email).select_related("event").order_by("event", "pk"))
    for registration in mine:
        _give_back(registration, now=now)
    forgotten = sum(_empty(one) for one in mine)
    dispatch.forget_mails(MAILS, recipient=email)
    return forgotten


def forget_staff_of_doors(user: User) -> int:
    """The tablets that somebody set up stay, without them."""
    return Door.objects.filter(made_by=user).update(made_by=None)


def _give_back(registration: Registration, *, now: datetime) -> None:
    try:
        cancel(registration, now=now)
    except ValidationError:
        return  # it has begun: a place of the past


@transaction.atomic
def _empty(registration: Registration) -> bool:
    """A new key makes the links of earlier mails useless."""
    try:
        found = held_with(registration)
    except ValidationError:
        return False
    found.name = found.email = found.need = found.certificate = ""
    found.certified_at, found.key = None, uuid.uuid4()
    found.save(update_fields=["name", "email", "need", "certificate", "certified_at", "key"])
    return True
