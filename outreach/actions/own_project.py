"""What the person does themselves, by the link of their mails: correct, end or begin the news, stay, take the consent back."""

from datetime import datetime

from django.db import transaction

from dispatch import actions as dispatch
from outreach.actions.leads import locked
from outreach.models import Interaction, Lead
from telecentres import hours

NEWS_MAILS = ["outreach.mailing"]
OWN_FIELDS = ["name", "phone", "home", "project", "household_size", "horizon", "partner_needs_job"]


@transaction.atomic
def correct_project(lead: Lead, said: dict, *, text: str, now: datetime) -> Lead:
    """What the person says of themselves holds, whatever was noted before; `said` by the names of OWN_FIELDS."""
    lead = locked(lead)
    if lead.is_forgotten:
        return lead
    for name in OWN_FIELDS:
        setattr(lead, name, said[name])
    _is_in_touch(lead, text, now=now)
    return lead


@transaction.atomic
def stay(lead: Lead, *, text: str, now: datetime) -> Lead:
    """The person wants to be kept: three more years from now."""
    lead = locked(lead)
    if not lead.is_forgotten:
        _is_in_touch(lead, text, now=now)
    return lead


def _is_in_touch(lead: Lead, text: str, *, now: datetime) -> None:
    lead.last_contact_at, lead.warned_at = now, None
    lead.version += 1
    lead.save()
    Interaction.objects.create(
        lead=lead,
        kind=Interaction.Kind.FORM,
        direction=Interaction.Direction.PERSON,
        happened_on=hours.civil_day(now),
        text=text,
        noted_at=now,
    )


@transaction.atomic
def end_news(lead: Lead, *, now: datetime) -> None:
    """No more news from this moment on: what waits in the outbox is dropped. Saying it twice changes nothing."""
    ended = Lead.objects.filter(pk=lead.pk, news_consent_at__isnull=False, news_ended_at=None).update(news_ended_at=now)
    if ended:
        dispatch.forget_mails(NEWS_MAILS, recipient=lead.email)


def ask_for_news(lead: Lead, *, now: datetime) -> None:
    """The owner of the address agrees to news, by a button on the page that only their mail opens."""
    Lead.objects.known().filter(pk=lead.pk).update(news_consent_at=now, news_ended_at=None)
