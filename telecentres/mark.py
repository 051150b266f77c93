"""
The mark of the network, drawn from its centres: the crater of the old volcano, and a spoke for each of them.

The spokes stand in the order of the true directions from the puy Mary and are turned together to lie as near to these
as equal angles allow. The dot at the end is full once the centre is open. Every page shows the mark, so each process
remembers it, and shows a change within LIFE.
"""

from cmath import phase, rect
from math import cos, pi, sin
from typing import NamedTuple

from django.core.cache import caches

from telecentres import map as cantal
from telecentres.models import Telecentre

KEY = "mark"
LIFE = 60  # seconds
MIDDLE = 32  # of a square of 64 units
RIM, END, DOT = 7, 21, 24.5  # units from the middle


class Dot(NamedTuple):
    x: float
    y: float
    is_open: bool


class Mark(NamedTuple):
    rays: str
    dots: list[Dot]

    @property
    def full(self) -> list[Dot]:
        return [dot for dot in self.dots if dot.is_open]

    @property
    def hollow(self) -> list[Dot]:
        return [dot for dot in self.dots if not dot.is_open]


def current() -> Mark:
    """One query a minute and process."""
    return caches["memory"].get_or_set(KEY, lambda: draw(list(Telecentre.objects.public())), LIFE)


def draw(telecentres: list[Telecentre]) -> Mark:
    """A ray and a dot for each, clockwise from the east."""
    bearings = sorted((cantal.bearing(telecentre), telecentre.name, telecentre.is_open) for telecentre in telecentres)
    step = 2 * pi / max(len(bearings), 1)
    turn = phase(sum(rect(1, bearing - n * step) for n, (bearing, *_) in enumerate(bearings)))
    angles = [(turn + n * step, is_open) for n, (*_, is_open) in enumerate(bearings)]
    rays = "".join(f"M{_at(angle, RIM)}L{_at(angle, END)}" for angle, _ in angles)
    return Mark(rays, [Dot(*_point(angle, DOT), is_open) for angle, is_open in angles])


def _point(angle: float, radius: float) -> tuple[float, float]:
    return round(MIDDLE + radius * cos(angle), 1), round(MIDDLE + radius * sin(angle), 1)


def _at(angle: float, radius: float) -> str:
    x, y = _point(angle, radius)
    return f"{x:g} {y:g}"
