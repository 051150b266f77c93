"""How leads are forgotten: their time is over, the person takes the consent back, or an account ends; only numbers stay."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from dispatch import actions as dispatch
from outreach import agents
from outreach.actions.leads import locked, reassign
from outreach.models import Interaction, Lead, Mailing

MAILS = ["outreach.lead_received", "outreach.lead_ends", "outreach.mailing", "outreach.mailing_test"]
EMPTY = {
    "name": "",
    "email": "",
    "phone": "",
    "message": "",
    "home": None,
    "household_size": None,
    "partner_needs_job": False,
    "event": None,
    "offer": None,
    "job_found": None,
    "trial": None,
    "visit_on": None,
    "owner": None,
    "next_action": "",
    "next_action_on": None,
    "warned_at": None,
}


@transaction.atomic
def withdraw(lead: Lead, *, now: datetime) -> None:
    """
    Erase who it was and all that was said, at once; the stages it reached stay, tied to nobody.

    Links of earlier mails open nothing any more, and mails that wait are dropped. Twice does no more than once.
    """
    lead = locked(lead)
    if lead.is_forgotten:
        return
    dispatch.forget_mails(MAILS, recipient=lead.email)
    dispatch.forget_mails(["outreach.lead_arrived"], key=str(lead.pk))
    lead.interactions.all().delete()
    for name, value in EMPTY.items():
        setattr(lead, name, value)
    if lead.news_consent_at and not lead.news_ended_at:
        lead.news_ended_at = now
    lead.key = uuid.uuid4()
    lead.version += 1
    lead.save()


def warn_leads(*, now: datetime) -> int:
    """Tell those whose three years are nearly over that they will be erased, once each; returns how many. For a periodic task."""
    silent = Lead.objects.silent_since(now - settings.OUTREACH_KEEP_LEADS + settings.OUTREACH_WARN_LEADS)
    return sum(_warn(lead, now=now) for lead in silent.filter(warned_at=None))


@transaction.atomic
def _warn(lead: Lead, *, now: datetime) -> bool:
    warned = Lead.objects.known().filter(pk=lead.pk, warned_at=None).update(warned_at=now)
    return bool(warned) and dispatch.post("outreach.lead_ends", str(lead.pk), version=int(now.timestamp()), recipient=lead.email)


def forget_leads(*, now: datetime) -> int:
    """Forget those silent for three years who were told in time and did not answer; returns how many. For a periodic task."""
    silent = Lead.objects.silent_since(now - settings.OUTREACH_KEEP_LEADS)
    over = list(silent.filter(warned_at__lte=now - settings.OUTREACH_WARN_LEADS))
    for lead in over:
        withdraw(lead, now=now)
    return len(over)


def forget_leads_of(user: User, *, now: datetime) -> None:
    """
    At the end of an account: its own project goes with it; leads that it followed go to others, notes and mailings stay unsigned.

    Asks `leads_in_the_way` first: where nobody takes the leads over, the account cannot end.
    """
    for lead in Lead.objects.of(user.email):
        withdraw(lead, now=now)
    reassign(now=now, leaving=user)
    Lead.objects.filter(owner=user).update(owner=None)
    Interaction.objects.filter(by=user).update(by=None)
    Mailing.objects.filter(author=user).update(author=None)


def leads_in_the_way(user: User, *, now: datetime) -> list[str]:
    """Why the account cannot end, in sentences: open leads that nobody else of the agency could follow."""
    followed = Lead.objects.open().owned_by(user).count()
    if not followed or agents.least_busy(without=user):
        return []
    return [
        _("This account follows %(count)s open leads, and the agency has nobody else: name somebody first.") % {"count": followed}
    ]


def consequences_for_leads(user: User, *, now: datetime) -> list[str]:
    """What the end of an account changes at once, in sentences."""
    said = []
    if Lead.objects.of(user.email).exists():
        said.append(_("Your project to come and live here is erased, with all that was said."))
    if Lead.objects.open().owned_by(user).exists():
        said.append(_("The leads that you follow go to colleagues."))
    return said
