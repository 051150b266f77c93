"""Secret links: who has one may see and change a booking, a place in line or a statement without an account."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from bookings.models import Booking, Statement, Wait


def token(booking: Booking) -> str:
    """Made from the booking's own random key and the portal's secret: nothing to store, nothing to guess."""
    return _sealed("bookings.link", booking.reference, booking.idempotency_key)


def opens(booking: Booking, candidate: str) -> bool:
    return constant_time_compare(token(booking), candidate)


def address(booking: Booking) -> str:
    """The full address to put into a mail; visitors get the secret one, people with an account the plain one."""
    if booking.booked_by_id:
        return settings.PUBLIC_URL + booking.get_absolute_url()
    return settings.PUBLIC_URL + reverse("bookings:open", args=[booking.reference, token(booking)])


def wait_token(wait: Wait) -> str:
    return _sealed("bookings.wait", wait.reference, wait.secret)


def opens_wait(wait: Wait, candidate: str) -> bool:
    return constant_time_compare(wait_token(wait), candidate)


def wait_address(wait: Wait) -> str:
    """The full address to put into a mail; visitors get the secret one, people with an account the plain one."""
    if wait.booked_by_id:
        return settings.PUBLIC_URL + wait.get_absolute_url()
    return settings.PUBLIC_URL + reverse("bookings:open_wait", args=[wait.reference, wait_token(wait)])


def feed_address(token: str) -> str:
    """The full address that a calendar reads."""
    return settings.PUBLIC_URL + reverse("bookings:feed", args=[token])


def statement_token(statement: Statement) -> str:
    """As for a booking; a new random key, once the person is forgotten, makes every earlier link useless."""
    return _sealed("statements.link", statement.reference, statement.key)


def opens_statement(statement: Statement, candidate: str) -> bool:
    return constant_time_compare(statement_token(statement), candidate)


def statement_address(statement: Statement) -> str:
    """To put into a mail: the secret one for who has no account."""
    if statement.user_id:
        return settings.PUBLIC_URL + statement.get_absolute_url()
    path = reverse("bookings:open_statement", args=[statement.reference, statement_token(statement)])
    return settings.PUBLIC_URL + path


def _sealed(salt: str, reference: str, key: UUID) -> str:
    return salted_hmac(salt, f"{reference}:{key}", algorithm="sha256").hexdigest()[:40]
