"""What may happen to an application: it is sent, passed on, read, answered, withdrawn, and in the end forgotten."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dispatch import actions as dispatch
from dispatch.models import Message
from jobs import cv_files, rules
from jobs.actions import offers
from jobs.models import Application, JobOffer, JobOutcome, Opening
from jobs.models.application import ANSWER_DUE
from jobs.models.outcome import MONTHS
from telecentres import hours

State = Application.State
# No letters or digits that are mistaken for one another when read out on the telephone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUDGES = (timedelta(days=20), ANSWER_DUE)
NOTICE = timedelta(days=30)
APPLICATION_MAILS = [*(f"jobs.application_{name}" for name in ("received", "again", "news", "for_employer")), "jobs.pool_ends"]


def apply(
    offer: JobOffer,
    *,
    name: str,
    email: str,
    message: str,
    key: uuid.UUID,
    language: str,
    now: datetime,
    cv: File | None = None,
    keep: bool = False,
) -> Application:
    """
    Keep an application, pass it on to the employer by a link, and tell the person; all or nothing.

    The same form sent twice is one application. An address that has applied already gets its link once more and nothing
    else happens: whoever asked learns nothing from it. `keep` is the person's consent to be kept for later offers. Raises
    ValidationError when the offer takes none any more, and for a file that is no safe document.
    """
    kind = cv_files.check(cv) if cv else None
    application = Application(
        reference=f"C-{''.join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))}",
        offer=offer,
        name=name,
        email=email,
        message=message,
        key=key,
        language=language[:2],
        received_at=now,
        waits_since=now,
        cv_kind=kind.name if kind else "",
        pool_consent_at=now if keep else None,
    )
    try:
        return _receive(application, cv, now)
    except BaseException:
        if application.cv:
            application.cv.storage.delete(application.cv.name)
        raise


@transaction.atomic
def _receive(application: Application, cv: File | None, now: datetime) -> Application:
    """The offer is held, so that nothing here is found out by a refusal of the database, whose log would quote the person."""
    offer = JobOffer.objects.select_for_update(of=("self",)).select_related("employer").get(pk=application.offer_id)
    of_the_form = Application.objects.filter(key=application.key).first()
    earlier = offer.applications.known().filter(email=application.email).exclude(state=State.WITHDRAWN).first()
    if earlier:
        if of_the_form != earlier:
            day = hours.civil_day(now).toordinal()
            dispatch.post("jobs.application_again", str(earlier.pk), version=day, recipient=earlier.email)
        return earlier
    rules.takes_applications(offer)
    if of_the_form:
        application.key = uuid.uuid4()  # a page that somebody else went back to, on the same machine
    if cv:
        application.cv.save("", cv, save=False)
    application.save(force_insert=True)
    _write(application, "jobs.application_received")
    return pass_on(application, now=now)


@transaction.atomic
def pass_on(application: Application, *, now: datetime) -> Application:
    """Send the employer a link to the application; a link sent before stops working."""
    application = _hold(application)
    application.passed_on_at = now
    application.passed_on_count += 1
    application.version += 1
    application.save()
    dispatch.post(
        "jobs.application_for_employer",
        str(application.pk),
        version=application.passed_on_count,
        recipient=application.offer.employer.contact_email,
    )
    return application


@transaction.atomic
def note_opening(application: Application, *, what: str, now: datetime) -> None:
    """
    Log that somebody with the employer's link looked; the first time the person is told, unless they know more already.

    Raises ValidationError once the person has taken it back.
    """
    application = _hold(application)
    Opening.objects.create(application=application, what=what, opened_at=now)
    if application.read_at:
        return
    application.read_at = now
    application.version += 1
    if application.state == State.RECEIVED:
        application.state = State.REVIEWING
        application.moves += 1
        _write_news(application)
    application.save()


@transaction.atomic
def answer(application: Application, *, state: str, now: datetime, reason: str = "", others: str = "ask") -> Application:
    """
    Move an application on: being read, shortlisted, interview, hired, refused (with a reason), kept for later offers.

    The person is told of each by mail. Hiring fills a position; when others wait for the last one, `others` says what
    becomes of them: "ask" raises OthersWait with their list, "keep" leaves them, "refuse" tells each the position is
    filled. Moving to the state it has already changes nothing. Raises ValidationError with the code of the rule.
    """
    application = _hold(application)
    if application.state == state:
        return application
    rules.can_become(application, state)
    rules.can_be_kept(application, state)
    rules.says_why(state, reason)
    _settle(application, state, reason, now)
    if state == State.HIRED:
        _hire(application, others, now)
    return application


class OthersWait(Exception):
    """Somebody is hired and others still wait: what becomes of them must be said first."""

    def __init__(self, applications: list[Application]) -> None:
        super().__init__(applications)
        self.applications = applications


def _hire(application: Application, others: str, now: datetime) -> None:
    offer = application.offer
    if offer.is_published or offer.state == JobOffer.State.EXPIRED:
        offer = offers.fill(offer, now=now)
    JobOutcome.objects.create(offer=offer, application=application, hired_on=hours.civil_day(now))
    waiting = list(offer.applications.unanswered().select_for_update(of=("self",)).order_by("received_at"))
    if offer.open_positions or not waiting or others == "keep":
        return
    if others == "ask":
        raise OthersWait(waiting)
    for other in waiting:
        _settle(other, State.REFUSED, _("The position has been given to somebody else."), now)


def _settle(application: Application, state: str, reason: str, now: datetime) -> None:
    if application.state == State.POOL:
        application.waits_since = now
    application.state, application.reason = state, reason.strip()
    application.settled_at = None if state in State.unanswered() else now
    application.moves += 1
    application.version += 1
    application.save()
    _write_news(application)


@transaction.atomic
def withdraw_application(application: Application, *, now: datetime) -> Application:
    """The person takes it back: everything of them goes at once, and the employer's link opens nothing any more."""
    application = _hold(application, even_forgotten=True)
    if application.is_forgotten:
        return application
    if application.is_unanswered or application.state == State.POOL:
        application.state, application.settled_at = State.WITHDRAWN, now
        application.moves += 1
        application.version += 1
        application.save()
    _erase(application)
    return application


@transaction.atomic
def allow_keeping(application: Application, *, is_allowed: bool, now: datetime) -> Application:
    """
    The person agrees to be kept for later offers, two years from now, or no longer does.

    Agreeing again begins the two years anew. Whoever is only kept, and agrees no more, is forgotten at once.
    """
    application = _hold(application)
    if application.state == State.POOL and not is_allowed:
        return withdraw_application(application, now=now)
    application.pool_consent_at = now if is_allowed else None
    application.version += 1
    application.save()
    return application


def nudge(*, now: datetime) -> int:
    """
    Remind the agency of each application without an answer after 20 and 30 days; returns how many mails.

    The author of the offer, or the help desk where the author has left.
    """
    sent = 0
    for days in NUDGES:
        for application in Application.objects.due(now - days).select_related("offer__author"):
            key = f"{application.pk}/{days.days}/{hours.civil_day(application.waits_since)}"
            recipient = offers.keeper_of(application.offer)
            sent += dispatch.post("jobs.answer_due", key, version=1, recipient=recipient)
    return sent


def announce_end_of_pool(*, now: datetime) -> int:
    """Tell people a month before that they will be forgotten, once for each consent; returns how many."""
    ending = Application.objects.filter(state=State.POOL, pool_consent_at__lte=now - settings.JOBS_KEEP_POOL + NOTICE).exclude(
        email=""
    )
    return sum(
        dispatch.post(
            "jobs.pool_ends", str(application.pk), version=application.pool_consent_at.toordinal(), recipient=application.email
        )
        for application in ending
    )


def ask_outcomes(*, now: datetime) -> int:
    """Ask who was hired 6 and 12 months ago whether they are still there, once each; returns how many."""
    today, asked = hours.civil_day(now), 0
    for months in MONTHS:
        for outcome in JobOutcome.objects.to_ask(today, months).select_related("application"):
            with transaction.atomic():
                field = f"asked_after_{months}_on"
                if JobOutcome.objects.filter(pk=outcome.pk, **{field: None}).update(**{field: today}):
                    asked += dispatch.post(
                        "jobs.still_there", f"{outcome.pk}/{months}", version=1, recipient=outcome.application.email
                    )
    return asked


def note_outcome(outcome: JobOutcome, *, months: int, is_there: bool) -> None:
    """What the person answered; they may correct it."""
    JobOutcome.objects.filter(pk=outcome.pk).update(**{f"is_there_after_{months}": is_there})


def give_up_waiting(*, now: datetime) -> int:
    """
    Answer in the employer's place who has waited longer than JOBS_KEEP_UNANSWERED; returns how many.

    Nobody's words are kept for ever because somebody else forgot to answer.
    """
    late = Application.objects.unanswered().known().filter(waits_since__lt=now - settings.JOBS_KEEP_UNANSWERED)
    return sum(_give_up(application, now) for application in late)


@transaction.atomic
def _give_up(application: Application, now: datetime) -> bool:
    held = _hold(application, even_forgotten=True)
    if held.is_forgotten or not held.is_unanswered:
        return False
    with override(held.language):
        _settle(held, State.REFUSED, _("The employer has not answered in all this time."), now)
    return True


def forget_applications(*, now: datetime) -> int:
    """
    Erase the person from applications whose time is over; the state and its days stay as numbers. Returns how many.

    Refused: JOBS_KEEP_REFUSED after the answer, to be able to explain it. Kept for later offers: JOBS_KEEP_POOL after
    the consent, and never before a month after the notice. Hired: JOBS_KEEP_HIRED, for the two questions about the outcome.
    """
    known = Application.objects.known()
    over = [
        *known.filter(state=State.REFUSED, settled_at__lt=now - settings.JOBS_KEEP_REFUSED),
        *known.filter(state=State.HIRED, settled_at__lt=now - settings.JOBS_KEEP_HIRED),
        *(
            application
            for application in known.filter(state=State.POOL, pool_consent_at__lt=now - settings.JOBS_KEEP_POOL)
            if _was_noticed(application, now)
        ),
    ]
    return sum(_forget(application) for application in over)


def _was_noticed(application: Application, now: datetime) -> bool:
    """The notice of this consent was written a month ago or more."""
    notice = {"kind": "jobs.pool_ends", "key": str(application.pk), "version": application.pool_consent_at.toordinal()}
    return Message.objects.filter(**notice, due_at__lte=now - NOTICE).exists()


@transaction.atomic
def _forget(application: Application) -> bool:
    held = Application.objects.known().select_for_update(of=("self",)).filter(pk=application.pk).first()
    if held is None or held.state != application.state or held.pool_consent_at != application.pool_consent_at:
        return False
    _erase(held)
    return True


def _erase(application: Application) -> None:
    """Who it was, what they wrote and their file go, from the outbox too; which offer, which states and when stay."""
    dispatch.forget_mails(APPLICATION_MAILS, key=str(application.pk))
    if application.cv:
        storage, name = application.cv.storage, application.cv.name
        transaction.on_commit(lambda: storage.delete(name))
    application.name = application.email = application.message = application.reason = ""
    application.cv, application.cv_kind = "", ""
    application.save()
    Opening.objects.filter(application=application).delete()
    JobOutcome.objects.filter(application=application).update(application=None)


def _write(application: Application, kind: str) -> None:
    """To the person, about this version of the application, once."""
    dispatch.post(kind, str(application.pk), version=application.version, recipient=application.email)


def _write_news(application: Application) -> None:
    """To the person, about this move, once; another move tells more, a change beside it does not."""
    dispatch.post("jobs.application_news", str(application.pk), version=application.moves, recipient=application.email)


def _hold(application: Application, *, even_forgotten: bool = False) -> Application:
    """
    The application as it is now, kept so until the transaction ends; the offer first, as everywhere.

    Raises ValidationError where the person has taken it back or is forgotten.
    """
    JobOffer.objects.select_for_update(of=("self",)).get(pk=application.offer_id)
    held = Application.objects.select_for_update(of=("self",)).select_related("offer__employer").get(pk=application.pk)
    if held.is_forgotten and not even_forgotten:
        raise ValidationError(_("The person has taken this application back, or is forgotten."), code="gone")
    return held
