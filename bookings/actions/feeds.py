"""Making and revoking the secret addresses that calendars read."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from bookings import locks
from bookings.models import Booker, CalendarFeed
from bookings.models.secret import hash_of, new_token
from telecentres.models import Telecentre


@transaction.atomic
def make_feed(user: User, telecentre: Telecentre | None = None, *, now: datetime) -> str:
    """Return the token of a new address; the one before stops working. The token is kept nowhere, only its hash is."""
    locks.hold_person(Booker.of(user).lock_key)  # two clicks make one address after the other
    revoke_feed(user, telecentre, now=now)
    token = new_token()
    CalendarFeed.objects.create(user=user, telecentre=telecentre, token_hash=hash_of(token), created_at=now)
    return token


def revoke_feed(user: User, telecentre: Telecentre | None = None, *, now: datetime) -> bool:
    """False: there was none."""
    return CalendarFeed.objects.belonging_to(user, telecentre).filter(revoked_at=None).update(revoked_at=now) > 0


def revoke_feeds(user: User, now: datetime) -> int:
    """All addresses of somebody whose access ends; returns how many."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


def note_reading(feed: CalendarFeed, *, today: date) -> None:
    """Once a day, so that reading again costs no write."""
    if feed.last_read_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=today)
