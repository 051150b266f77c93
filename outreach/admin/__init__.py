"""The administration of outreach, one module each subject."""

from outreach.admin.event import EventAdmin
from outreach.admin.lead import LeadAdmin
from outreach.admin.mailing import MailingAdmin
from outreach.admin.plan import CampaignAdmin
from outreach.admin.registration import RegistrationAdmin

__all__ = ["CampaignAdmin", "EventAdmin", "LeadAdmin", "MailingAdmin", "RegistrationAdmin"]
