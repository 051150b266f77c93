"""Where a booking can move that stands in the way of something: what a manager is offered beside keeping and cancelling."""

from datetime import date, datetime
from typing import NamedTuple

from bookings import availability
from bookings.models import Booking
from telecentres import hours, words
from telecentres.models import Closure, Workspace

MOVE = "move/"


class Move(NamedTuple):
    """Another place or time, free when it was looked for; `value` is how a form sends it."""

    workspace: Workspace
    day: date
    part: str

    @property
    def value(self) -> str:
        return f"{MOVE}{self.workspace.pk}/{self.day}/{self.part}"

    def label_for(self, booking: Booking) -> str:
        """ "Bureau 2", "lundi 30, Bureau 1", "Saint-Flour, Bureau 3": what differs from the booking."""
        said = [self.workspace.telecentre.name] if self.workspace.telecentre_id != booking.workspace.telecentre_id else []
        said += [words.short_day_words(self.day)] if self.day != booking.day else []
        return ", ".join([*said, str(self.workspace)])


def moves_for(booking: Booking, *, now: datetime, avoiding: Closure | None = None) -> list[Move]:
    """
    Free desks at the same time, the same part of the next days here, the same day in other centres; about five queries.

    `avoiding` is a closure that is about to be: what it would cover is not offered.
    """
    found = availability.alternatives(booking.telecentre, booking.day, booking.part, now=now, ask=booking.ask, without=[booking])
    moves = [Move(desk, booking.day, booking.part) for desk in found.same_time if desk != booking.workspace][:3]
    slots = [*found.same_place, *found.elsewhere]
    firsts = Workspace.objects.select_related("telecentre").in_bulk([slot.desks[0] for slot in slots])
    moves += [Move(firsts[slot.desks[0]], slot.day, slot.part) for slot in slots]
    return [move for move in moves if not (avoiding and _is_covered(move, avoiding))]


def read(value: str) -> Move | None:
    """What a form sent; None for anything that `Move.value` never says."""
    try:
        key, day, part = value.removeprefix(MOVE).split("/")
        workspace = Workspace.objects.select_related("telecentre__commune").get(pk=key)
        return Move(workspace, date.fromisoformat(day), part) if value.startswith(MOVE) else None
    except (ValueError, Workspace.DoesNotExist):
        return None


def _is_covered(move: Move, closure: Closure) -> bool:
    if move.workspace.telecentre_id != closure.telecentre_id:
        return False
    if closure.workspace_id not in (None, move.workspace.pk, move.workspace.parent_id):
        return False
    day = hours.whole_day(move.day)
    return closure.starts_at < day.ends_at and closure.ends_at > day.starts_at
