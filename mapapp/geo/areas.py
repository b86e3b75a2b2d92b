"""The outline and the bounds of the area that a Query asks for; longitude and latitude in degrees, WGS84."""

import math
from typing import TYPE_CHECKING

from mapapp.model.query import Query
from mapapp.model.within import EARTH_M, Circle

if TYPE_CHECKING:
    from mapapp.model.filters import BBox

CIRCLE_CORNERS = 120
"""The number of corners in the outline of a circle."""

MOST_DRAWN_KM = 5_000
"""Larger circles are not drawn: on a flat map they are not round, or cover the whole world."""

Ring = list[tuple[float, float]]


def outlines(query: Query) -> list[Ring]:
    """Return the closed outlines of a Query's areas; across the date line, they go beyond 180."""
    rings = [_box(query.bbox)] if query.bbox else []
    rings += [query.polygon.ring] if query.polygon else []
    return [*rings, _circle(query.within)] if query.within and _is_drawn(query.within) else rings


def bounds(query: Query) -> "BBox | None":
    """Return the bounds of a Query's box, else of its polygon or circle; None if none of them is drawn."""
    rings = outlines(query)
    if not rings:
        return None
    longitudes, latitudes = zip(*rings[0], strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _box(bbox: "BBox") -> Ring:
    west, south, east, north = bbox
    east = east + 360 if west > east else east
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def _is_drawn(circle: Circle) -> bool:
    """Return whether a circle has a location and a flat map can show it: not too large, no pole in it."""
    if circle.at is None or circle.km > MOST_DRAWN_KM:
        return False
    return abs(circle.at[1]) + math.degrees(circle.km * 1000 / EARTH_M) < 90


def _circle(circle: Circle) -> Ring:
    from pyproj import Geod  # noqa: PLC0415 - only needed where a circle is drawn

    longitude, latitude = circle.at or (0.0, 0.0)
    bearings = [360 * corner / CIRCLE_CORNERS for corner in range(CIRCLE_CORNERS)]
    count = len(bearings)
    ends = Geod(a=EARTH_M, b=EARTH_M).fwd(
        [longitude] * count, [latitude] * count, bearings, [circle.km * 1000] * count
    )
    ring = [
        (round(longitude + (east - longitude + 180) % 360 - 180, 6), round(north, 6))
        for east, north in zip(ends[0], ends[1], strict=True)
    ]
    return [*ring, ring[0]]
