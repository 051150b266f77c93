"""The weights of the pages as last measured in the browser; `data/weights.json` is made by `tests/browser/weigh.py`."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from telecentres.charts import Bar
from telecentres.words import number_words

FILE = Path(__file__).parent / "data" / "weights.json"

# One page of each type stands for its like; the keys are the names of tests/browser/pages.py.
TITLES: dict[str, Promise | str] = {
    "home": _("Home page"),
    "first screen": _("Booking, first screen: day and desk"),
    "second screen": _("Booking, second screen: check and confirm"),
    "booking": _("A booking"),
    "my bookings": _("My bookings"),
    "directory": _("The telecentres, with their map"),
    "centre": _("A telecentre"),
    "sign in": _("Sign in"),
    "help": _("Help and contact"),
    "accessibility": _("Accessibility declaration"),
    "bookings": _("Administration, a list"),
    "closure": _("Administration, a form"),
}


class Weight(NamedTuple):
    """Kilobytes (1000 bytes) as they cross the wire, compressed, and requests; each beside its declared limit."""

    title: Promise | str
    first: float
    first_limit: float
    again: float
    again_limit: float
    requests: int
    requests_limit: int


class Measurement(NamedTuple):
    """All page types, and the day on which they were measured."""

    measured_on: date
    weights: list[Weight]

    @property
    def bars(self) -> list[Bar]:
        """First visits, the heaviest page last."""
        return [
            Bar(str(weight.title), weight.first, _("%(kb)s kB") % {"kb": number_words(Decimal(str(weight.first)))})
            for weight in sorted(self.weights, key=lambda weight: weight.first)
        ]


@cache
def measured() -> Measurement:
    """Read once a process: the file changes with the code."""
    kept = json.loads(FILE.read_text())
    weights = [Weight(TITLES[name], **figures) for name, figures in kept["pages"].items()]
    return Measurement(date.fromisoformat(kept["measured_on"]), weights)
