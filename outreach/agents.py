"""Who at the agency follows people who may come, and who of them has the fewest."""

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.roles import Role
from outreach.models import Lead


def agents() -> QuerySet[User]:
    """The agency's staff whose accounts are in use, by name."""
    return User.objects.filter(is_active=True, groups__name=Role.AGENCY_STAFF.value).order_by("name", "pk")


def least_busy(*, without: User | None = None) -> User | None:
    """The one with the fewest open leads, of equals the one who came first; None where the agency has nobody else."""
    staff = agents().exclude(pk=without.pk) if without else agents()
    still_open = Count("leads", filter=Q(leads__stage__in=Lead.Stage.open()) & ~Q(leads__email=""))
    return staff.annotate(load=still_open).order_by("load", "pk").first()


def is_agent(user: User) -> bool:
    return agents().filter(pk=user.pk).exists()
