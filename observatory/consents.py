"""The words that people agree to when they declare a move: each version stays, so that one can read what somebody accepted."""

from django.utils.translation import gettext_lazy as _

CURRENT = "2026-11"
TEXTS = {
    "2026-11": _(
        "I agree that the network counts my move, in sums of eleven people or more, and keeps my address for 13 months so that I "
        "can correct it or take it back. Nothing else is done with it."
    ),
}
