"""Moves that people declare: said, confirmed by the owner of the address, corrected, taken back, and forgotten in time."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from dispatch import actions as dispatch
from observatory import consents
from observatory.models import MovePledge
from telecentres import hours

MAILS = ["observatory.pledge"]


@transaction.atomic
def declare(said: dict, *, email: str, language: str, key: uuid.UUID, now: datetime) -> MovePledge:
    """
    Note a move, counted once the owner of the address confirms it; `said` by the names of the fields of a MovePledge.

    The same form sent twice is one. Of one address, what was not confirmed gives way to what was said last; a move in the same
    direction and month that was confirmed stays as it is, and the mail leads to it: on its page it is corrected.
    """
    if sent := MovePledge.objects.filter(key=key).first():
        return sent
    of_address = MovePledge.objects.select_for_update().of(email)
    known = of_address.confirmed().filter(direction=said["direction"], month=said["month"]).first()
    if known is None:
        for one in of_address.filter(confirmed_at=None):
            _erase(one)
        known = MovePledge.objects.create(
            **said, email=email, consent_text=consents.CURRENT, declared_at=now, language=language, key=key
        )
    # One mail a day about one move: somebody else may have typed the address.
    dispatch.post(MAILS[0], str(known.pk), version=hours.civil_day(now).toordinal(), recipient=email)
    return known


def confirm(pledge: MovePledge, *, now: datetime) -> None:
    """The owner of the address says that it is so. Twice changes nothing."""
    MovePledge.objects.filter(pk=pledge.pk, confirmed_at=None).update(confirmed_at=now)


def correct(pledge: MovePledge, said: dict) -> None:
    """What the person says last holds, in figures that are not yet published."""
    for name, value in said.items():
        setattr(pledge, name, value)
    pledge.save(update_fields=list(said))


@transaction.atomic
def withdraw(pledge: MovePledge) -> None:
    """Erase the declaration at once, with its mails; it is in no figure published from now on."""
    _erase(pledge)


def forget_unconfirmed(*, now: datetime) -> int:
    """Erase what nobody confirmed in time; returns how many. For a periodic task."""
    late = MovePledge.objects.filter(confirmed_at=None, declared_at__lte=now - settings.OBSERVATORY_CONFIRM_MOVE)
    return sum(_erase_if(one, confirmed_at=None) for one in late)


def forget_addresses(*, now: datetime) -> int:
    """Take the address off declarations whose time is over; the numbers stay, and the link opens nothing any more."""
    old = MovePledge.objects.known().confirmed().filter(confirmed_at__lte=now - settings.OBSERVATORY_KEEP_PERSON)
    return sum(_take_off_address(one) for one in old)


def forget_moves_of(email: str) -> None:
    for pledge in MovePledge.objects.of(email):
        _erase(pledge)


@transaction.atomic
def _erase_if(pledge: MovePledge, **still) -> bool:
    """Unless it became otherwise meanwhile: somebody may press the button while the night looks."""
    found = MovePledge.objects.select_for_update().filter(pk=pledge.pk, **still).first()
    if found:
        _erase(found)
    return found is not None


def _erase(pledge: MovePledge) -> None:
    dispatch.forget_mails(MAILS, key=str(pledge.pk))
    pledge.delete()


@transaction.atomic
def _take_off_address(pledge: MovePledge) -> bool:
    dispatch.forget_mails(MAILS, key=str(pledge.pk))
    return bool(MovePledge.objects.filter(pk=pledge.pk).exclude(email="").update(email="", key=uuid.uuid4()))
