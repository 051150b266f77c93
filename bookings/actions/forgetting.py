"""Forget: visitors' names and addresses go when their time is over, the bare days stay to be counted."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Concat

from bookings.models import Booking
from dispatch.models import Message


def forget_visitors(now: datetime) -> int:
    """
    Empty who the visitor was on bookings over for longer than `BOOKINGS_KEEP_VISITORS`; returns how many.

    Bookings of people with an account stay as they are: they belong to the account. Safe to run twice.
    """
    # A booking belongs to somebody (a constraint): the reference stands for nobody, and differs from booking to booking.
    nobody = Concat(F("reference"), Value(Message.FORGOTTEN))
    old = Booking.objects.of_known_visitors().filter(ends_at__lt=now - settings.BOOKINGS_KEEP_VISITORS)
    return old.update(visitor_name="", visitor_email=nobody, fingerprint="", cancel_reason="")
