"""The certificate of a training: given to who came, with a reference that anybody can verify."""

import secrets
from datetime import datetime

from django.db import transaction

from outreach import registration_rules as rules
from outreach.actions import line
from outreach.actions.registrations import LETTERS
from outreach.models import Registration


@transaction.atomic
def certify(registration: Registration, *, now: datetime) -> Registration:
    """
    Give the certificate its reference; asking twice gives the same one.

    Raises ValidationError with the code "no_training" or "not_attended".
    """
    found = line.held_with(registration)
    rules.certifiable(found)
    return found if found.certificate else _give(found, now=now)


@transaction.atomic
def certify_anew(registration: Registration, *, now: datetime) -> Registration:
    """Another reference, after a name or the sessions were put right: the earlier one verifies nothing any more."""
    found = line.held_with(registration)
    rules.certifiable(found)
    return _give(found, now=now)


def _give(registration: Registration, *, now: datetime) -> Registration:
    registration.certificate, registration.certified_at = _new_reference(), now
    registration.save(update_fields=["certificate", "certified_at"])
    return registration


def _new_reference() -> str:
    """60 bits in twelve letters: whoever tries references finds none."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(12))
    return "-".join([drawn[:4], drawn[4:8], drawn[8:]])
