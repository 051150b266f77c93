"""What bookings tell the person they hold something about."""

from django.utils.translation import gettext_lazy as _

from accounts.disclosing import OTHERS, SECRET, STAFF, Choice, Disclosure, Person, by_account, by_both, register, register_choice
from bookings.models import (
    Announcement,
    Bar,
    Booker,
    Booking,
    BookingEvent,
    CalendarFeed,
    Kiosk,
    KioskNote,
    MonthPlan,
    Override,
    Referral,
    ReferralEvent,
    Series,
    Statement,
    StatementEvent,
    StatementLine,
    Wait,
)

FOR_STAFF = _("Written by staff for staff; it may name other people.")
GUEST = _("It is the name of your guest; the page of the booking shows it.")


def declare() -> None:
    register(*BOOKINGS, WAITING, FEEDS, BARS, *STATEMENTS, *REFERRALS)
    register_choice(
        Choice("bookings", "bookings:list", _("See, move or cancel your bookings")),
        Choice("calendar_feeds", "bookings:my_calendar", _("Revoke the secret address of your calendar")),
    )


def booker(person: Person) -> Booker:
    return Booker.of(person.user) if person.user else Booker("", person.email)


bookings = by_both(Booking, "booked_by", "visitor_email")
_statements = by_both(Statement, "user", "email")


def _referrals(person: Person):
    """Also those that a link of another centre left behind: they name nobody, the booking does."""
    named = by_both(Referral, "account", "email")(person)
    return named | Referral.objects.filter(booking__in=bookings(person))


BOOKINGS = [
    Disclosure(
        "bookings.Booking",
        "bookings",
        bookings,
        "reference workspace starts_at ends_at part places state price booked_by visitor_name visitor_email proved_at placed_at "
        "arrived_at left_at series decide_by held_until cancel_reason created_at",
        {"fingerprint": SECRET, "for_name": GUEST},
    ),
    Disclosure(
        "bookings.Series",
        "bookings",
        by_account(Series, "booked_by"),
        "reference telecentre first_day last_day part booked_by created_at",
        {"fingerprint": SECRET},
    ),
    Disclosure(
        "bookings.BookingEvent",
        "bookings",
        lambda person: BookingEvent.objects.filter(pgh_obj__in=bookings(person)),
        "pgh_obj pgh_created_at state starts_at ends_at",
        {"pgh_context": STAFF},
    ),
    Disclosure(
        "bookings.KioskNote",
        "bookings",
        lambda person: KioskNote.objects.filter(booking__in=bookings(person)),
        "booking note pressed_at received_at",
    ),
    Disclosure(
        "bookings.Override",
        "bookings",
        lambda person: Override.objects.filter(booking__in=bookings(person)),
        "booking rule made_at",
        {"made_by": STAFF},
    ),
    Disclosure(
        "bookings.Announcement",
        "bookings",
        by_account(Announcement, "author"),
        "telecentre day written_at author",
        {"text": OTHERS},
    ),
    Disclosure("bookings.Kiosk", "bookings", by_account(Kiosk, "made_by"), "telecentre name made_by made_at revoked_at"),
]

WAITING = Disclosure(
    "bookings.Wait",
    "waiting_lists",
    by_both(Wait, "booked_by", "visitor_email"),
    "reference telecentre day part features booked_by visitor_name visitor_email state joined_at booking created_at",
)

FEEDS = Disclosure(
    "bookings.CalendarFeed",
    "calendar_feeds",
    by_account(CalendarFeed, "user"),
    "user telecentre created_at last_read_on revoked_at",
    {"token_hash": SECRET},
)

BARS = Disclosure(
    "bookings.Bar",
    "bars",
    lambda person: Bar.objects.against(booker(person)),
    "telecentre person email told starts_on ends_on made_at lifted_at",
    {"mark": SECRET, "reason": FOR_STAFF, "made_by lifted_by": STAFF},
)

STATEMENTS = [
    Disclosure(
        "bookings.MonthPlan",
        "statements",
        by_both(MonthPlan, "user", "email"),
        "telecentre user name email month price made_at",
        {"made_by": STAFF},
    ),
    Disclosure(
        "bookings.Statement",
        "statements",
        _statements,
        "telecentre user name email month reference state total issued_at",
        {"key": SECRET},
    ),
    Disclosure(
        "bookings.StatementLine",
        "statements",
        lambda person: StatementLine.objects.filter(statement__in=_statements(person)),
        "statement booking day what part amount",
    ),
    Disclosure(
        "bookings.StatementEvent",
        "statements",
        lambda person: StatementEvent.objects.filter(statement__in=_statements(person)),
        "statement what how paid_on at",
        {"by": STAFF, "reason": FOR_STAFF},
    ),
]

REFERRALS = [
    Disclosure(
        "bookings.Referral",
        "referrals",
        _referrals,
        "giver receiver state account name email agreed_at note decided_at decline_reason origin booking created_at",
        {"proposed_by decided_by": STAFF},
    ),
    Disclosure(
        "bookings.ReferralEvent",
        "referrals",
        lambda person: ReferralEvent.objects.filter(pgh_obj__in=_referrals(person)),
        "pgh_obj pgh_created_at state booking",
        {"pgh_context": STAFF},
    ),
]
