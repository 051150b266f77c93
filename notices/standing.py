"""
The state of accessibility that every footer shows, remembered by each process so that no page pays a query for it.

A change is seen at once by the process that wrote it, and by the others within LIFE.
"""

from django.core.cache import caches
from django.utils import timezone

from notices.models import AccessibilityDeclaration

State = AccessibilityDeclaration.State
KEY = "accessibility"
LIFE = 60  # seconds


def current() -> State:
    """One query a minute and process."""
    return caches["memory"].get_or_set(KEY, _in_force, LIFE)


def forget(**kwargs) -> None:
    """The next footer asks again; also the receiver of each change of a declaration."""
    caches["memory"].delete(KEY)


def _in_force() -> State:
    return State(AccessibilityDeclaration.objects.only("state").in_force(timezone.localdate()).state)
