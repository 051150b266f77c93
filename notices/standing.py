"""
The state of accessibility that every footer shows, remembered by each process so that no page pays a query for it.

The database's cache would cost a query as well. A change is seen at once by the process that wrote it, and by the
others within LIFE.
"""

from time import monotonic

from django.utils import timezone

from notices.models import AccessibilityDeclaration

State = AccessibilityDeclaration.State
LIFE = 60.0  # seconds

_remembered: tuple[float, State] | None = None


def current() -> State:
    """One query a minute and process."""
    if _remembered and monotonic() - _remembered[0] < LIFE:
        return _remembered[1]
    declaration = AccessibilityDeclaration.objects.only("state").in_force(timezone.localdate())
    return remember(State(declaration.state))


def remember(state: State) -> State:
    """For LIFE seconds, as if the database had just said so."""
    global _remembered
    _remembered = monotonic(), state
    return state


def forget(**kwargs) -> None:
    """The next footer asks again; also the receiver of each change of a declaration."""
    global _remembered
    _remembered = None
