"""What must be true of leads; the nightly check looks for what is not."""

from datetime import datetime

from django.conf import settings

from outreach import agents
from outreach.models import Lead


def leads_without_agent(now: datetime) -> list[str]:
    """Open leads that nobody of the agency follows: the nightly task found nobody to take them."""
    lost = Lead.objects.not_owned_by(agents.agents().values("pk"))
    return [f"lead {lead.reference} is followed by nobody of the agency" for lead in lost.order_by("pk")]


def leads_kept_too_long(now: datetime) -> list[str]:
    """Silent for longer than was promised, the time of warning on top: the nightly forgetting does not run."""
    limit = now - settings.OUTREACH_KEEP_LEADS - 2 * settings.OUTREACH_WARN_LEADS
    return [f"lead {lead.reference} is kept for longer than promised" for lead in Lead.objects.silent_since(limit).order_by("pk")]


RULES = [leads_without_agent, leads_kept_too_long]
