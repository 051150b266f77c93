"""The mail to those who run the network when the nightly check finds what contradicts itself."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from dispatch import actions, invariants, mails
from dispatch.models import Message

KIND = "accounts.contradictions"
USEFUL_FOR = timedelta(days=1)
MOST = 50


@transaction.atomic
def tell(found: int, now: datetime) -> int:
    """One mail a day to each network administrator; returns how many were written now."""
    people = User.objects.filter(is_active=True, groups__name=Role.NETWORK_ADMIN).order_by("pk")
    key = timezone.localdate(now).isoformat()
    return sum(actions.post(KIND, key, version=1, recipient=one.email, expires_at=now + USEFUL_FOR) for one in people)


def mail(message: Message) -> EmailMultiAlternatives | None:
    """What is wrong when the mail leaves; None once it is mended, or the person no longer runs the network."""
    person = User.objects.filter(is_active=True, groups__name=Role.NETWORK_ADMIN, email=message.recipient).first()
    findings = list(invariants.find(timezone.now())) if person else []
    if not findings:
        return None
    context = {"findings": findings[:MOST], "count": len(findings), "more": max(0, len(findings) - MOST)}
    return mails.compose("accounts/mail/contradictions", context, to=message.recipient, language=person.language)
