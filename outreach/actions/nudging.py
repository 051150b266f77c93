"""Once a week whoever follows leads reads which of them wait."""

from datetime import datetime

from dispatch import actions as dispatch
from outreach import agents
from outreach.models import Lead
from telecentres import hours


def tell_owners(*, now: datetime) -> int:
    """Write one mail to each of the agency's staff with overdue leads; returns how many. For a periodic task."""
    today = hours.civil_day(now)
    late = Lead.objects.overdue(today).order_by().values("owner")
    week = hours.monday_of(today).toordinal()
    return sum(
        dispatch.post("outreach.leads_overdue", str(owner.pk), version=week, recipient=owner.email)
        for owner in agents.agents().filter(pk__in=late)
    )
