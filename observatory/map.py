"""The map of who has a telecentre near home: a circle for each commune, full where a centre is near."""

from dataclasses import dataclass

from django.conf import settings

from observatory.access import NEAR, Access, Circle
from telecentres import map as cantal

KM_PER_DEGREE = 111.195  # of a great circle


@dataclass(frozen=True)
class PopulationMap:
    """All that the drawing needs; `radius` is how far NEAR minutes reach, in its units."""

    circles: list[Circle]
    dots: list[cantal.Dot]
    drawing: dict
    radius: float

    @property
    def far(self) -> list[Circle]:
        return [one for one in self.circles if not one.is_near]

    @property
    def near(self) -> list[Circle]:
        return [one for one in self.circles if one.is_near]

    @property
    def largest_far(self) -> Circle | None:
        return self.far[0] if self.far else None


def of(access: Access) -> PopulationMap:
    km = NEAR * settings.ROAD_KM_PER_HOUR / 60 / settings.ROAD_FACTOR
    drawing = cantal.drawing()
    return PopulationMap(access.circles(), access.dots(), drawing, round(km * drawing["per_degree_south"] / KM_PER_DEGREE, 1))
