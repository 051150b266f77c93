"""Lists under a filter that somebody wants every day: each app registers its own, the start page links them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User


@dataclass(frozen=True)
class SavedFilter:
    """`list_name` as `app_model`, whose list it is; `query` may depend on the day."""

    label: Promise | str
    permission: str
    list_name: str
    query: str | Callable[[date], str]

    def address(self, today: date) -> str:
        query = self.query if isinstance(self.query, str) else self.query(today)
        return f"{reverse(f'admin:{self.list_name}_changelist')}?{query}"


FILTERS: list[SavedFilter] = []


def register(*filters: SavedFilter) -> None:
    FILTERS.extend(one for one in filters if one not in FILTERS)


def links_for(user: User) -> list[tuple[str, str]]:
    """Label and address of those whose list the person may open."""
    today = timezone.localdate()
    return [(str(one.label), one.address(today)) for one in FILTERS if user.has_perm(one.permission)]
