"""What signing in leaves behind: the hour of the session, the proved address, the second factor; how traces and accounts go."""

import json
import time
from datetime import datetime
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pghistory.models import Context

from accounts import data_links, disclosing, emails, personal_data, roles
from accounts.models import Letter, Sheet, User
from accounts.roles import Role
from dispatch import actions as dispatch
from dispatch.models import Message


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


@transaction.atomic
def end_account(user: User, *, now: datetime) -> None:
    """
    Forget a person with an account in every app, all or nothing; sessions of before open nothing any more.

    Mails of the past go first, so that those that tell of the end still leave. Raises ValidationError (code `obstacle`)
    with what somebody must settle before.
    """
    obstacles = obstacles_to_the_end(user, now=now)
    if obstacles:
        raise ValidationError([ValidationError(sentence, code="obstacle") for sentence in obstacles])
    dispatch.forget_person(user.email)
    emails.write(emails.ACCOUNT_ENDED, user.email, {})
    for app in personal_data.forgettings():
        app.forget(user, now=now)


@transaction.atomic
def send_data_link(email: str, *, key: UUID, now: datetime) -> None:
    """
    Send what is held under an address without an account to that address, by a link; once for each key.

    Raises ValidationError, code `account` where the person signs in to read it, `nothing` where nothing is held.
    """
    _without_account(email)
    if not any(holding.count for holding in disclosing.holdings_of(disclosing.Person(email))):
        raise ValidationError(_("Nothing is held under this address: there is nothing to send."), code="nothing")
    dispatch.post("accounts.my_data", str(key), version=1, recipient=email, due_at=now, expires_at=now + data_links.LIFE)


@transaction.atomic
def forget_address(email: str, *, key: UUID, now: datetime) -> None:
    """
    Forget who had no account, in every app, all or nothing; a mail says so, once for each key.

    What the law has the network keep stays. Raises ValidationError (code `account`) where an account is to be ended instead.
    """
    _without_account(email)
    dispatch.forget_person(email)
    for app in personal_data.forgettings():
        app.forget_address(email, now=now)
    dispatch.post("accounts.address_forgotten", str(key), version=1, recipient=email, due_at=now)


def _without_account(email: str) -> None:
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(
            _("This address has an account: the person reads, downloads and erases what is held on the page of the account."),
            code="account",
        )


def obstacles_to_the_end(user: User, *, now: datetime) -> list[str]:
    """What somebody must settle before the account can end, in sentences; of every app."""
    return [sentence for app in personal_data.forgettings() for sentence in app.obstacles(user, now=now)]


def consequences_of_the_end(user: User, *, now: datetime) -> list[str]:
    """What will change at once for the person and for others, in sentences; of every app."""
    return [sentence for app in personal_data.forgettings() for sentence in app.consequences(user, now=now)]


def staff_roles(user: User, *, now: datetime) -> list[str]:
    """Who runs the network does not vanish from one minute to the next; a manager's role ends with the memberships."""
    held = [role for role in roles.of(user) if role in (Role.AGENCY_STAFF, Role.NETWORK_ADMIN)]
    found = [
        _("Your account has the role “%(role)s”: have another administrator take it away first.") % {"role": role.label}
        for role in held
    ]
    return [_("Your account has all rights: have another administrator take them away first.")] if user.is_superuser else found


def forget_account(user: User, *, now: datetime) -> None:
    """A number without a name stays. Without a password and inactive, it lets nobody in, by old sessions or new ones."""
    _forget_in_the_log(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.email, user.name = f"compte-{user.pk}{Message.FORGOTTEN}", ""
    user.is_active = user.is_staff = user.is_superuser = user.wants_reminders = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def _forget_in_the_log(user: User) -> None:
    """The administration notes the names of the records that staff changed: people, and memberships on the page of a centre."""
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    about.update(object_repr=f"compte-{user.pk}", change_message="")
    member = json.dumps(str(user))[:-1]  # as the name begins a quoted text, accents escaped
    LogEntry.objects.filter(change_message__contains=f'"object": {member}, ').update(change_message="")


def forget_traces(now: datetime) -> int:
    """
    Delete what has run out (sessions, sealed letters, counters of rate limits) and what staff did too long ago.

    Returns how many rows went. The trace of a change of a booking stays, without the person who made it.
    """
    long_ago = now - settings.ACCOUNTS_KEEP_STAFF_ACTS
    over = [
        Session.objects.filter(expire_date__lt=now),
        Letter.objects.expired(now),
        Sheet.objects.expired(now),
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
