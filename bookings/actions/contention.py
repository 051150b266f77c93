"""What happens when the database breaks a verb off for another writer's sake."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.utils.translation import gettext as _

ONE_DESK = "bookings_booking_one_desk_at_a_time"

P = ParamSpec("P")
R = TypeVar("R")


def retried(verb: Callable[P, R]) -> Callable[P, R]:
    """
    Run a whole verb once more when the database broke it off for another writer's sake.

    A deadlock (40P01), a lock waited for too long (55P03), or two bookings drawn the same reference (23505). The
    person's own other desk is said in words.
    """

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except (OperationalError, IntegrityError) as error:
            code = getattr(error.__cause__, "pgcode", None)
            if ONE_DESK in str(error):
                raise ValidationError(_("You have another desk at that time."), code="one_desk") from error
            if code not in ("40P01", "55P03", "23505"):
                raise
            return verb(*args, **kwargs)

    return run
