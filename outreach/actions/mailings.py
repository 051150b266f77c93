"""A mailing is sent once, to each lead who agreed to news; whoever has ended it meanwhile gets nothing."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from dispatch import actions as dispatch
from dispatch.models import Message
from outreach.models import Mailing

KIND = "outreach.mailing"


class Figures(NamedTuple):
    """What became of the mails of a mailing."""

    written_to: int
    left: int
    waiting: int
    dropped: int
    failed: int


@transaction.atomic
def send(mailing: Mailing, *, expected: int, now: datetime) -> Mailing:
    """
    Write one mail for each recipient into the outbox; a mailing that has been sent already stays as it is.

    `expected` is the number that the sender was shown. Raises ValidationError with code `changed` when it is another one
    by now, with code `nobody` when nobody is left.
    """
    mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if not mailing.is_draft:
        return mailing
    recipients = list(mailing.recipients())
    if not recipients:
        raise ValidationError(_("Nobody with these filters has agreed to news."), code="nobody")
    if len(recipients) != expected:
        raise ValidationError(
            _("It would go to %(count)s people now, not to %(expected)s: check it, then send it."),
            code="changed",
            params={"count": len(recipients), "expected": expected},
        )
    for lead in recipients:
        dispatch.post(KIND, f"{mailing.pk}-{lead.pk}", version=1, recipient=lead.email)
    mailing.state, mailing.sent_at, mailing.recipients_count = Mailing.State.SENT, now, len(recipients)
    mailing.save(update_fields=["state", "sent_at", "recipients_count"])
    return mailing


def send_test(mailing: Mailing, *, to: User, now: datetime) -> None:
    """The mail as a recipient would get it, to the person who writes it; its links lead nowhere."""
    dispatch.post("outreach.mailing_test", str(mailing.pk), version=int(now.timestamp()), recipient=to.email)


def figures(mailing: Mailing) -> Figures:
    """One query. Forgotten mails are counted as what they were."""
    state = Message.State
    mails = Message.objects.filter(kind=KIND, key__startswith=f"{mailing.pk}-").order_by()
    found = dict(mails.values_list("state").annotate(Count("pk")))
    settled = {one: found.pop(one, 0) for one in (state.SENT, state.DROPPED, state.DEAD, state.EXPIRED)}
    return Figures(
        written_to=mailing.recipients_count or 0,
        left=settled[state.SENT],
        waiting=sum(found.values()),
        dropped=settled[state.DROPPED],
        failed=settled[state.DEAD] + settled[state.EXPIRED],
    )
