"""The administration of bookings and of what touches them."""

from bookings.admin.booking import BookingAdmin
from bookings.admin.schedule import ClosureAdmin, OpeningHoursAdmin, StageEventAdmin

__all__ = ["BookingAdmin", "ClosureAdmin", "OpeningHoursAdmin", "StageEventAdmin"]
