"""What bookings keep about people."""

from django.utils.translation import gettext_lazy as _

from accounts.holdings import CONTRACT
from accounts.personal_data import Treatment, about_nobody, register


def declare() -> None:
    register(BOOKINGS)
    register(CALENDAR_FEEDS)
    about_nobody(
        {
            "bookings.Booking": "workspace part places also state is_personal price language version idempotency_key created_at",
            "bookings.BookingEvent": "pgh_created_at pgh_label state workspace starts_at ends_at part version proved_at",
            "bookings.Announcement": "telecentre day key",
            "bookings.Kiosk": "telecentre name token_hash seen_on",
            "bookings.KioskNote": "key kiosk note said",
            "bookings.Override": "rule reason",
            "bookings.Occupancy": "workspace telecentre starts_at ends_at live booking closure",
        }
    )


BOOKINGS = Treatment(
    name="bookings",
    title=_("Your bookings"),
    what=_(
        "Name and e-mail address, or your account; which desk, which day, when you booked and confirmed your address, when "
        "you arrived and left if that was noted, and the telecentre’s reason if it had to cancel."
    ),
    why=_("To hold the desk for you, to let you in, and to write to you when something changes."),
    basis=CONTRACT,
    kept=_(
        "Without an account: name, address and reason are erased twelve months after the day; only centre, desk, day and "
        "half-day remain, to be counted. With an account: as long as the account; you can end it."
    ),
    seen_by=_("You, the managers of that telecentre and the administrators of the network. Never your employer."),
    fields={
        "bookings.Announcement": "author text written_at",
        "bookings.Kiosk": "made_by made_at revoked_at",
        "bookings.KioskNote": "booking pressed_at received_at",
        "bookings.Override": "booking made_by made_at",
        "bookings.Booking": (
            "reference booked_by visitor_name visitor_email proved_at starts_at ends_at fingerprint cancel_reason placed_at "
            "arrived_at left_at"
        ),
        "bookings.BookingEvent": "pgh_obj pgh_context",
    },
    at_the_end=_(
        "Those to come are cancelled, their desks are free again. On those of the past, whatever leads to you is erased; only "
        "centre, desk, day and half-day remain, to be counted."
    ),
)

CALENDAR_FEEDS = Treatment(
    name="calendar_feeds",
    title=_("Your secret calendar address, if you make one"),
    what=_(
        "A fingerprint of the address, from which nobody can find the address again; the days on which you made and revoked it; "
        "the last day on which a calendar read it."
    ),
    why=_("To show your bookings in your own calendar, or those of a telecentre to who manages it, and to stop when you say so."),
    basis=CONTRACT,
    kept=_("As long as the account. Revoked, it opens nothing any more."),
    seen_by=_("You. The calendar to which you give the address reads the bookings; we send nothing to it by ourselves."),
    fields={"bookings.CalendarFeed": "user telecentre token_hash created_at last_read_on revoked_at"},
    at_the_end=_("Erased: the address opens nothing any more."),
)
