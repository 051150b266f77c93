"""The nouns of outreach, one module each subject."""

from outreach.models.campaign import Campaign, Indicator
from outreach.models.door import Door, DoorNote
from outreach.models.event import Event
from outreach.models.event_history import EventHistory
from outreach.models.lead import Interaction, Lead, LeadHistory
from outreach.models.mailing import Mailing
from outreach.models.registration import Answer, Attendance, Registration, RegistrationHistory
from outreach.models.session import EventSession

__all__ = [
    "Answer",
    "Attendance",
    "Campaign",
    "Door",
    "DoorNote",
    "Event",
    "EventHistory",
    "EventSession",
    "Indicator",
    "Interaction",
    "Lead",
    "LeadHistory",
    "Mailing",
    "Registration",
    "RegistrationHistory",
]
