"""Distances on the globe."""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


def great_circle_km(latitude: Decimal, longitude: Decimal, other_latitude: Decimal, other_longitude: Decimal) -> float:
    """Kilometres along the great circle between two points in degrees (haversine formula)."""
    phi, other_phi = radians(latitude), radians(other_latitude)
    half_phi, half_lambda = (other_phi - phi) / 2, radians(other_longitude - longitude) / 2
    a = sin(half_phi) ** 2 + cos(phi) * cos(other_phi) * sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(a))
