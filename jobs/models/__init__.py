"""The nouns of work, one module each subject."""

from jobs.models.alert import Alert, AlertRound
from jobs.models.application import Application, ApplicationEvent, Opening
from jobs.models.employer import Employer
from jobs.models.offer import Feature, JobOffer, JobOfferEvent
from jobs.models.outcome import JobOutcome

__all__ = [
    "Alert",
    "AlertRound",
    "Application",
    "ApplicationEvent",
    "Employer",
    "Feature",
    "JobOffer",
    "JobOfferEvent",
    "JobOutcome",
    "Opening",
]
