"""The nouns of bookings, one module each subject."""

from bookings.models.announcement import Announcement
from bookings.models.ask import Ask
from bookings.models.booker import Booker
from bookings.models.booking import Booking, BookingEvent, part_words
from bookings.models.feed import CalendarFeed
from bookings.models.kiosk import Kiosk, KioskNote
from bookings.models.occupancy import Occupancy
from bookings.models.override import Override
from bookings.models.period import Period

__all__ = [
    "Announcement",
    "Ask",
    "Booker",
    "Booking",
    "BookingEvent",
    "CalendarFeed",
    "Kiosk",
    "KioskNote",
    "Occupancy",
    "Override",
    "Period",
    "part_words",
]
