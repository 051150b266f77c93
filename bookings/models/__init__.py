"""The nouns of bookings, one module each subject."""

from bookings.models.booker import Booker
from bookings.models.booking import Booking, BookingEvent
from bookings.models.feed import CalendarFeed
from bookings.models.occupancy import Occupancy
from bookings.models.period import Period

__all__ = ["Booker", "Booking", "BookingEvent", "CalendarFeed", "Occupancy", "Period"]
