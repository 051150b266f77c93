"""Distances on the globe."""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from django.conf import settings

EARTH_RADIUS_KM = 6371.0


def great_circle_km(latitude: Decimal, longitude: Decimal, other_latitude: Decimal, other_longitude: Decimal) -> float:
    """Kilometres along the great circle between two points in degrees (haversine formula)."""
    phi, other_phi = radians(latitude), radians(other_latitude)
    half_phi, half_lambda = (other_phi - phi) / 2, radians(other_longitude - longitude) / 2
    a = sin(half_phi) ** 2 + cos(phi) * cos(other_phi) * sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(a))


class Road(NamedTuple):
    """An estimate of a way by car, in kilometres and minutes."""

    km: float
    minutes: float

    @property
    def rounded_km(self) -> int:
        return round(self.km)

    @property
    def rounded_minutes(self) -> int:
        """To five minutes: the estimate is no better than that."""
        return max(5, 5 * round(self.minutes / 5))


def road(km: float) -> Road:
    """
    What a distance as the crow flies may be by road, inside the département.

    No routing engine: `settings.ROAD_FACTOR` times the great circle, driven at `settings.ROAD_KM_PER_HOUR`. A road over
    a pass in winter takes longer; pages that show it say "estimation".
    """
    by_road = km * settings.ROAD_FACTOR
    return Road(by_road, 60 * by_road / settings.ROAD_KM_PER_HOUR)
