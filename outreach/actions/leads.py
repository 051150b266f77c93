"""How somebody becomes a lead and is followed by somebody: taken up, told, handed over, woken."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from dispatch import actions as dispatch
from jobs.models import JobOffer
from outreach import agents, consents, lead_rules
from outreach.models import Campaign, Event, Interaction, Lead
from telecentres import holidays, hours
from telecentres.models import Telecentre, Territory

FIRST_CALL = 2  # working days until the first contact
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
STAFF = "fr"  # the language of the agency's own notes
KINDS = {
    Lead.Source.EVENT: Interaction.Kind.EVENT,
    Lead.Source.HAND: Interaction.Kind.NOTE,
}


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody who agreed to be accompanied, as far as they said who they are; `key` is that of the form they sent."""

    email: str
    source: str
    name: str = ""
    phone: str = ""
    language: str = "fr"
    event: Event | None = None
    offer: JobOffer | None = None
    telecentre: Telecentre | None = None
    campaign: Campaign | None = None
    home: Territory | None = None
    project: str = Lead.Project.UNDECIDED
    household_size: int | None = None
    horizon: str = Lead.Horizon.UNKNOWN
    partner_needs_job: bool = False
    message: str = ""
    wants_news: bool = False
    key: uuid.UUID | None = None
    is_example: bool = False

    @property
    def known(self) -> dict:
        """What they said, by the fields of a lead."""
        names = "name phone event offer telecentre campaign home project household_size horizon partner_needs_job message"
        found = {name: getattr(self, name) for name in names.split()}
        if self.campaign is None and self.event is not None:
            found["campaign"] = self.event.campaign
        return found


def take_up(contact: Contact, *, now: datetime, owner: User | None = None) -> Lead:
    """
    Make a lead of somebody who agreed, or note their new contact on the lead that their address has already.

    Who is there keeps all that is known: only what was empty is filled. A lead that was lost or dormant comes back. Without
    an owner it goes to whom of the agency has the fewest. The same form sent twice is noted once. A wish for news is noted;
    it becomes a consent on the person's own page (`ask_for_news`), for anybody can type an address. Raises ValidationError
    (code `nobody`) where the agency has no staff, (code `owner`) where the owner does not belong to it.
    """
    try:
        with transaction.atomic():
            return _noted(contact, now=now) or _made(contact, owner, now=now)
    except IntegrityError:  # the same address came in at the same moment, and was quicker
        with transaction.atomic():
            found = _noted(contact, now=now)
            if found is None:
                raise
            return found


def _made(contact: Contact, owner: User | None, *, now: datetime) -> Lead:
    owner = owner or agents.least_busy()
    if owner is None:
        raise ValidationError(_("Nobody at the agency can take this up at the moment: write to us instead."), code="nobody")
    lead_rules.may_own(owner)
    lead = Lead(
        reference=new_reference(),
        email=contact.email.lower(),
        language=contact.language[:2],
        source=contact.source,
        owner=owner,
        stage_since=now,
        created_at=now,
        last_contact_at=now,
        consent_text=consents.CURRENT,
        consent_at=now,
        news_asked_at=now if contact.wants_news else None,
        is_example=contact.is_example,
        **contact.known,
    )
    make_contact(lead, now=now)
    lead.save(force_insert=True)
    _note_contact(lead, contact, now=now)
    _tell(lead, now=now)
    dispatch.post("outreach.lead_arrived", str(lead.pk), version=lead.version, recipient=owner.email)
    return lead


def _noted(contact: Contact, *, now: datetime) -> Lead | None:
    """The lead that the address has, with the new contact; None where there is none."""
    lead = Lead.objects.select_for_update().filter(email=contact.email.lower()).first()
    if lead is None or (contact.key and Interaction.objects.filter(key=contact.key).exists()):
        return lead
    fill(lead, contact.known)
    lead.last_contact_at, lead.warned_at = max(lead.last_contact_at, now), None
    lead.consent_text, lead.consent_at = consents.CURRENT, now
    if contact.wants_news:
        lead.news_asked_at = now
    if not lead.is_open:
        come_back(lead, now=now)
    lead.version += 1
    lead.save()
    _note_contact(lead, contact, now=now)
    _tell(lead, now=now)
    dispatch.post("outreach.lead_arrived", str(lead.pk), version=lead.version, recipient=lead.owner.email)
    return lead


def fill(lead: Lead, known: dict) -> None:
    """Only what nobody knew: staff may have corrected the rest."""
    unknown = {None, "", False, Lead.Project.UNDECIDED.value, Lead.Horizon.UNKNOWN.value}
    for name, value in known.items():
        if getattr(lead, name) in unknown and value not in unknown:
            setattr(lead, name, value)


def come_back(lead: Lead, *, now: datetime) -> None:
    """Somebody whom nobody followed any more writes again: from an exit back to the start; who has settled is answered."""
    if lead.stage in Lead.Stage.exits():
        lead.stage, lead.stage_since, lead.lost_reason = Lead.Stage.NEW, now, ""
    if lead.owner is None or not agents.is_agent(lead.owner):
        lead.owner = agents.least_busy()
    if lead.owner is None:
        raise ValidationError(_("Nobody at the agency can take this up at the moment: write to us instead."), code="nobody")
    make_contact(lead, now=now)


def make_contact(lead: Lead, *, now: datetime) -> None:
    """The first thing to do, within two working days."""
    with override(STAFF):
        lead.next_action = _("Make contact")
    lead.next_action_on = holidays.working_days_after(hours.civil_day(now), FIRST_CALL)


def _note_contact(lead: Lead, contact: Contact, *, now: datetime) -> None:
    Interaction.objects.create(
        lead=lead,
        kind=KINDS.get(contact.source, Interaction.Kind.FORM),
        direction=Interaction.Direction.PERSON,
        happened_on=hours.civil_day(now),
        text=_in_words(contact),
        noted_at=now,
        key=contact.key,
    )


def _in_words(contact: Contact) -> str:
    """Where they come from and what they wrote, for who reads the story of the lead later."""
    with override(STAFF):
        about = [str(one) for one in (contact.event, contact.offer, contact.telecentre) if one is not None]
        said = [capfirst(str(Lead.Source(contact.source).label)), *about]
    return ", ".join(said) + (f"\n{contact.message}" if contact.message else "")


def _tell(lead: Lead, *, now: datetime) -> None:
    """One mail a day at most: somebody else may have typed the address."""
    dispatch.post("outreach.lead_received", str(lead.pk), version=hours.civil_day(now).toordinal(), recipient=lead.email)


@transaction.atomic
def hand_over(lead: Lead, owner: User, *, by: User | None, now: datetime) -> Lead:
    """Somebody else of the agency follows them; what was to be done stays to be done. Raises ValidationError (`owner`)."""
    lead = locked(lead)
    lead_rules.is_known(lead)
    lead_rules.may_own(owner)
    if lead.owner != owner:
        lead.owner = owner
        lead.version += 1
        lead.save(update_fields=["owner", "version"])
        if by != owner:
            dispatch.post("outreach.lead_arrived", str(lead.pk), version=lead.version, recipient=owner.email)
    return lead


def reassign(*, now: datetime, leaving: User | None = None) -> int:
    """
    Give the open leads of who no longer works at the agency to whom has the fewest; returns how many. For a periodic task.

    `leaving` is somebody whose account ends now. What finds nobody to take it stays, and the nightly check reports it.
    """
    moved = 0
    staff = agents.agents().exclude(pk=leaving.pk) if leaving else agents.agents()
    for lead in Lead.objects.not_owned_by(staff.values("pk")):
        if heir := agents.least_busy(without=leaving):
            hand_over(lead, heir, by=None, now=now)
            moved += 1
    return moved


def wake(*, now: datetime) -> int:
    """Dormant leads whose day has come are asked again: returns how many. For a periodic task."""
    today = hours.civil_day(now)
    return sum(_wake(lead, now=now) for lead in Lead.objects.to_wake(today))


@transaction.atomic
def _wake(lead: Lead, *, now: datetime) -> bool:
    lead = locked(lead)
    if not lead.is_dormant or lead.is_forgotten:
        return False
    come_back(lead, now=now)
    lead.stage = Lead.Stage.QUALIFIED if lead.history.exclude(stage__in=["new", "dormant", "lost"]).exists() else lead.stage
    lead.version += 1
    lead.save()
    return True


def locked(lead: Lead) -> Lead:
    """The row as it is now, held until the transaction ends."""
    return Lead.objects.select_for_update(of=("self",)).select_related("owner", "trial").get(pk=lead.pk)


def new_reference() -> str:
    """VIV- and eight letters; sixty million millions of them."""
    while True:
        found = "VIV-" + "".join(secrets.choice(LETTERS) for _letter in range(8))
        if not Lead.objects.filter(reference=found).exists():
            return found
