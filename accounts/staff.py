"""What a network administrator does for the staff: end somebody's access, take away a second factor that was lost."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import emails
from accounts.models import User
from accounts.roles import Role

Ending = Callable[[User, datetime], object]
ENDINGS: list[Ending] = []


def register_ending(ending: Ending) -> None:
    """What an app takes from somebody whose access ends: memberships, secret addresses. Runs inside the transaction."""
    if ending not in ENDINGS:
        ENDINGS.append(ending)


@transaction.atomic
def end_access(person: User, *, by: User, reason: str, now: datetime) -> None:
    """
    Close the account and what it opens; bookings and history stay, so does the name.

    Raises ValidationError: `oneself`, `superuser`, `last` for the last network administrator, `ended`.
    """
    person = _held(person, by)
    if not person.is_active:
        raise ValidationError(_("This access has been ended already."), code="ended")
    if not _administrators().exclude(pk=person.pk).exists():
        raise ValidationError(_("This is the last network administrator: appoint another one first."), code="last")
    for ending in ENDINGS:
        ending(person, now)
    Authenticator.objects.filter(user=person).delete()
    person.groups.clear()
    person.is_active = person.is_staff = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "is_staff", "password"])
    _end_sessions(person)
    _note(person, by, f"ended: {reason}")


@transaction.atomic
def reset_second_factor(person: User, *, by: User, reason: str) -> None:
    """
    Take away all authenticators; the person sets up new ones at the next sign-in, and gets a mail that says who did it.

    Raises ValidationError: `oneself`, `superuser`, `none` without any authenticator.
    """
    person = _held(person, by)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise ValidationError(_("This account has no second factor."), code="none")
    _end_sessions(person)
    emails.write(emails.SECOND_FACTOR_RESET, person.email, {"by": str(by)})
    _note(person, by, f"second factor reset: {reason}")


def _held(person: User, by: User) -> User:
    """The person's row and those of all network administrators, locked, so that two do not end each other."""
    list(_administrators().order_by("pk").select_for_update())
    person = User.objects.select_for_update().get(pk=person.pk)
    if person == by:
        raise ValidationError(_("Nobody does this to themselves: ask another network administrator."), code="oneself")
    if person.is_superuser and not by.is_superuser:
        raise ValidationError(_("This account has all rights: it is looked after on the server."), code="superuser")
    return person


def _administrators():
    administrators = User.objects.filter(groups__name=Role.NETWORK_ADMIN).values("pk")
    return User.objects.filter(pk__in=administrators, is_active=True)


def _end_sessions(person: User) -> None:
    """A session knows its person only inside what is sealed, so each is opened."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            store(session.session_key).delete()


def _note(person: User, by: User, message: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=message,
    )
