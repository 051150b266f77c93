"""What outreach tells the person it holds something about."""

from accounts.disclosing import STAFF, Disclosure, Person, by_account, register
from outreach.models import Attendance, Door, DoorNote, Event, Interaction, Lead, Mailing, Registration


def declare() -> None:
    register(*REGISTRATIONS, *LEADS, *WRITING)


def _registrations(person: Person):
    return Registration.objects.known().of(person.email)


def _leads(person: Person):
    return Lead.objects.known().of(person.email)


REGISTRATIONS = [
    Disclosure(
        "outreach.Registration",
        "registrations",
        _registrations,
        "reference event name email need source state asked_at confirmed_at waiting_since entry offered_until cancelled_at "
        "certificate certified_at",
    ),
    Disclosure(
        "outreach.Attendance",
        "registrations",
        lambda person: Attendance.objects.filter(registration__in=_registrations(person)),
        "registration session arrived_at",
    ),
    Disclosure(
        "outreach.DoorNote",
        "registrations",
        lambda person: DoorNote.objects.filter(registration__in=_registrations(person)),
        "registration session received_at",
    ),
]

LEADS = [
    Disclosure(
        "outreach.Lead",
        "leads",
        _leads,
        "reference name email phone source event offer telecentre campaign home project household_size horizon "
        "partner_needs_job message stage stage_since next_action next_action_on lost_reason job_found trial visit_on "
        "settled_on here_at_3_months here_at_12_months created_at last_contact_at consent_text consent_at "
        "news_asked_at news_consent_at news_ended_at warned_at",
        {"owner": STAFF},
    ),
    Disclosure(
        "outreach.Interaction",
        "leads",
        lambda person: Interaction.objects.filter(lead__in=_leads(person)),
        "lead kind direction happened_on text noted_at",
        {"by": STAFF},
    ),
]

WRITING = [
    Disclosure(
        "outreach.Event",
        "outreach_writing",
        by_account(Event, "author"),
        "title state author",
    ),
    Disclosure(
        "outreach.Mailing",
        "outreach_writing",
        by_account(Mailing, "author"),
        "subject state author",
    ),
    Disclosure("outreach.Door", "outreach_writing", by_account(Door, "made_by"), "event name made_by made_at revoked_at"),
]
