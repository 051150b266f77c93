"""What may happen to a mail of the outbox: it is posted, sent, tried again, given up, forgotten."""

import logging
import smtplib
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dispatch import registry
from dispatch.life import proof_of_life
from dispatch.mails import one_line, source_of
from dispatch.models import Message, MessageQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

log = logging.getLogger(__name__)
State = Message.State

BACKOFF = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6)]
GRACE = timedelta(seconds=60)  # a relay may still be handing on the mail whose sender has just died
LONGEST_ROUND = timedelta(minutes=2)  # then the next wake-up goes on, well within the time limit of a task


class RelayUnreachableError(Exception):
    """The mail relay takes no connection: the mails are not to blame and wait without losing an attempt."""


def post(
    kind: str,
    key: str,
    *,
    version: int,
    recipient: str,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """
    Writes one mail into the outbox, in the caller's transaction: it leaves if, and only if, the fact is committed.

    Due at once unless told otherwise; not sent at or after `expires_at`. False when that mail (same kind, key, version
    and recipient) was there already. The Message-ID is fixed here and kept over all attempts, so that a copy is known as one.
    """
    due_at = due_at or timezone.now()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = Message(
        kind=kind,
        key=key,
        version=version,
        recipient=recipient,
        due_at=due_at,
        next_try_at=due_at,
        expires_at=expires_at,
        message_id=f"<{uuid.uuid4()}@{domain}>",
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.filter(message_id=message.message_id).exists()


def send_due(now: datetime) -> Counter[State]:
    """
    One round of the dispatcher: sends what is due, one mail at a time, and counts the states reached.

    Any number of dispatchers may run at once. Raises RelayUnreachableError when no connection to the relay can be had.
    Must not be called inside a transaction: every step is committed before the next begins.
    """
    started = monotonic()
    reached: Counter[State] = Counter()
    reached[State.EXPIRED] = expire(now)
    relay = get_connection(fail_silently=False)
    settle_uncertain(now, relay)
    with proof_of_life() as owner:
        try:
            while (elapsed := timedelta(seconds=monotonic() - started)) < LONGEST_ROUND and Message.objects.due(now).exists():
                _open(relay)
                message = claim(now + elapsed, owner=owner)
                if message is None:
                    break
                reached[_send(message, relay, now + elapsed)] += 1
        finally:
            relay.close()
    return reached


def claim(now: datetime, *, owner: int) -> Message | None:
    """Takes the longest waiting mail for this dispatcher, committed before anything leaves; None when none is free."""
    with transaction.atomic(durable=True):
        message = Message.objects.due(now).for_one_dispatcher().first()
        if message:
            message.state, message.owner, message.claimed_at = State.SENDING, owner, now
            message.attempts += 1
            message.save(update_fields=["state", "owner", "claimed_at", "attempts"])
    return message


def expire(now: datetime) -> int:
    """A mail that comes too late confuses more than it helps."""
    return Message.objects.too_late(now).update(state=State.EXPIRED, next_try_at=None)


def settle_uncertain(now: datetime, relay: BaseEmailBackend) -> None:
    """
    Decides about mails that have perhaps been sent, because their dispatcher died or the relay fell silent.

    After the time of grace a relay that keeps account is asked (an e-mail backend may offer `was_accepted(message_id)`,
    answering True, False or None for "unknown"); otherwise the kind says whether to send again or to leave it to a person.
    """
    Message.objects.orphaned().update(
        state=State.UNCERTAIN, owner=None, next_try_at=now + GRACE, last_error="The process that was sending it died."
    )
    for message in Message.objects.doubtful(now):
        accepted = _was_accepted(relay, message.message_id)
        still_doubtful = Message.objects.doubtful(now).filter(pk=message.pk)
        if accepted:
            still_doubtful.update(state=State.SENT, sent_at=message.claimed_at, next_try_at=None, last_error="")
        elif accepted is None and not _may_repeat(message, now):
            still_doubtful.update(next_try_at=None)
        elif message.attempts > len(BACKOFF):
            still_doubtful.update(state=State.DEAD, next_try_at=None)
        else:
            still_doubtful.update(state=State.RETRY)


def retry(message: Message, *, by: "AbstractBaseUser") -> None:
    """
    Sends a mail again that was given up or is in doubt, with all its attempts before it.

    Raises ValidationError (code `not_retriable`) when it has moved on, is too late, or its details are erased.
    """
    now = timezone.now()
    retriable = Message.objects.filter(pk=message.pk, state__in=State.retriable()).exclude(expires_at__lte=now)
    with transaction.atomic():
        if message.is_forgotten or not retriable.update(state=State.RETRY, next_try_at=now, attempts=0):
            raise ValidationError(_("This mail cannot be sent again."), code="not_retriable")
        LogEntry.objects.log_actions(by.pk, [message], CHANGE, str(_("Sent again by hand.")), single_object=True)


def forget_old(now: datetime) -> int:
    """Empties the content and the recipient of mails settled longer ago than `DISPATCH_KEEP_MAILS`; the bare fact stays."""
    return _forget(Message.objects.forgettable(now - settings.DISPATCH_KEEP_MAILS))


def forget_person(address: str) -> int:
    """For the erasure of a person's data: mails that wait are dropped, all are emptied. Returns how many."""
    mails = Message.objects.to(address)
    mails.exclude(state__in=[State.SENT, State.DEAD, State.EXPIRED]).update(state=State.DROPPED, owner=None, next_try_at=None)
    return _forget(mails)


def forget_mails(kinds: Iterable[str], *, key: str = "", recipient: str = "") -> int:
    """
    For the erasure of one thing: its mails that wait are dropped, all are emptied. Returns how many.

    Of the kinds named, those about the key, or those to the recipient; one of the two must be given.
    """
    if not key and not recipient:
        raise ValueError("Without a key or a recipient every mail of these kinds would go.")
    mails = Message.objects.filter(kind__in=list(kinds), **({"key": key} if key else {"recipient__iexact": recipient}))
    mails.exclude(state__in=[State.SENT, State.DEAD, State.EXPIRED]).update(state=State.DROPPED, owner=None, next_try_at=None)
    return _forget(mails.exclude(recipient__endswith=Message.FORGOTTEN))


def _forget(mails: MessageQuerySet) -> int:
    # The unique key needs a recipient; the row's own number tells nothing about the person.
    nobody = Concat(Value("mail-"), Cast(F("pk"), CharField()), Value(Message.FORGOTTEN))
    return mails.update(recipient=nobody, subject="", source="", last_error="")


def _open(relay: BaseEmailBackend) -> None:
    """Before a mail is claimed: what fails later than this may have left, what fails here has not."""
    try:
        relay.open()
    except (OSError, smtplib.SMTPException) as error:
        raise RelayUnreachableError(f"The mail relay cannot be reached: {_describe(error)}") from error


def _send(message: Message, relay: BaseEmailBackend, now: datetime) -> State:
    """One attempt; whatever goes wrong is this mail's affair and recorded on it, so that the others go on."""
    try:
        mail = _build(message)
        if mail is None:
            return _record(message, State.DROPPED)
    except Exception as error:
        log.exception("Mail %s could not be made", message.pk)
        return _record_failure(message, error, now)
    try:
        relay.send_messages([mail])
    except Exception as error:
        relay.close()
        return _record_failure(message, error, now, certain=_was_answered(error))
    return _record(message, State.SENT, sent_at=now, last_error="")


def _build(message: Message) -> EmailMultiAlternatives | None:
    """
    Asks the kind whether the fact still stands, and keeps the mail before it leaves: a copy in doubt can then be read.

    None as well when the row was taken from us meanwhile, as by the erasure of the person's data.
    """
    with transaction.atomic():
        kind = registry.kind(message.kind)
        mail = kind.build(message)
        if mail is None:
            return None
        mail.extra_headers["Message-ID"] = message.message_id
        source = "" if kind.confidential and not settings.DEMONSTRATION else source_of(mail)
        kept = _in_hand(message).update(subject=one_line(mail.subject)[:250], source=source)
    return mail if kept else None


def _record_failure(message: Message, error: Exception, now: datetime, *, certain: bool = True) -> State:
    """`certain`: whether we know that the relay did not take the mail."""
    last_error = _describe(error)
    if _is_refused_for_good(error) or (certain and message.attempts > len(BACKOFF)):
        return _record(message, State.DEAD, last_error=last_error)
    wait = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    return _record(message, State.RETRY if certain else State.UNCERTAIN, next_try_at=now + wait, last_error=last_error)


def _record(message: Message, state: State, *, next_try_at: datetime | None = None, **fields) -> State:
    if not _in_hand(message).update(state=state, owner=None, next_try_at=next_try_at, **fields):
        log.warning("Mail %s was taken over while it was being sent", message.pk)
    return state


def _in_hand(message: Message) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk, state=State.SENDING, owner=message.owner)


def _was_accepted(relay: BaseEmailBackend, message_id: str) -> bool | None:
    ask = getattr(relay, "was_accepted", None)
    try:
        return ask(message_id) if ask else None
    except Exception:
        log.exception("The relay could not be asked about %s", message_id)
        return None


def _may_repeat(message: Message, now: datetime) -> bool:
    kind = registry.KINDS.get(message.kind)
    too_late = message.expires_at is not None and message.expires_at <= now
    return kind is not None and kind.resend_uncertain and not too_late


def _is_refused_for_good(error: Exception) -> bool:
    """A 5xx answer to the recipient or the content. A refused sender is our own set-up: the mail may wait until it is mended."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _was_answered(error: Exception) -> bool:
    """False when the line fell silent or broke while the mail was under way: the relay may have taken it."""
    broken = isinstance(error, smtplib.SMTPServerDisconnected) or (
        isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    )
    return not broken


def _describe(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:500]
