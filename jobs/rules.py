"""What an offer must say and how its state may move: one function, one rule, each raising ValidationError with a code."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from jobs import wording
from jobs.codes import Contract
from jobs.models import Application, JobOffer
from jobs.models.offer import LONGEST_RUN

MOVES = {
    Application.State.RECEIVED: ["reviewing", "shortlisted", "interview", "hired", "refused", "pool"],
    Application.State.REVIEWING: ["shortlisted", "interview", "hired", "refused", "pool"],
    Application.State.SHORTLISTED: ["interview", "hired", "refused", "pool"],
    Application.State.INTERVIEW: ["hired", "refused", "pool"],
    Application.State.POOL: ["reviewing", "shortlisted", "interview", "hired", "refused"],
}


def has_description(offer: JobOffer, *, today: date) -> None:
    """Nobody applies for a title."""
    if len(offer.description.split()) < 20:
        raise ValidationError(_("Describe the work in twenty words or more."), code="description")


def has_job_code(offer: JobOffer, *, today: date) -> None:
    """Without it neither partners nor statistics know what job it is."""
    if not offer.rome_code:
        raise ValidationError(_("Choose the ROME code of the job."), code="rome")


def has_pay(offer: JobOffer, *, today: date) -> None:
    """The network's promise: every offer says what it pays."""
    if offer.pay_min is None or offer.pay_max is None:
        raise ValidationError(_("Give the pay, from and to."), code="pay")


def has_hours(offer: JobOffer, *, today: date) -> None:
    """Pay means nothing without them."""
    if offer.weekly_hours is None:
        raise ValidationError(_("Give the hours a week."), code="hours")


def says_its_length(offer: JobOffer, *, today: date) -> None:
    """A contract that ends by itself says when."""
    if offer.contract in Contract.for_a_time() and not offer.contract_months:
        raise ValidationError(_("Give the length of the contract in months."), code="length")


def has_a_place(offer: JobOffer, *, today: date) -> None:
    """Somewhere, or fully remote: what the law and every search engine ask first."""
    if not offer.is_remote and offer.commune is None:
        raise ValidationError(_("Name the commune of the workplace."), code="commune")


def names_its_centres(offer: JobOffer, *, today: date) -> None:
    """Work at a telecentre is work at one that takes bookings."""
    if offer.is_at_telecentres and not offer.has_open_telecentre:
        raise ValidationError(_("Name at least one open telecentre where the work can be done."), code="telecentres")


def can_be_answered(offer: JobOffer, *, today: date) -> None:
    """There is one way to apply, and it is complete and free of charge (articles L5331-1 and L5331-5 of the Code du travail)."""
    if offer.apply_by == JobOffer.ApplyBy.LINK and not offer.apply_url:
        raise ValidationError(_("Give the address for applications."), code="apply")
    if offer.apply_by == JobOffer.ApplyBy.PHONE and not offer.apply_phone:
        raise ValidationError(_("Give the telephone number for applications."), code="apply")
    if offer.apply_by == JobOffer.ApplyBy.PHONE and _is_premium(offer.apply_phone):
        raise ValidationError(_("This number costs more than a call: the law forbids that. Give another one."), code="premium")
    if offer.apply_by == JobOffer.ApplyBy.PORTAL and not offer.employer.contact_email:
        raise ValidationError(
            _("The employer has no e-mail address, so nobody would get the applications. Add it, or choose another way."),
            code="apply",
        )


def ends_in_time(offer: JobOffer, *, today: date) -> None:
    """Ninety days at most from the day it runs from, so that nothing is looked for that nobody looks after."""
    runs_from = offer.runs_from if offer.is_published else today
    if offer.valid_through is None or not today <= offer.valid_through <= runs_from + LONGEST_RUN:
        raise ValidationError(_("Give a last day, from today and at most ninety days ahead."), code="valid_through")


def has_room(offer: JobOffer, *, today: date) -> None:
    """Somebody can still be hired."""
    if offer.open_positions < 1:
        raise ValidationError(_("All positions are filled: raise their number first."), code="positions")


COMPLETE = [
    has_description,
    has_job_code,
    has_pay,
    has_hours,
    says_its_length,
    has_a_place,
    names_its_centres,
    can_be_answered,
    ends_in_time,
    has_room,
]


def missing(offer: JobOffer, *, today: date) -> list[ValidationError]:
    """Everything that still stands between the offer and its publication, wording aside, in the order of the form."""
    found = []
    for rule in COMPLETE:
        try:
            rule(offer, today=today)
        except ValidationError as refusal:
            found.append(refusal)
    return found


def findings(offer: JobOffer) -> list[wording.Finding]:
    """What the wording check says of everything that the public reads."""
    about = offer.employer
    return wording.check(offer.title, offer.description, offer.profile, offer.pay_note, about.industry, about.about)


def words_to_reason(offer: JobOffer) -> list[str]:
    """The doubtful words of an offer, each once, in their order."""
    return list(dict.fromkeys(one.words for one in findings(offer)))


def is_lawfully_worded(offer: JobOffer, *, reason: str = "") -> None:
    """
    What the law forbids cannot be published; what is doubtful only with a reason that stays with the offer.

    A reason that was given before holds for the words it was given for.
    """
    found = findings(offer)
    if any(one.severity == wording.Severity.FORBIDDEN for one in found):
        raise ValidationError(_("The wording is not lawful: change the marked words first."), code="wording")
    if not reason.strip() and not set(words_to_reason(offer)) <= set(offer.reasoned_words):
        raise ValidationError(_("Some words are doubtful: change them, or say why they stay."), code="doubtful")


def is_read_twice(offer: JobOffer, *, by: User) -> None:
    """Where the agency wants a second reader, nobody publishes what they wrote themselves."""
    if settings.JOBS_SECOND_READER and offer.author_id == by.pk:
        raise ValidationError(_("Somebody else of the agency reads an offer before it is published."), code="second_reader")


def is_in(offer: JobOffer, *states: str) -> None:
    """Somebody else may have moved it meanwhile."""
    if offer.state not in states:
        raise ValidationError(
            _("This offer is %(state)s: that cannot be done now. Look at it again."),
            code="state",
            params={"state": offer.get_state_display()},
        )


def is_as_seen(offer: JobOffer, version: int) -> None:
    """Two who edit at the same time, and a button pressed twice: the second sees what the first has done."""
    if offer.version != version:
        raise ValidationError(
            _("This offer has been changed meanwhile: look at it again, then go on. Nothing has been saved."), code="version"
        )


def can_become(application: Application, state: str) -> None:
    """An answer is given once; one kept for later offers may be taken up again."""
    if state not in MOVES.get(application.state, []):
        raise ValidationError(
            _("This application is %(state)s: it cannot become that."),
            code="state",
            params={"state": application.get_state_display()},
        )


def can_be_kept(application: Application, state: str) -> None:
    """Keeping an application for later offers is for the person to allow."""
    if state == Application.State.POOL and application.pool_consent_at is None:
        raise ValidationError(_("The person has not agreed to be kept for later offers."), code="consent")


def says_why(state: str, reason: str) -> None:
    """A refusal without a reason helps nobody, and the person may ask for it anyway."""
    if state == Application.State.REFUSED and not reason.strip():
        raise ValidationError(_("Say why, in words that the person will read."), code="reason")


def takes_applications(offer: JobOffer) -> None:
    """Asked once the offer is held: it may have been filled or withdrawn while somebody wrote."""
    if not offer.takes_applications_here or not offer.employer.contact_email:
        raise ValidationError(_("This offer takes no applications any more."), code="closed")


def is_answered(offer: JobOffer) -> None:
    """Nobody who applied is left without an answer."""
    waiting = offer.applications.unanswered().count()
    if waiting:
        raise ValidationError(
            _("Applications wait for an answer: %(count)s. Answer them first."), code="unanswered", params={"count": waiting}
        )


def _is_premium(number: str) -> bool:
    """French numbers in 081, 082, 089 and short ones cost more than a call; 080 is free."""
    digits = "".join(one for one in number if one.isdigit())
    return digits.startswith(("081", "082", "089", "3381", "3382", "3389")) or len(digits) == 4
