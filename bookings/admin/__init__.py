"""The administration of bookings and of what touches them."""

from bookings.admin.booking import BookingAdmin
from bookings.admin.schedule import ClosureAdmin, OpeningHoursAdmin, StageEventAdmin, WorkspaceAdmin

__all__ = ["BookingAdmin", "ClosureAdmin", "OpeningHoursAdmin", "StageEventAdmin", "WorkspaceAdmin"]
