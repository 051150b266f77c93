"""
The mails about signing in: written to the outbox as sealed letters, built when they leave.

A code or a link lives in no other place from which it could be read again at the time of sending, and putting it
in the outbox in clear would show it to whoever reads the outbox: see docs/decisions/0006-sign-in-mails-are-sealed-letters.md.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts import data_links
from accounts.models import Letter, User
from accounts.roles import Role
from accounts.sealing import seal, unseal
from dispatch import actions, invariants, mails, registry
from dispatch.models import Message


@dataclass(frozen=True)
class Mail:
    """A mail of ours: its name, how long it is of use, what it takes from the library's context and how it calls it."""

    name: str
    useful_for: timedelta
    takes: dict[str, str] = field(default_factory=dict, hash=False)
    button_label: Promise | str = ""

    @property
    def kind(self) -> str:
        return f"accounts.{self.name}"


CODE_LIFE = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
A_DAY = timedelta(days=1)

# The library names its mails by the prefix of a template; these are the ones that it writes with our settings.
SIGN_IN_CODE = Mail("sign_in_code", CODE_LIFE, {"code": "code"})
ADDRESS_CODE = Mail("address_code", CODE_LIFE, {"code": "code"})
NO_ACCOUNT = Mail("no_account", A_DAY, {"signup_url": "button_url"}, _("Create an account"))
ACCOUNT_EXISTS = Mail("account_exists", A_DAY)
NEW_PASSWORD = Mail(
    "new_password",
    timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    {"password_reset_url": "button_url"},
    _("Choose a password"),
)
SECURITY_NOTICE = Mail("security_notice", 7 * A_DAY)

MAILS = {
    "account/email/login_code": SIGN_IN_CODE,
    "account/email/email_confirmation": ADDRESS_CODE,
    "account/email/email_confirmation_signup": ADDRESS_CODE,
    "account/email/unknown_account": NO_ACCOUNT,
    "account/email/account_already_exists": ACCOUNT_EXISTS,
    "account/email/password_reset_key": NEW_PASSWORD,
}
BY_KIND = {mail.kind: mail for mail in (*MAILS.values(), SECURITY_NOTICE)}
ACCOUNT_ENDED = "accounts/ended"
MOST_FINDINGS = 50
SECOND_FACTOR_RESET = "accounts/second_factor_reset"
NOTICES = {
    ACCOUNT_ENDED: _("Your account was ended, and your bookings to come with it. Nothing more will come from us."),
    SECOND_FACTOR_RESET: _(
        "The second factor of your account was taken away and your sessions were ended. Sign in and set up a new one."
    ),
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_set": _("A password was given to your account."),
    "account/email/password_reset": _("The password of your account was replaced by a new one."),
    "account/email/email_changed": _("The e-mail address of your account was changed."),
    "account/email/email_deleted": _("An e-mail address was removed from your account."),
    "account/email/email_confirm": _("An e-mail address of your account was confirmed."),
    "mfa/email/totp_activated": _("An authenticator app now protects your account."),
    "mfa/email/totp_deactivated": _("The authenticator app no longer protects your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account; the old ones no longer work."),
    "mfa/email/webauthn_added": _("A security key was added to your account."),
    "mfa/email/webauthn_removed": _("A security key was removed from your account."),
}


def register() -> None:
    """Tell the outbox how each of these mails is built."""
    for kind in BY_KIND:
        registry.register(kind, build, resend_uncertain=True, confidential=True)


@transaction.atomic
def write(prefix: str, recipient: str, context: dict[str, Any]) -> None:
    """
    Put a mail of the sign-in library into the outbox, in the language of the request.

    Raises KeyError for a mail that the library did not write so far: it needs words of ours first.
    """
    now = timezone.now()
    mail = SECURITY_NOTICE if prefix in NOTICES else MAILS[prefix]
    content = {ours: str(context[theirs]) for theirs, ours in mail.takes.items()}
    content["language"] = get_language() or settings.LANGUAGE_CODE
    if mail is SECURITY_NOTICE:
        content |= {"notice": prefix, "at": now.isoformat(), "by": str(context.get("by", ""))}
    expires_at = now + mail.useful_for
    Letter.objects.expired(now).delete()
    letter = Letter.objects.create(key=uuid4().hex, sealed=seal(content), expires_at=expires_at)
    actions.post(mail.kind, letter.key, version=1, recipient=recipient, expires_at=expires_at)


def build(message: Message) -> EmailMultiAlternatives | None:
    """The mail as it leaves; None once its letter is out of date, for a late code helps nobody."""
    letter = Letter.objects.valid(timezone.now()).filter(key=message.key).first()
    content = unseal(letter.sealed) if letter else None
    if content is None:
        return None
    language = content.pop("language")
    if "notice" in content:
        content = {"what": NOTICES[content["notice"]], "at": datetime.fromisoformat(content["at"]), "by": content.get("by", "")}
    mail = BY_KIND[message.kind]
    context = {**content, "button_label": mail.button_label, "helpdesk": settings.HELPDESK_PHONE}
    return mails.compose(f"accounts/mail/{mail.name}", context, to=message.recipient, language=language)


def contradictions(message: Message) -> EmailMultiAlternatives | None:
    """What is wrong when the mail leaves; None once it is mended, or the person no longer runs the network."""
    person = User.objects.filter(is_active=True, groups__name=Role.NETWORK_ADMIN, email=message.recipient).first()
    findings = list(invariants.find(timezone.now())) if person else []
    if not findings:
        return None
    context = {"findings": findings[:MOST_FINDINGS], "count": len(findings), "more": max(0, len(findings) - MOST_FINDINGS)}
    return mails.compose("accounts/mail/contradictions", context, to=message.recipient, language=person.language)


def my_data(message: Message) -> EmailMultiAlternatives:
    """The link to what is held under an address without an account; it ends when the mail is no longer of use."""
    until = message.due_at + data_links.LIFE
    path = reverse("accounts:data_by_link", args=[data_links.token_for(message.recipient, until=until)])
    context = {"until": until, "button_url": settings.PUBLIC_URL + path, "button_label": str(_("See what is held"))}
    with override(settings.LANGUAGE_CODE):
        return mails.compose("accounts/mail/my_data", context, to=message.recipient, language=settings.LANGUAGE_CODE)


def address_forgotten(message: Message) -> EmailMultiAlternatives:
    """That what was held is gone, and what the law keeps."""
    context = {"days": settings.DISPATCH_KEEP_MAILS.days}
    return mails.compose("accounts/mail/address_forgotten", context, to=message.recipient, language=settings.LANGUAGE_CODE)
