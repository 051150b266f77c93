"""Who is told when the nightly check finds what contradicts itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from dispatch import actions

KIND = "accounts.contradictions"
USEFUL_FOR = timedelta(days=1)


@transaction.atomic
def tell(found: int, now: datetime) -> int:
    """One mail a day to each network administrator; returns how many were written now."""
    people = User.objects.filter(is_active=True, groups__name=Role.NETWORK_ADMIN).order_by("pk")
    key = timezone.localdate(now).isoformat()
    return sum(actions.post(KIND, key, version=1, recipient=one.email, expires_at=now + USEFUL_FOR) for one in people)
