"""What is due today for somebody of the agency who follows leads."""

from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from outreach.models import Lead
from telecentres import hours

MOST = 10


class Desk(NamedTuple):
    """Short lists, the longest overdue first; the numbers are whole."""

    late: list[Lead]
    today: list[Lead]
    others_late: int

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.today)


def of_today(user: User, now: datetime) -> Desk:
    """Two queries."""
    today = hours.civil_day(now)
    mine = list(Lead.objects.to_do(today).owned_by(user)[: 2 * MOST])
    return Desk(
        late=[lead for lead in mine if lead.next_action_on < today][:MOST],
        today=[lead for lead in mine if lead.next_action_on == today][:MOST],
        others_late=Lead.objects.overdue(today).exclude(owner=user).count(),
    )
