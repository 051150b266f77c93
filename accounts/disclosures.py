"""What accounts, mails and traces of staff tell the person they are about."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from accounts.disclosing import OTHERS, SECRET, Choice, Disclosure, Person, by_account, register, register_choice
from accounts.models import Sheet, User
from dispatch.models import Message


def declare() -> None:
    register(*ACCOUNT, *SESSIONS, MAILS, *STAFF_ACTS)
    register_choice(
        Choice("account", "accounts:profile", _("Change your name, your language and your mails")),
        Choice("account", "accounts:end", _("End my account")),
    )


def _account(person: Person):
    return User.objects.filter(pk=person.user and person.user.pk)


def _contexts(person: Person):
    return Context.objects.filter(metadata__user=person.user.pk) if person.user else Context.objects.none()


ACCOUNT = [
    Disclosure(
        "accounts.User",
        "account",
        _account,
        "email name language wants_reminders date_joined last_login is_active is_staff is_superuser groups user_permissions",
        {"password": SECRET},
    ),
    Disclosure(
        "account.EmailAddress",
        "account",
        by_account(EmailAddress, "user"),
        "email verified primary user",
    ),
    Disclosure(
        "account.EmailConfirmation",
        "account",
        by_account(EmailConfirmation, "email_address__user"),
        "email_address created sent",
        {"key": SECRET},
    ),
    Disclosure(
        "mfa.Authenticator",
        "account",
        by_account(Authenticator, "user"),
        "user type created_at last_used_at",
        {"data": SECRET},
    ),
]

NOT_TO_BE_FOUND = _("A random number alone leads to it: nobody can tell from it whose it is.")
SESSIONS = [
    Disclosure("sessions.Session", "sessions", None, "", {"session_key session_data expire_date": NOT_TO_BE_FOUND}),
    Disclosure("accounts.Letter", "sessions", None, "", {"key sealed expires_at": NOT_TO_BE_FOUND}),
]

MAILS = Disclosure(
    "dispatch.Message",
    "mails",
    lambda person: Message.objects.to(person.email),
    "recipient due_at sent_at state message_id",
    {
        "subject source key last_error": _(
            "Each mail reached you whole. The copy kept here may hold secret links, and those to staff name other people."
        )
    },
)

STAFF_ACTS = [
    Disclosure(
        "admin.LogEntry",
        "staff_acts",
        by_account(LogEntry, "user"),
        "action_time user content_type action_flag",
        {"object_id object_repr change_message": OTHERS},
    ),
    Disclosure(
        "pghistory.Context",
        "staff_acts",
        _contexts,
        "created_at updated_at",
        {"id metadata": OTHERS},
    ),
    Disclosure(
        "accounts.Sheet",
        "staff_acts",
        by_account(Sheet, "user"),
        "user file_name expires_at",
    ),
]
