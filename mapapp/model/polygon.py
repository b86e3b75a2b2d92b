"""The filter `polygon`: incidents in an area that is given by its corners.

Its edges are straight in longitude and latitude, as on a map. A point on an edge shared by two areas is in
exactly one of them.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.filters import BBox, Form, decimal, single

MOST_CORNERS = 64
LONGEST_POLYGON = 4_000
FEWEST_EDGES = 8
_DEGREES = r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_CORNERS = re.compile(rf"{_DEGREES} {_DEGREES}(?: ?, ?{_DEGREES} {_DEGREES})*")
_WKT = re.compile(r"POLYGON ?\( ?\(([^()]*)\) ?\)", re.IGNORECASE)

Corner = tuple[float, float]
Edge = tuple[float, float, float, float]
"""Its lower and upper latitude, and the slope and offset that give its longitude at a latitude."""
_NO_CORNER: Corner = (math.inf, math.inf)
NO_EDGE: Edge = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Polygon:
    """An area by its corners, (longitude, latitude) in degrees, WGS84; the last one is joined to the first.

    Across the antimeridian, longitudes continue beyond 180; the westernmost is from -180 to below 180.
    """

    corners: tuple[Corner, ...]

    @property
    def text(self) -> str:
        """The text from which it is read: "46.1 39.5,47 39.5,46.8 40.2"."""
        return ",".join(f"{decimal(_wrapped(east))} {decimal(north)}" for east, north in self.corners)

    @property
    def ring(self) -> list[Corner]:
        """Its closed outline."""
        return [*self.corners, self.corners[0]]

    @property
    def bounds(self) -> BBox:
        """West, south, east, north; east is above 180 if the antimeridian is between them."""
        east, north = zip(*self.corners, strict=True)
        return min(east), min(north), max(east), max(north)

    @property
    def sides(self) -> tuple[float, tuple[Edge, ...]]:
        """The values that a row is compared with: the westernmost longitude, and the edges.

        The edges are padded to one of a few numbers, so that a few statements serve all areas.
        """
        edges = [_edge(*sorted(ends, key=_latitude)) for ends in pairwise(self.ring)]
        edges = [edge for edge in edges if edge[0] < edge[1]]
        number = FEWEST_EDGES
        while number < len(edges):
            number *= 2
        return self.bounds[0], (*edges, *(NO_EDGE for _ in range(number - len(edges))))


@dataclass(frozen=True, slots=True)
class Corners:
    """An area by its corners, as longitude and latitude: "46.1 39.5,47 39.5,46.8 40.2"; it also reads WKT."""

    help: str
    label: str = ""
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """Pairs of numbers, separated by commas."""
        return {"type": "string", "maxLength": LONGEST_POLYGON, "pattern": f"^{_CORNERS.pattern}$"}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the corners, kept to seven decimals."""
        text = single(name, texts)
        corners = _corners_of(text)
        if not 3 <= len(corners) <= MOST_CORNERS or not all(map(_is_on_globe, corners)):
            raise BadQuery(name, text, notice("expected-polygon", most=str(MOST_CORNERS)))
        return {name: Polygon(_valid(name, text, _unwrapped(corners)))}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the corners."""
        return [values[name].text] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Require that a line from the point to the east crosses an odd number of edges."""
        if values[name] is None:
            return []
        west, edges = values[name]
        latitude, longitude = rows.latitude, rows.longitude
        east = (longitude < west).ifelse(longitude + 360, longitude)
        crossed = [
            ((latitude >= low) & (latitude < high) & (east < slope * latitude + offset)).ifelse(1, 0)
            for low, high, slope, offset in edges
        ]
        return [sum(crossed) % 2 == 1]


def box_or_polygon(text: str) -> dict[str, list[str]]:
    """Return the parameters for an area by its corners; two opposite corners are a box; none for no text.

    Whether other texts are valid corners is not checked.
    """
    corners = _corners_of(text)
    if len(corners) != 2:
        return {"polygon": [text]} if text else {}
    (west, east), (south, north) = map(sorted, zip(*corners, strict=True))
    west, east = (east, west) if east - west > 180 else (west, east)
    return {"bbox": [",".join(map(decimal, (west, south, east, north)))]}


def _latitude(corner: Corner) -> float:
    return corner[1]


def _edge(lower: Corner, upper: Corner) -> Edge:
    (east, low), (end, high) = lower, upper
    slope = (end - east) / (high - low) if high > low else 0.0
    return low, high, slope, east - slope * low


def _is_on_globe(corner: Corner) -> bool:
    return abs(corner[0]) <= 180 and abs(corner[1]) <= 90


def _corners_of(text: str) -> list[Corner]:
    """Read corners, none if they can't be read; a corner that repeats the previous one is left out."""
    wkt = _WKT.fullmatch(text) if len(text) <= LONGEST_POLYGON else None
    corners_text = wkt[1].strip() if wkt else text
    if len(text) > LONGEST_POLYGON or not _CORNERS.fullmatch(corners_text):
        return []
    pairs = (pair.split() for pair in corners_text.split(","))
    corners = [(round(float(east), 7) + 0.0, round(float(north), 7) + 0.0) for east, north in pairs]
    ring = [corner for corner, after in pairwise([*corners, _NO_CORNER]) if corner != after]
    return ring[:-1] if len(ring) > 1 and ring[-1] == ring[0] else ring


def _unwrapped(corners: Sequence[Corner]) -> list[Corner]:
    """Make each edge take the shorter way around the globe; the area is east of -180."""
    easts = [corners[0][0]]
    for east, _ in corners[1:]:
        before = easts[-1]
        shorter = before + (east - before + 180) % 360 - 180
        easts.append(east if abs(east - before) <= 180 else shorter)
    turns = 360 * ((min(easts) + 180) // 360)
    return [(round(east - turns, 7), north) for east, (_, north) in zip(easts, corners, strict=True)]


def _valid(name: str, text: str, corners: Sequence[Corner]) -> tuple[Corner, ...]:
    """Return the corners unchanged; BadQuery if edges cross, or the area contains a pole or is empty."""
    import shapely  # noqa: PLC0415 - only needed where an area is asked for

    area = shapely.Polygon(corners)
    if abs(corners[-1][0] - corners[0][0]) > 180 or not area.is_valid or not area.area:
        raise BadQuery(name, text, notice("expected-polygon-simple"))
    return tuple(corners)


def _wrapped(east: float) -> float:
    return round(east - 360, 7) if east > 180 else east
