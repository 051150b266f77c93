"""What a centre says to those who come: a manager's words to everybody of a day, and the day's list to the managers."""

import uuid
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models import Announcement, Booking
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Membership, Telecentre


@transaction.atomic
def announce(telecentre: Telecentre, *, day: date, text: str, by: User, key: uuid.UUID, now: datetime) -> int:
    """
    Write to everybody who has a booking on a day, once for each address; returns how many.

    The same key writes once, however often it is sent. Raises ValidationError for a day that is over, and where nobody
    is booked: the words would reach nobody.
    """
    if day < hours.civil_day(now):
        raise ValidationError(_("This day is over: nobody would read it in time."), code="over")
    told = {booking.booker.email: booking for booking in Booking.objects.live().on_day(telecentre, day).with_place()}
    if not told:
        raise ValidationError(_("Nobody is booked on this day."), code="nobody")
    answers = {"telecentre": telecentre, "day": day, "text": text, "author": by, "written_at": now}
    announcement, is_new = Announcement.objects.get_or_create(key=key, defaults=answers)
    if not is_new:
        return 0
    ends_at = hours.whole_day(day).ends_at
    for email, booking in told.items():
        dispatch.post(
            "bookings.announcement", f"{announcement.pk}/{booking.reference}", version=1, recipient=email, expires_at=ends_at
        )
    return len(told)


def mail_days(*, now: datetime) -> int:
    """
    Send each manager and deputy in force the list of who comes to their centre today; returns how many. For a daily task.

    Nothing where nobody comes. Each gets it once a day, whoever calls; past the day it is not sent any more.
    """
    today = hours.civil_day(now)
    told = 0
    for telecentre in Telecentre.objects.open():
        if not Booking.objects.live().on_day(telecentre, today).exists():
            continue
        for email in Membership.objects.addresses_at(telecentre, today):
            told += dispatch.post(
                "bookings.day_sheet",
                f"{telecentre.pk}/{today}",
                version=1,
                recipient=email,
                expires_at=hours.whole_day(today).ends_at,
            )
    return told
