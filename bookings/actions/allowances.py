"""A manager's word: which rules give way for a booking that the centre makes or moves, why, and by whom it was said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from accounts.models import User
from bookings import rules
from bookings.actions.desks import lay, occupy
from bookings.models import Booking, Occupancy, Override
from telecentres import hours
from telecentres.models import Closure, Workspace

CLOSED, HOURS = "closed", "hours"  # codes of refusals


@dataclass(frozen=True)
class Word:
    """`allowing` are codes of refusals; what no word can allow stands in `Override.Rule.of_code`. `reason` is kept."""

    by: User | None
    allowing: frozenset[str] = frozenset()
    reason: str = ""

    def allows(self, code: str) -> bool:
        return code in self.allowing and Override.Rule.of_code(code) is not None


class TryingOut(Word):
    """Lets everything pass, to learn all that speaks against a booking; nothing is ever saved by this word."""

    def allows(self, code: str) -> bool:
        return True


def period_of(workspace: Workspace, day, part: str, word: Word | None) -> hours.Period | None:
    """When a part of a day is; by a word that allows it, hours outside the opening hours as well."""
    bounds = hours.stretch_bounds(part)
    offered = workspace.part_on(day, part)
    if offered or bounds is None or word is None or not word.allows(HOURS):
        return offered
    return hours.period_on(day, bounds) if bounds.opens_at < bounds.closes_at else None


def check(booking: Booking, obeying: Sequence[Callable], word: Word | None, *, now: datetime) -> list[ValidationError]:
    """
    Put a booking to rules, and return the refusals that a word has made give way.

    Raises the first that nobody allowed. Nobody books what is over, whatever was said.
    """
    given_way = []
    for rule in [*obeying, *([rules.not_over] if word else [])]:
        try:
            rule(booking, now=now)
        except ValidationError as refusal:
            if word is None or not word.allows(refusal.code):
                raise
            given_way.append(refusal)
    return given_way


def opens_closures(word: Word | None) -> bool:
    """The schedule must be held exclusively then: nobody may take what is open for a moment."""
    return word is not None and word.allows(CLOSED)


def take(booking: Booking, given_way: list[ValidationError], word: Word | None, *, now: datetime) -> None:
    """
    Hold the desks of a saved booking, inside the caller's transaction, and write down what gave way for it.

    A closure in the way is taken up, the desk is held, and the closure is laid again around it: one transaction, with the
    schedule held exclusively. Raises Taken when somebody else has one of the desks.
    """
    codes = {refusal.code for refusal in given_way}
    closures = _take_up(booking) if CLOSED in codes else []
    occupy(booking, anytime=HOURS in codes)
    for closure in closures:
        lay(closure)
    for code in sorted(codes):
        Override.objects.create(
            booking=booking, rule=Override.Rule.of_code(code), reason=word.reason[:300], made_by=word.by, made_at=now
        )


def _take_up(booking: Booking) -> list[Closure]:
    """All closures of the centre at that time: the further desks of a group may be under others than the first one's."""
    closures = list(Closure.objects.filter(telecentre=booking.telecentre).overlapping(booking.starts_at, booking.ends_at))
    rows = Occupancy.objects.live().filter(closure__in=closures)
    rows.overlapping(booking.starts_at, booking.ends_at).delete()
    return closures
