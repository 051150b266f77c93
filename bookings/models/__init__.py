"""The nouns of bookings, one module each subject."""

from bookings.models.announcement import Announcement
from bookings.models.ask import Ask
from bookings.models.bar import Bar
from bookings.models.booker import Booker
from bookings.models.booking import Booking, BookingEvent, part_words
from bookings.models.feed import CalendarFeed
from bookings.models.kiosk import Kiosk, KioskNote
from bookings.models.month_plan import MonthPlan
from bookings.models.occupancy import Occupancy
from bookings.models.override import Override
from bookings.models.period import Period
from bookings.models.referral import Referral, ReferralEvent
from bookings.models.series import Series
from bookings.models.statement import Statement, StatementCounter, StatementEvent, StatementLine
from bookings.models.wait import Wait

__all__ = [
    "Announcement",
    "Ask",
    "Bar",
    "Booker",
    "Booking",
    "BookingEvent",
    "CalendarFeed",
    "Kiosk",
    "KioskNote",
    "MonthPlan",
    "Occupancy",
    "Override",
    "Period",
    "Referral",
    "ReferralEvent",
    "Series",
    "Statement",
    "StatementCounter",
    "StatementEvent",
    "StatementLine",
    "Wait",
    "part_words",
]
