"""Refusals that carry more than a sentence."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bookings import availability
from bookings.models import Booking
from telecentres.models import Workspace


class Clash(ValidationError):
    """Somebody else has the desk at that time; carries what to offer instead."""

    def __init__(self, workspace: Workspace, found: availability.Alternatives):
        super().__init__(_("%(desk)s has just been taken.") % {"desk": workspace}, code="taken")
        self.workspace = workspace
        self.alternatives = found


class KeyReused(ValidationError):
    """The same form was sent before with other content."""

    def __init__(self) -> None:
        super().__init__(
            _("This form was already sent with other answers. Check your bookings, then start again if need be."),
            code="key_reused",
        )


class Touched(ValidationError):
    """Bookings stand in the way of a closure; the manager must say what becomes of them."""

    def __init__(self, bookings: list[Booking]):
        super().__init__(_("Bookings stand in the way. Say whether to keep or to cancel them."), code="touched")
        self.bookings = bookings
