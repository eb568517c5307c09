"""How far a place is, as well as a postcode and a municipality can tell."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from voordeur.domain.region.model import Region

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map in degrees (WGS 84)."""

    latitude: float
    longitude: float


def distance_km(here: Point, there: Point) -> float:
    """Return the distance as the crow flies, in kilometres (haversine)."""
    up = radians(there.latitude - here.latitude)
    along = radians(there.longitude - here.longitude)
    half = (
        sin(up / 2) ** 2
        + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(along / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def point_of_postcode(region: Region, pc4: str) -> Point | None:
    """Return where a postcode of the region, or a known one around it, lies."""
    code = pc4.strip()[:4]
    known = region.postcodes.get(code) or region.outside.get(code)
    return Point(known.latitude, known.longitude) if known else None


def point_of_municipality(region: Region, slug: str) -> Point | None:
    """Return the middle of a municipality: the mean of its postcodes; None without any."""
    parts = [one for one in region.postcodes.values() if one.municipality == slug]
    if not parts:
        return None
    return Point(
        sum(one.latitude for one in parts) / len(parts),
        sum(one.longitude for one in parts) / len(parts),
    )


def distance_to_location(region: Region, location: str, pc4: str) -> float | None:
    """Return about how far a consultation location is; None when either end is not known.

    A location is known by its municipality only, so this is a help to choose, not a route.
    """
    place = region.locations.get(location)
    here = point_of_postcode(region, pc4)
    there = point_of_municipality(region, place.municipality) if place else None
    return distance_km(here, there) if here and there else None
