"""What may become of a lead: one function, one rule, one reason."""

from calendar import monthrange
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import agents
from outreach.models import Lead

Stage = Lead.Stage
FURTHEST = timedelta(days=730)
LATEST_SETTLING = timedelta(days=31)


def may_go(lead: Lead, stage: str) -> None:
    """A lead moves within the funnel in either direction and leaves it by an outcome; from an exit it only comes back."""
    is_known(lead)
    if stage == lead.stage:
        raise ValidationError(_("The lead is at this stage already."), code="same")
    if lead.stage in Stage.exits() and stage not in Stage.open():
        raise ValidationError(_("Take the lead up again first: choose a stage of the way."), code="exit")
    if lead.is_settled and stage in Stage.exits():
        raise ValidationError(_("Who has settled is not lost: say instead that they are no longer here."), code="settled")


def says_why_it_skips(lead: Lead, stage: str, reason: str) -> None:
    """Steps that are left out make the figures of the funnel hard to read: a reason is noted with them."""
    if skipped(lead.stage, stage) and not reason.strip():
        raise ValidationError(_("This leaves out a step: say in a few words why."), code="skip")


def skipped(before: str, after: str) -> list[str]:
    """The steps of the funnel between two stages, in order; an outcome comes after the last one. Nothing on the way back."""
    way = [*Stage.funnel(), *([after] if after in Stage.settled() else [])]
    if before not in way or after not in way:
        return []
    return [str(step) for step in way[way.index(before) + 1 : way.index(after)]]


def knows_the_visit(stage: str, visit_on: date | None) -> None:
    """A visit that is planned has a day."""
    if stage == Stage.VISIT_PLANNED and visit_on is None:
        raise ValidationError(_("Say on which day they come."), code="visit_on")


def has_a_trial(lead: Lead, stage: str) -> None:
    """A trial is a booked desk, not an intention."""
    if stage == Stage.TRIAL_BOOKED and lead.trial is None:
        raise ValidationError(_("No booking of this person is known: book the trial desk, and the lead moves."), code="trial")


def says_why_lost(stage: str, lost_reason: str) -> None:
    """What makes people give up is what the network can mend."""
    if stage == Stage.LOST and not lost_reason:
        raise ValidationError(_("Say why the lead was lost."), code="lost_reason")


def settled_on_a_day(stage: str, settled_on: date | None, *, today: date) -> None:
    """The follow-up after 3 and 12 months counts from it; a move that is fixed may lie a month ahead."""
    if stage in Stage.settled() and settled_on is None:
        raise ValidationError(_("Say since when."), code="settled_on")
    if settled_on and settled_on > today + LATEST_SETTLING:
        raise ValidationError(_("This day is too far ahead: note it once they are here."), code="settled_on")


def wakes_on_a_day(stage: str, wake_on: date | None, *, today: date) -> None:
    """Dormant is a promise to ask again, not a drawer."""
    if stage == Stage.DORMANT and wake_on is None:
        raise ValidationError(_("Say when you will ask again."), code="wake_on")
    if stage == Stage.DORMANT:
        is_ahead(wake_on, today=today)


def is_ahead(day: date | None, *, today: date) -> None:
    """The day of a next action is today or later, and within two years."""
    if day is None or day < today or day > today + FURTHEST:
        raise ValidationError(_("Choose a day from today on, within two years."), code="next_action_on")


def says_what(next_action: str) -> None:
    """A day without a word helps nobody."""
    if not next_action.strip():
        raise ValidationError(_("Say what is to be done."), code="next_action")


def is_known(lead: Lead) -> None:
    """Of who is forgotten only numbers are left."""
    if lead.is_forgotten:
        raise ValidationError(_("This person is forgotten: nothing more can be noted."), code="forgotten")


def may_own(user: User) -> None:
    """Only the agency's staff may read leads."""
    if not agents.is_agent(user):
        raise ValidationError(_("This person does not belong to the agency’s staff."), code="owner")


def may_answer(lead: Lead, months: int, *, today: date) -> None:
    """Whether somebody is still here after 3 or 12 months is known then, not before; 12 months come after 3."""
    if not lead.is_settled:
        raise ValidationError(_("Nobody has settled yet."), code="not_settled")
    if today < months_after(lead.settled_on, months):
        raise ValidationError(_("It is too early to know."), code="too_early")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
