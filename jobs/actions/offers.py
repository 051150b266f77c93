"""What may happen to an offer: it is read again, published, renewed, filled, withdrawn, expired, copied, put away."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from dispatch import actions as dispatch
from jobs import rules
from jobs.models import JobOffer
from jobs.models.offer import LONGEST_RUN
from telecentres import hours

State = JobOffer.State
REMINDED = timedelta(days=7)
# What a copy does not take over: its own story, and the last day, which would be over.
NOT_COPIED = {
    *("id", "slug", "state", "author", "reader", "remark", "wording_reason", "reasoned_words", "created_at"),
    *("updated_at", "published_at", "runs_from", "closed_at", "version", "filled_count", "valid_through", "starts_on"),
    *("plain_title", "search", "monthly_pay"),
}


@transaction.atomic
def ask_for_reading(offer: JobOffer, *, now: datetime) -> JobOffer:
    """Hand a draft to a second reader. Raises the first rule that it does not keep."""
    offer = _hold(offer)
    rules.is_in(offer, State.DRAFT)
    _require_complete(offer, now)
    offer.state, offer.remark = State.IN_REVIEW, ""
    offer.save()
    return offer


@transaction.atomic
def return_to_author(offer: JobOffer, *, remark: str, by: User) -> JobOffer:
    """The reader gives an offer back with a remark, which goes to the author by mail."""
    offer = _hold(offer)
    rules.is_in(offer, State.IN_REVIEW)
    if not remark.strip():
        raise ValidationError(_("Say what should change."), code="remark")
    offer.state, offer.remark, offer.reader = State.DRAFT, remark.strip(), by
    offer.version += 1
    offer.save()
    if offer.author and offer.author != by:
        dispatch.post("jobs.offer_returned", str(offer.pk), version=offer.version, recipient=offer.author.email)
    return offer


@transaction.atomic
def publish(offer: JobOffer, *, by: User, now: datetime, wording_reason: str = "") -> JobOffer:
    """
    Show a draft, an offer that was read, or one that had expired, to everybody until its last day, included.

    Raises ValidationError with the code of the rule: something is missing, the wording is unlawful or doubtful without
    a reason, a second reader is wanted. Publishing what is published already is refused, so that a double click shows.
    """
    offer = _hold(offer)
    rules.is_in(offer, State.DRAFT, State.IN_REVIEW, State.EXPIRED)
    _require_complete(offer, now)
    rules.is_lawfully_worded(offer, reason=wording_reason)
    rules.is_read_twice(offer, by=by)
    if offer.state == State.IN_REVIEW:
        offer.reader = by
    if wording_reason.strip():
        offer.wording_reason, offer.reasoned_words = wording_reason.strip(), rules.words_to_reason(offer)
    offer.state, offer.closed_at = State.PUBLISHED, None
    offer.published_at = offer.published_at or now
    offer.runs_from = hours.civil_day(now)
    offer.version += 1
    offer.save()
    return offer


@transaction.atomic
def save_draft(offer: JobOffer) -> JobOffer:
    """
    Save an offer that nobody sees yet; one that was being read goes back to its author, for it is no longer what was read.

    Raises ValidationError when somebody else has changed it meanwhile.
    """
    if offer.pk:
        held = _hold(offer)
        rules.is_in(held, State.DRAFT, State.IN_REVIEW)
        rules.is_as_seen(held, offer.version)
        offer.version += 1
    offer.state = State.DRAFT
    offer.save()
    return offer


@transaction.atomic
def correct(offer: JobOffer, *, by: User, now: datetime) -> JobOffer:
    """
    Save a published offer that was edited: it must keep every rule that it kept when it was published.

    Raises ValidationError, and leaves the published offer as it was; also when somebody else has changed it meanwhile.
    """
    held = _hold(offer)
    rules.is_in(held, State.PUBLISHED)
    rules.is_as_seen(held, offer.version)
    _require_complete(offer, now)
    rules.is_lawfully_worded(offer)
    rules.is_read_twice(offer, by=by)
    offer.version += 1
    offer.save()
    return offer


@transaction.atomic
def renew(offer: JobOffer, *, until: date, now: datetime) -> JobOffer:
    """Let a published or expired offer run on until a day, included; asking for the same day twice changes nothing."""
    offer = _hold(offer)
    if offer.is_published and offer.valid_through == until:
        return offer
    rules.is_in(offer, State.PUBLISHED, State.EXPIRED)
    offer.valid_through, offer.runs_from = until, hours.civil_day(now)
    _require_complete(offer, now)
    rules.is_lawfully_worded(offer)
    offer.state, offer.closed_at = State.PUBLISHED, None
    offer.version += 1
    offer.save()
    return offer


def renewal_day(today: date) -> date:
    """As far as an offer may run."""
    return today + LONGEST_RUN


@transaction.atomic
def fill(offer: JobOffer, *, now: datetime, count: int = 1) -> JobOffer:
    """Say that positions are filled; with the last one the offer is."""
    offer = _hold(offer)
    rules.is_in(offer, State.PUBLISHED, State.EXPIRED)
    if not 1 <= count <= offer.open_positions:
        raise ValidationError(_("No more positions can be filled than there are."), code="positions")
    offer.filled_count += count
    if not offer.open_positions:
        offer.state, offer.closed_at = State.FILLED, offer.closed_at or now
    offer.version += 1
    offer.save()
    return offer


@transaction.atomic
def withdraw(offer: JobOffer, *, now: datetime) -> JobOffer:
    """Take an offer off the site: its page says so. One that nobody has seen is put among the withdrawn as well."""
    offer = _hold(offer)
    rules.is_in(offer, State.PUBLISHED, State.DRAFT, State.IN_REVIEW)
    offer.state, offer.closed_at = State.WITHDRAWN, now
    offer.version += 1
    offer.save()
    return offer


@transaction.atomic
def archive(offer: JobOffer, *, now: datetime) -> JobOffer:
    """Put a closed offer away. Raises ValidationError while somebody who applied waits for an answer."""
    offer = _hold(offer)
    rules.is_in(offer, *State.closed())
    rules.is_answered(offer)
    offer.state = State.ARCHIVED
    offer.version += 1
    offer.save()
    return offer


@transaction.atomic
def copy(offer: JobOffer, *, by: User) -> JobOffer:
    """A new draft with the same words, places and pay; its last day is for its author to say."""
    taken = {
        field.attname: getattr(offer, field.attname) for field in JobOffer._meta.concrete_fields if field.name not in NOT_COPIED
    }
    made = JobOffer(**taken, author=by)
    made.save()
    made.telecentres.set(offer.telecentres.all())
    return made


def expire(*, now: datetime) -> int:
    """Close what has run out; returns how many. For a daily task: each offer expires once, whoever calls."""
    return sum(_expire(offer, now) for offer in JobOffer.objects.expired(hours.civil_day(now)))


@transaction.atomic
def _expire(offer: JobOffer, now: datetime) -> bool:
    """Saved one by one, so that the history tells who; a renewal meanwhile wins."""
    held = JobOffer.objects.expired(hours.civil_day(now)).select_for_update(of=("self",)).filter(pk=offer.pk).first()
    if held is None:
        return False
    held.state, held.closed_at = State.EXPIRED, now
    held.version += 1
    held.save()
    return True


def remind_authors(*, now: datetime) -> int:
    """Write about each offer that ends within seven days, once for each last day; returns how many. For a daily task."""
    expiring = JobOffer.objects.expiring(hours.civil_day(now), within=REMINDED).select_related("author")
    return sum(
        dispatch.post("jobs.offer_expires", f"{offer.pk}/{offer.valid_through}", version=1, recipient=keeper_of(offer))
        for offer in expiring
    )


def keeper_of(offer: JobOffer) -> str:
    """The address of whoever looks after an offer: its author, or the help desk where the author has left."""
    return offer.author.email if offer.author and offer.author.is_active else settings.HELPDESK_EMAIL


def archive_old(*, now: datetime) -> int:
    """Put away what has been closed longer than JOBS_ARCHIVE_AFTER and is answered; returns how many. For a daily task."""
    archived = 0
    for offer in JobOffer.objects.closed_before(now - settings.JOBS_ARCHIVE_AFTER):
        try:
            archive(offer, now=now)
            archived += 1
        except ValidationError:
            continue  # the desk page shows who waits for an answer
    return archived


def _require_complete(offer: JobOffer, now: datetime) -> None:
    for rule in rules.COMPLETE:
        rule(offer, today=hours.civil_day(now))


def _hold(offer: JobOffer) -> JobOffer:
    """The offer as it is now, kept so until the transaction ends."""
    return JobOffer.objects.select_for_update(of=("self",)).select_related("employer", "commune", "author").get(pk=offer.pk)
