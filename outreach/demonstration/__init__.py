"""What the demonstration shows of outreach: examples that are marked as such, made by the verbs."""

from outreach.demonstration.events import create_events
from outreach.demonstration.leads import create_leads
from outreach.demonstration.plan import create_plan
from outreach.demonstration.registrations import register_examples

__all__ = ["create_events", "create_leads", "create_plan", "register_examples"]
