"""What is done with a lead on the way to a desk, a job or a home, and after it; each verb keeps who does what next, and when."""

import uuid
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from bookings import actions as bookings
from bookings import availability
from bookings.models import Booker, Booking
from jobs.models import JobOffer
from outreach import lead_rules
from outreach.actions.leads import STAFF, locked, make_contact
from outreach.models import Interaction, Lead
from telecentres import hours
from telecentres.models import Telecentre, Workspace

Stage = Lead.Stage
FOLLOW_UPS = {3: "here_at_3_months", 12: "here_at_12_months"}
AFTER_VISIT = timedelta(days=1)
STAFF_FIELDS = ["name", "phone", "language", "home", "project", "household_size", "horizon", "partner_needs_job"]
STAFF_FIELDS += ["telecentre", "campaign"]


@transaction.atomic
def move_to(
    lead: Lead,
    stage: str,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    lost_reason: str = "",
    visit_on: date | None = None,
    settled_on: date | None = None,
    wake_on: date | None = None,
    next_action: str = "",
    next_action_on: date | None = None,
) -> Lead:
    """
    Take the lead to another stage, with what that stage needs; raises ValidationError with the code of what is missing.

    `lost_reason` for the lost, `wake_on` for the dormant, `visit_on` for a planned visit, `settled_on` for an outcome. A
    booking that the person made themselves counts as their trial. Without a next action the lead keeps the one it has, or
    gets the one that follows from the stage. A reason becomes a note of the story.
    """
    lead, today = locked(lead), hours.civil_day(now)
    visit_on, settled_on = visit_on or lead.visit_on, settled_on or lead.settled_on
    lead.trial = lead.trial or (_own_booking(lead, now=now) if stage == Stage.TRIAL_BOOKED else None)
    lead_rules.may_go(lead, stage)
    lead_rules.says_why_it_skips(lead, stage, reason)
    lead_rules.knows_the_visit(stage, visit_on)
    lead_rules.has_a_trial(lead, stage)
    lead_rules.says_why_lost(stage, lost_reason)
    lead_rules.settled_on_a_day(stage, settled_on, today=today)
    lead_rules.wakes_on_a_day(stage, wake_on, today=today)
    was_open = lead.is_open
    lead.stage, lead.stage_since = stage, now
    lead.lost_reason = lost_reason if stage == Stage.LOST else ""
    lead.visit_on, lead.settled_on = visit_on, settled_on if lead.is_settled else None
    _plan(lead, was_open, wake_on, next_action, next_action_on, now=now)
    lead.version += 1
    lead.save()
    if reason.strip():
        _note(lead, Interaction.Kind.NOTE, reason, by=by, now=now)
    return lead


def _plan(
    lead: Lead, was_open: bool, wake_on: date | None, next_action: str, next_action_on: date | None, *, now: datetime
) -> None:
    """What is to be done next: as said, or as it follows from the stage."""
    today = hours.civil_day(now)
    if lead.is_settled:
        plan_follow_up(lead)
    elif lead.stage == Stage.LOST:
        lead.next_action, lead.next_action_on = "", None
    elif lead.is_dormant:
        with override(STAFF):
            lead.next_action, lead.next_action_on = _("Ask again"), wake_on
    elif next_action or next_action_on:
        lead_rules.says_what(next_action)
        lead_rules.is_ahead(next_action_on, today=today)
        lead.next_action, lead.next_action_on = next_action.strip(), next_action_on
    elif lead.stage == Stage.VISIT_PLANNED and lead.visit_on >= today:
        with override(STAFF):
            lead.next_action, lead.next_action_on = _("Ask how the visit was"), lead.visit_on + AFTER_VISIT
    elif not was_open:
        make_contact(lead, now=now)


def plan_follow_up(lead: Lead) -> None:
    """Whoever has settled is asked after 3 and after 12 months; once both are answered nothing is left to do."""
    for months, field in FOLLOW_UPS.items():
        if getattr(lead, field) is None:
            with override(STAFF):
                lead.next_action = _("Ask whether they are still here, after %(months)s months") % {"months": months}
            lead.next_action_on = lead_rules.months_after(lead.settled_on, months)
            return
    lead.next_action, lead.next_action_on = "", None


def due_follow_up(lead: Lead, today: date) -> int | None:
    """3 or 12, when that question is to be asked; None before its day, or once it is answered."""
    open_questions = [months for months, field in FOLLOW_UPS.items() if getattr(lead, field) is None]
    if not lead.is_settled or not open_questions or today < lead_rules.months_after(lead.settled_on, open_questions[0]):
        return None
    return open_questions[0]


@transaction.atomic
def answer_follow_up(lead: Lead, *, months: int, is_here: bool, by: User | None, now: datetime) -> Lead:
    """Note whether they are still here after 3 or 12 months; who has left after 3 is not asked after 12."""
    lead = locked(lead)
    lead_rules.may_answer(lead, months, today=hours.civil_day(now))
    setattr(lead, FOLLOW_UPS[months], is_here)
    if months == 3 and not is_here:
        lead.here_at_12_months = False
    plan_follow_up(lead)
    lead.version += 1
    lead.save()
    said = _("Still here after %(months)s months.") if is_here else _("No longer here after %(months)s months.")
    with override(STAFF):
        _note(lead, Interaction.Kind.NOTE, said % {"months": months}, by=by, now=now)
    return lead


@transaction.atomic
def note_interaction(
    lead: Lead,
    *,
    kind: str,
    direction: str,
    text: str,
    by: User | None,
    now: datetime,
    happened_on: date | None = None,
    next_action: str = "",
    next_action_on: date | None = None,
    key: uuid.UUID | None = None,
) -> Interaction:
    """
    Note what was said, and what is to be done next if that changes. Only the person's own contact renews the three years.

    The same form sent twice is noted once. Raises ValidationError (code `happened_on`) for a day that has not come.
    """
    lead, today = locked(lead), hours.civil_day(now)
    if key and (noted := Interaction.objects.filter(key=key, lead=lead).first()):
        return noted
    lead_rules.is_known(lead)
    happened_on = happened_on or today
    if happened_on > today:
        raise ValidationError(_("What has not happened yet is a next action."), code="happened_on")
    if direction == Interaction.Direction.PERSON and happened_on >= hours.civil_day(lead.last_contact_at):
        lead.last_contact_at = now if happened_on == today else hours.whole_day(happened_on).starts_at
        lead.warned_at = None
    if next_action or next_action_on:
        lead_rules.says_what(next_action)
        lead_rules.is_ahead(next_action_on, today=today)
        lead.next_action, lead.next_action_on = next_action.strip(), next_action_on
    lead.version += 1
    lead.save()
    return _note(lead, kind, text, by=by, now=now, direction=direction, happened_on=happened_on, key=key)


@transaction.atomic
def plan_next_action(lead: Lead, *, next_action: str, next_action_on: date | None, by: User | None, now: datetime) -> Lead:
    """What is to be done next, and when. Of who has settled an empty action goes back to the follow-up."""
    lead = locked(lead)
    lead_rules.is_known(lead)
    if lead.is_settled and not next_action.strip():
        plan_follow_up(lead)
    elif lead.stage in Stage.followed():
        lead_rules.says_what(next_action)
        lead_rules.is_ahead(next_action_on, today=hours.civil_day(now))
        lead.next_action, lead.next_action_on = next_action.strip(), next_action_on
    else:
        raise ValidationError(_("Take the lead up again first: choose a stage of the way."), code="exit")
    lead.version += 1
    lead.save()
    return lead


def free_desk(centre: Telecentre, day: date, part: str, *, now: datetime) -> Workspace | None:
    """The first desk of the plan that is free then; None where there is none, or the centre is closed."""
    slot = availability.Calendar.load([centre], day, day, now=now).slot(centre, day, part)
    return Workspace.objects.select_related("telecentre").get(pk=slot.desks[0]) if slot and slot.desks else None


@transaction.atomic
def book_trial(
    lead: Lead, *, desk: Workspace, day: date, part: str, key: uuid.UUID, by: User | None, now: datetime, reason: str = ""
) -> Lead:
    """
    Book a real desk in the name of the person, who gets its confirmation, and take the lead to that stage.

    The rules are those of everybody's bookings, and what they refuse is raised as bookings.actions.book raises it.
    """
    lead = locked(lead)
    lead_rules.is_known(lead)
    if lead.stage not in Stage.open():
        raise ValidationError(_("Take the lead up again first: choose a stage of the way."), code="exit")
    account = User.objects.filter(email=lead.email, is_active=True).first()
    booker = Booker.of(account) if account else Booker(lead.name or lead.reference, lead.email)
    booking = bookings.book(booker=booker, workspace=desk, day=day, part=part, key=key, language=lead.language, now=now)
    if lead.trial == booking:
        return lead
    lead.trial = booking
    lead.save(update_fields=["trial"])
    if lead.stage == Stage.TRIAL_BOOKED:
        return lead
    with override(STAFF):
        said = reason or _("Trial desk: %(desk)s, %(reference)s") % {"desk": desk, "reference": booking.reference}
        ask = _("Ask how the trial was")
    return move_to(lead, Stage.TRIAL_BOOKED, by=by, now=now, reason=said, next_action=ask, next_action_on=day + AFTER_VISIT)


@transaction.atomic
def correct_by_staff(lead: Lead, said: dict) -> Lead:
    """What staff knows better of the person; it is no contact by them. `said` by the names of the fields."""
    lead = locked(lead)
    lead_rules.is_known(lead)
    for name in STAFF_FIELDS:
        setattr(lead, name, said[name])
    lead.version += 1
    lead.save(update_fields=[*STAFF_FIELDS, "version"])
    return lead


@transaction.atomic
def link_job(lead: Lead, offer: JobOffer, *, by: User | None, now: datetime) -> Lead:
    """The job of the portal that they found; the stage is another verb’s affair."""
    lead = locked(lead)
    lead_rules.is_known(lead)
    lead.job_found = offer
    lead.version += 1
    lead.save(update_fields=["job_found", "version"])
    with override(STAFF):
        _note(lead, Interaction.Kind.NOTE, _("Job found: %(offer)s") % {"offer": offer}, by=by, now=now)
    return lead


def _own_booking(lead: Lead, *, now: datetime) -> Booking | None:
    """A booking to come that the person made themselves, by their address."""
    theirs = Q(booked_by__email=lead.email) | Q(booked_by=None, visitor_email=lead.email)
    return Booking.objects.filter(theirs).upcoming(now).first()


def _note(
    lead: Lead,
    kind: str,
    text: str,
    *,
    by: User | None,
    now: datetime,
    direction: str = Interaction.Direction.NETWORK,
    happened_on: date | None = None,
    key: uuid.UUID | None = None,
) -> Interaction:
    return Interaction.objects.create(
        lead=lead,
        kind=kind,
        direction=direction,
        happened_on=happened_on or hours.civil_day(now),
        text=text.strip(),
        by=by,
        noted_at=now,
        key=key,
    )
