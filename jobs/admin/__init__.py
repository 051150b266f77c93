"""The administration of work, for the agency's staff."""

from jobs.admin.application import ApplicationAdmin
from jobs.admin.employer import EmployerAdmin
from jobs.admin.offer import JobOfferAdmin

__all__ = ["ApplicationAdmin", "EmployerAdmin", "JobOfferAdmin"]
