"""What is due today at the agency: offers to read again or that end, applications without an answer, centres that are gone."""

from datetime import datetime, timedelta
from typing import NamedTuple

from jobs.models import Application, JobOffer
from telecentres import hours

SOON = timedelta(days=7)
WAITED = timedelta(days=20)
MOST = 20


class Desk(NamedTuple):
    """Each list is short, the most pressing first; the numbers are whole."""

    to_read: list[JobOffer]
    expiring: list[JobOffer]
    gone_centres: list[JobOffer]
    answers_due: list[Application]
    drafts: int
    waiting: int

    @property
    def is_empty(self) -> bool:
        return not (self.to_read or self.expiring or self.gone_centres or self.answers_due)


def of_today(now: datetime) -> Desk:
    """Six queries."""
    today = hours.civil_day(now)
    offers = JobOffer.objects.select_related("employer", "author")
    due = Application.objects.due(now - WAITED).select_related("offer")
    return Desk(
        to_read=list(offers.to_read().order_by("updated_at")[:MOST]),
        expiring=list(offers.expiring(today, within=SOON).order_by("valid_through")[:MOST]),
        gone_centres=list(offers.at_suspended_centres()[:MOST]),
        answers_due=list(due[:MOST]),
        drafts=offers.filter(state=JobOffer.State.DRAFT).count(),
        waiting=Application.objects.unanswered().count(),
    )
