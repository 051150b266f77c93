"""The small map of the Cantal: where a point lies on the drawing, and on which side of it its name finds room."""

import json
from dataclasses import dataclass
from functools import cache
from math import atan2, hypot, pi
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from telecentres.models import Telecentre

DRAWING = Path(__file__).parent / "data" / "cantal-map.json"

# The puy Mary, in the middle of the old volcano: from it the valleys, and the spokes of the mark, go out.
CRATER = (45.109, 2.6767)
CRATER_RADIUS = 10
LETTER = 11  # width and height of letters on a phone, where they are largest
LINE = 20
DIRECTIONS = [
    _("to the east"),
    _("to the south-east"),
    _("to the south"),
    _("to the south-west"),
    _("to the west"),
    _("to the north-west"),
    _("to the north"),
    _("to the north-east"),
]


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Label(NamedTuple):
    """Where the name is written, and which end of it stands there."""

    x: int
    y: int
    anchor: str
    box: Box


@dataclass(frozen=True)
class Dot:
    """A telecentre on the drawing."""

    telecentre: Telecentre
    x: int
    y: int
    spoke: str
    label: Label
    direction: str


@cache
def drawing() -> dict:
    return json.loads(DRAWING.read_text())


def point(latitude: float, longitude: float) -> tuple[int, int]:
    """The units of the drawing, from degrees (WGS 84): x to the east, y to the south."""
    scale = drawing()
    x = (float(longitude) - scale["west"]) * scale["per_degree_east"]
    y = (scale["north"] - float(latitude)) * scale["per_degree_south"]
    return round(x), round(y)


def dots(telecentres: list[Telecentre]) -> list[Dot]:
    """One dot each; names are placed one after the other where they touch neither a dot nor a spoke nor a name."""
    crater = point(*CRATER)
    places = [point(telecentre.latitude, telecentre.longitude) for telecentre in telecentres]
    taken = [Box(x - 12, y - 12, x + 12, y + 12) for x, y in [crater, *places]]
    lines = [point_on for place in places for point_on in _points_between(crater, place)]
    found = []
    for telecentre, place in zip(telecentres, places, strict=True):
        label = _label(telecentre.name, place, crater, taken, lines)
        taken.append(label.box)
        found.append(Dot(telecentre, *place, _spoke(crater, place), label, _direction(crater, place)))
    return found


def _label(
    name: str, place: tuple[int, int], crater: tuple[int, int], taken: list[Box], lines: list[tuple[float, float]]
) -> Label:
    """The first side with room, beginning away from the crater; to the right when no side has any."""
    (x, y), width = place, len(name) * LETTER
    right = Label(x + 14, y + 5, "start", Box(x + 14, y - 10, x + 14 + width, y + 10))
    left = Label(x - 14, y + 5, "end", Box(x - 14 - width, y - 10, x - 14, y + 10))
    below = Label(x, y + 28, "middle", Box(x - width / 2, y + 13, x + width / 2, y + 13 + LINE))
    above = Label(x, y - 14, "middle", Box(x - width / 2, y - 14 - LINE, x + width / 2, y - 14))
    sides = [left, below, above, right] if x < crater[0] else [right, below, above, left]
    edge_left, edge_top, edge_width, edge_height = map(int, drawing()["view_box"].split())
    fits = [
        side
        for side in sides
        if side.box.left >= edge_left
        and side.box.right <= edge_left + edge_width
        and side.box.top >= edge_top
        and side.box.bottom <= edge_top + edge_height
        and not any(side.box.touches(box) for box in taken)
        and not any(side.box.holds(*point_on) for point_on in lines)
    ]
    return fits[0] if fits else right


def _points_between(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[float, float]]:
    """Every few units along a spoke, close enough that no name slips between two of them."""
    steps = 1 + round(hypot(end[0] - start[0], end[1] - start[1]) / 6)
    return [(start[0] + (end[0] - start[0]) * n / steps, start[1] + (end[1] - start[1]) * n / steps) for n in range(steps + 1)]


def _spoke(crater: tuple[int, int], place: tuple[int, int]) -> str:
    """From the rim of the crater to the centre; nothing for a centre on the crater itself."""
    (x0, y0), (x, y) = crater, place
    length = hypot(x - x0, y - y0)
    if length <= CRATER_RADIUS:
        return ""
    return f"M{x0 + (x - x0) * CRATER_RADIUS / length:.0f} {y0 + (y - y0) * CRATER_RADIUS / length:.0f}L{x} {y}"


def bearing(telecentre: Telecentre) -> float:
    """From the crater, in radians clockwise from the east, above -π and at most π."""
    return _angle(point(*CRATER), point(telecentre.latitude, telecentre.longitude))


def _angle(crater: tuple[int, int], place: tuple[int, int]) -> float:
    return atan2(place[1] - crater[1], place[0] - crater[0])


def _direction(crater: tuple[int, int], place: tuple[int, int]) -> str:
    return DIRECTIONS[round(_angle(crater, place) / (pi / 4)) % 8]
