"""What people say of an event afterwards: three questions, one answer each, and nobody's name."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from outreach.models import Answer, Registration
from outreach.models.registration import QUESTIONS


def ticket_of(registration: Registration) -> str:
    """
    The digest of the link: it tells a second answer from a first, and nothing of who gave it.

    Without the portal's secret, which the database does not hold, it leads back to no registration; once the person is
    forgotten, their key has changed and it does not even with it.
    """
    return salted_hmac(QUESTIONS, registration.key.hex, algorithm="sha256").hexdigest()


def has_answered(registration: Registration) -> bool:
    return Answer.objects.filter(ticket=ticket_of(registration)).exists()


def answer(registration: Registration, *, useful: int, organised: int, comment: str, answered_on) -> Answer:
    """
    Keep what somebody says, without them.

    Raises ValidationError "answered" for a second answer, "not_attended" for who did not come.
    """
    if not registration.has_attended:
        raise ValidationError(_("These questions are for those who came."), code="not_attended")
    said = {"useful": useful, "organised": organised, "comment": comment, "answered_on": answered_on}
    try:
        with transaction.atomic():
            return Answer.objects.create(event=registration.event, ticket=ticket_of(registration), **said)
    except IntegrityError as twice:
        raise ValidationError(_("You have answered already. Thank you."), code="answered") from twice
