"""What Celery does while people act, as a party to a race; and the two ends that such a race may have."""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.db import connection

from bookings.models import Booking, Occupancy
from bookings.trials.browser import Answer

WORKERS = 4  # at the same time; more would only use up the connections


def workers(acts: Sequence[Callable[[], object]]) -> list[Callable[[], Answer]]:
    """The acts shared out among a few workers, each a request of a race."""
    return [partial(_work, acts[first::WORKERS]) for first in range(WORKERS)]


def _work(acts: Iterable[Callable[[], object]]) -> Answer:
    """One act after the other, on a connection of its own; won (302) when any of them did something."""
    started = time.perf_counter()
    try:
        done = sum(bool(act()) for act in acts)
    finally:
        connection.close()
    return Answer(302 if done else 200, "", "", time.perf_counter() - started)


def not_one_of_two(bookings: Iterable[Booking], *, held: str, freed: str) -> list[str]:
    """What is wrong with those that were not in exactly one of two states ever, with the desk held in the first alone."""
    return [what for booking in bookings for what in _not_one(booking, held, freed)]


def _not_one(booking: Booking, held: str, freed: str) -> list[str]:
    told = [state for state in booking.history.values_list("state", flat=True) if state in (held, freed)]
    is_held = Occupancy.objects.live().filter(booking=booking).exists()
    if len(told) == 1 and is_held == (told == [held]):
        return []
    return [f"{booking}: {' and '.join(told) or 'neither'}, the desk is {'held' if is_held else 'free'}"]
