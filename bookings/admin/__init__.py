"""The administration of bookings and of what touches them."""

from bookings.admin.bars import BarAdmin
from bookings.admin.booking import BookingAdmin
from bookings.admin.month_plans import MonthPlanAdmin
from bookings.admin.referral import ReferralAdmin
from bookings.admin.schedule import ClosureAdmin, OpeningHoursAdmin, StageEventAdmin, WorkspaceAdmin
from bookings.admin.statements import StatementAdmin
from bookings.admin.waiting import WaitAdmin

__all__ = [
    "BarAdmin",
    "BookingAdmin",
    "ClosureAdmin",
    "MonthPlanAdmin",
    "OpeningHoursAdmin",
    "ReferralAdmin",
    "StageEventAdmin",
    "StatementAdmin",
    "WaitAdmin",
    "WorkspaceAdmin",
]
