"""What signing in leaves behind: the hour of the session, the address proved, the second factor; and when traces go."""

import time
from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from pghistory.models import Context

from accounts.models import Letter, User


def stamp_session(sender: type, request: HttpRequest, user: User, **kwargs) -> None:
    """Staff sessions end so many hours after this moment, however busy the person is."""
    request.session["signed_in_at"] = int(time.time())


def record_proved_address(sender: type, user: User, method: str, email: str | None = None, **kwargs) -> None:
    """
    Somebody typed the code that we sent to their address: that proves it.

    Accounts made by staff come without the library's own record of the address; without this step their first
    sign-in would ask for a second code.
    """
    if method == "code" and email == user.email:
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})


def record_first_second_factor(sender: type, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs) -> None:
    """
    Whoever has just set up their first authenticator has shown that they hold it.

    Only the first: later ones can be added from a session that never showed any, and must not lift it.
    """
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    others = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exclude(pk=authenticator.pk)
    if not others.exists():
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)


def forget_traces(now: datetime) -> int:
    """
    Delete what has run out (sessions, sealed letters, counters of rate limits) and what staff did too long ago.

    Returns how many rows went. The trace of a change of a booking stays, without the person who made it.
    """
    long_ago = now - settings.ACCOUNTS_KEEP_STAFF_ACTS
    over = [
        Session.objects.filter(expire_date__lt=now),
        Letter.objects.expired(now),
        LogEntry.objects.filter(action_time__lt=long_ago),
        Context.objects.filter(created_at__lt=long_ago),
    ]
    return sum(rows.delete()[0] for rows in over) + _forget_counters(now)


def _forget_counters(now: datetime) -> int:
    """Their keys name network addresses; Django drops what has run out only when the table is full."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(cache._table)
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608
        return cursor.rowcount
