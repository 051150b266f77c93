"""What bookings keep about people."""

from django.utils.translation import gettext_lazy as _

from accounts.holdings import CONTRACT
from accounts.personal_data import Treatment, about_nobody, register

LEGITIMATE_OF_PLACES = _(
    "Legitimate interest: the good order of the place and the safety of those who come (article 6.1.f of the GDPR)."
)


def declare() -> None:
    register(BOOKINGS)
    register(CALENDAR_FEEDS)
    register(WAITING_LISTS)
    register(BARS)
    register(STATEMENTS)
    register(REFERRALS)
    about_nobody(
        {
            "bookings.Booking": (
                "workspace part places also state is_personal by_centre price language version idempotency_key told_in created_at"
            ),
            "bookings.Series": "telecentre kind weekdays first_day last_day part language version idempotency_key",
            "bookings.BookingEvent": "pgh_created_at pgh_label state workspace starts_at ends_at part version proved_at",
            "bookings.Announcement": "telecentre day key",
            "bookings.Bar": "telecentre",
            "bookings.Kiosk": "telecentre name token_hash seen_on",
            "bookings.KioskNote": "key kiosk note said",
            "bookings.Override": "rule reason",
            "bookings.Wait": "telecentre speciality kind day part language secret",
            "bookings.MonthPlan": "telecentre",
            "bookings.Statement": "telecentre issuer year number revision language",
            "bookings.StatementCounter": "telecentre year last",
            "bookings.StatementLine": "position kind",
            "bookings.StatementEvent": "what",
            "bookings.Referral": "giver receiver reason speciality language state decide_by key",
            "bookings.ReferralEvent": "pgh_created_at pgh_label state",
            "bookings.Occupancy": "workspace telecentre starts_at ends_at live booking closure",
        }
    )


BOOKINGS = Treatment(
    name="bookings",
    title=_("Your bookings"),
    what=_(
        "Name and e-mail address, or your account; the name of your guest, if you book for one; which desk, which day, when you "
        "booked and confirmed your address, when you arrived and left if that was noted, and the telecentre’s reason if it had "
        "to cancel."
    ),
    why=_("To hold the desk for you, to let you in, and to write to you when something changes."),
    basis=CONTRACT,
    kept=_(
        "Without an account: name, address and reason are erased twelve months after the day; only centre, desk, day and "
        "half-day remain, to be counted. With an account: as long as the account; you can end it. The name of a guest is erased "
        "twelve months after the day in any case."
    ),
    seen_by=_("You, the managers of that telecentre and the administrators of the network. Never your employer."),
    fields={
        "bookings.Announcement": "author text written_at",
        "bookings.Kiosk": "made_by made_at revoked_at",
        "bookings.KioskNote": "booking pressed_at received_at",
        "bookings.Override": "booking made_by made_at",
        "bookings.Booking": (
            "reference booked_by visitor_name visitor_email for_name proved_at starts_at ends_at fingerprint cancel_reason "
            "placed_at arrived_at left_at series decide_by held_until"
        ),
        "bookings.Series": "reference booked_by fingerprint created_at",
        "bookings.BookingEvent": "pgh_obj pgh_context",
    },
    at_the_end=_(
        "Those to come are cancelled, their desks are free again. On those of the past, whatever leads to you is erased; only "
        "centre, desk, day and half-day remain, to be counted."
    ),
)

WAITING_LISTS = Treatment(
    name="waiting_lists",
    title=_("The waiting list, if you stand on one"),
    what=_(
        "Name and e-mail address, or your account; which centre or speciality, which day and part of the day, since when; and, "
        "only while you wait, what you need of a desk, such as a way without steps."
    ),
    why=_("To offer you the next place that is free, in the order of asking."),
    basis=CONTRACT,
    kept=_("What you need of a desk: until the wait ends. The rest: thirty days after the day you waited for."),
    seen_by=_("You, the managers of that telecentre and the administrators of the network."),
    fields={
        "bookings.Wait": "reference features booked_by visitor_name visitor_email state joined_at booking created_at",
    },
    at_the_end=_("You leave every list; the places that were held for you go to the next in line. Nothing remains."),
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

BARS = Treatment(
    name="bars",
    title=_("If a telecentre bars you for a time"),
    what=_(
        "Your e-mail address and account, from which day until which you may not come, the reason that the telecentre wrote "
        "down, what it told you, who decided it and who lifted it."
    ),
    why=_("To keep people and places safe, and the desks for those who keep to the rules of the telecentre."),
    basis=LEGITIMATE_OF_PLACES,
    kept=_("One year after the last day, or after it was lifted; then it is deleted."),
    seen_by=_(
        "You, as far as you are told; the managers of that telecentre and the administrators of the network. No other telecentre."
    ),
    fields={"bookings.Bar": "person email mark reason told starts_on ends_on made_by made_at lifted_by lifted_at"},
    at_the_end=_(
        "What is over is deleted. If you are barred at that moment, a fingerprint of your address and the last day stay until "
        "that day, without the reason and without your name; then they are deleted as well."
    ),
)

STATEMENTS = Treatment(
    name="statements",
    title=_("What you owe a telecentre"),
    what=_(
        "Your name and account or e-mail address; for each month the days and places that you pay, their prices, the month plan "
        "if you have one; whether it is paid, when, how, and who noted it."
    ),
    why=_("To tell you what you owe, and to keep the books of the telecentre."),
    basis=_("Legal obligation: papers of the books are kept ten years (article L123-22 of the French commercial code)."),
    kept=_(
        "Name, days and amounts ten years after the end of the year, because the law wants it, then everything is deleted. The "
        "address goes with the account, or twelve months after the month if you have none; so does the way to the bookings."
    ),
    seen_by=_("You, the managers of that telecentre and the administrators of the network."),
    fields={
        "bookings.MonthPlan": "user name email month price made_by made_at",
        "bookings.Statement": "user name email month reference state total issued_at key",
        "bookings.StatementLine": "statement booking day what part amount",
        "bookings.StatementEvent": "statement how paid_on reason by at",
    },
    at_the_end=_(
        "What you owe so far is written down. The statements stay with your name for ten years, because the law wants it; your "
        "address, the secret links and what leads to the bookings are erased. Month plans are deleted."
    ),
)

REFERRALS = Treatment(
    name="referrals",
    title=_("Being sent on to another telecentre"),
    what=_(
        "Your name and e-mail address as you gave them to a telecentre that could not receive you, that you agreed, its note, "
        "the answer of the other telecentre, and which booking came of it. Who only follows a link from one telecentre to "
        "another leaves nothing but their booking, and that it came by that link."
    ),
    why=_("To find you a place elsewhere, and to see which telecentres help each other, in numbers."),
    basis=_("Consent: you are asked before your name is passed on; else the contract of your booking (article 6.1.a and 6.1.b)."),
    kept=_("Name, address and notes are erased twelve months later; from which centre to which, why and in which month remains."),
    seen_by=_("You, the managers of both telecentres and the administrators of the network. Other managers see numbers alone."),
    fields={
        "bookings.Referral": (
            "account name email agreed_at note proposed_by decided_by decided_at decline_reason origin booking created_at"
        ),
        "bookings.ReferralEvent": "pgh_obj pgh_context booking",
    },
    at_the_end=_("Name, address and notes are erased, and what was still on its way ends; the numbers remain."),
)
