"""What work tells the person it holds something about."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.disclosing import OTHERS, Disclosure, Person, by_address, register
from jobs.models import Alert, AlertRound, Application, Employer, JobOffer, JobOutcome, Opening


def declare() -> None:
    register(*APPLICATIONS, *ALERTS, *WRITING)


def _applications(person: Person):
    return Application.objects.filter(email__iexact=person.email)


def _offers(person: Person):
    if person.user is None:
        return JobOffer.objects.none()
    return JobOffer.objects.filter(Q(author=person.user) | Q(reader=person.user))


APPLICATIONS = [
    Disclosure(
        "jobs.Application",
        "applications",
        _applications,
        "reference offer name email message cv cv_kind state reason received_at passed_on_at passed_on_count read_at settled_at "
        "waits_since pool_consent_at version moves",
    ),
    Disclosure(
        "jobs.Opening",
        "applications",
        lambda person: Opening.objects.filter(application__in=_applications(person)),
        "application what opened_at",
    ),
    Disclosure(
        "jobs.JobOutcome",
        "applications",
        lambda person: JobOutcome.objects.filter(application__in=_applications(person)),
        "application hired_on asked_after_6_on asked_after_12_on is_there_after_6 is_there_after_12",
    ),
]

ALERTS = [
    Disclosure(
        "jobs.Alert",
        "alerts",
        by_address(Alert, "email"),
        "email query rhythm asked_at confirmed_at told_until",
    ),
    Disclosure(
        "jobs.AlertRound",
        "alerts",
        by_address(AlertRound, "alert__email"),
        "alert number since until",
    ),
]

WRITING = [
    Disclosure(
        "jobs.JobOffer",
        "offers",
        _offers,
        "title state author reader",
        {"remark": OTHERS, "apply_phone": _("It is the employer’s, shown with the offer.")},
    ),
    Disclosure(
        "jobs.Employer",
        "offers",
        by_address(Employer, "contact_email"),
        "name contact_email",
    ),
]
