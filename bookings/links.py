"""The secret link of a booking: who has it may see and change the booking without an account."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from bookings.models import Booking


def token(booking: Booking) -> str:
    """Made from the booking's own random key and the portal's secret: nothing to store, nothing to guess."""
    return salted_hmac("bookings.link", f"{booking.reference}:{booking.idempotency_key}", algorithm="sha256").hexdigest()[:40]


def opens(booking: Booking, candidate: str) -> bool:
    return constant_time_compare(token(booking), candidate)


def address(booking: Booking) -> str:
    """The full address to put into a mail; visitors get the secret one, people with an account the plain one."""
    if booking.booked_by_id:
        return settings.PUBLIC_URL + booking.get_absolute_url()
    return settings.PUBLIC_URL + reverse("bookings:open", args=[booking.reference, token(booking)])


def feed_address(token: str) -> str:
    """The full address that a calendar reads."""
    return settings.PUBLIC_URL + reverse("bookings:feed", args=[token])
