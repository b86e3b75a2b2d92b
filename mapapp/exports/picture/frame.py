"""Where on the picture a place lies: Web Mercator, as on the map."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mapapp.exports.picture.box import Box
from mapapp.geo.mercator import TILE_PIXELS, degrees, mercator_y
from mapapp.model.filters import BBox

if TYPE_CHECKING:
    from numpy.typing import NDArray

METRES_AROUND = 40_075_017
CLOSEST_METRES = 60_000
"""A picture's map is at least about so wide, so that one can tell where it is."""

FINEST = 0.3
"""Pixels; what is smaller can't be seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A map in a box: its middle in units of the world's width, and how many pixels that width has."""

    box: Box
    x: float
    y: float
    world: float

    @classmethod
    def around(cls, bbox: BBox, box: Box, rim: float) -> "Frame":
        """Fit a part of the world (degrees, WGS84) into a box, with a rim around it in pixels."""
        west, south, east, north = bbox
        left, right = ((edge + 180) / 360 for edge in (west, east))
        top, bottom = (float(mercator_y(edge)) for edge in (north, south))
        middle = degrees((left + right) / 2, (top + bottom) / 2)[1]
        least = CLOSEST_METRES / (METRES_AROUND * math.cos(math.radians(middle)))
        world = min(
            (box.width - 2 * rim) / max(right - left, least),
            (box.height - 2 * rim) / max(bottom - top, least * box.height / box.width),
        )
        return cls(box, (left + right) / 2, (top + bottom) / 2, max(world, box.width))

    @classmethod
    def at(cls, zoom: float, latitude: float, longitude: float, box: Box) -> "Frame":
        """Show what a map of a zoom shows around its middle."""
        x, y = (longitude + 180) / 360, float(mercator_y(latitude))
        return cls(box, x, y, TILE_PIXELS * 2**zoom)

    def project(self, degrees: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Turn longitudes and latitudes, in two columns, into pixels."""
        middle_x, middle_y = (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2
        x = middle_x + ((degrees[:, 0] + 180) / 360 - self.x) * self.world
        y = middle_y + (mercator_y(degrees[:, 1]) - self.y) * self.world
        return np.column_stack((x, y))

    def points(self, positions: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Turn places, a longitude and a latitude each, into pixels."""
        return [(x, y) for x, y in self.project(np.array(positions).reshape(-1, 2)).tolist()]

    def shape(self, geometry: Any) -> Any:
        """Turn a geometry into pixels, cut to a little more than the box, and as fine as can be seen."""
        import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

        clipped = shapely.clip_by_rect(geometry, *self.bbox(rim=4))
        return shapely.simplify(shapely.transform(clipped, self.project), FINEST)

    def bbox(self, rim: float = 0) -> BBox:
        """Return west, south, east and north of what is seen."""
        half_width, half_height = (
            (length / 2 + rim) / self.world for length in (self.box.width, self.box.height)
        )
        west, north = degrees(self.x - half_width, self.y - half_height)
        east, south = degrees(self.x + half_width, self.y + half_height)
        return max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)

    @property
    def zoom(self) -> float:
        """The zoom of a map that shows as much in as many pixels."""
        return math.log2(self.world / TILE_PIXELS)

    def pixels(self, metres: float, latitude: float) -> float:
        """Turn a distance on the ground into pixels."""
        return metres / (METRES_AROUND * math.cos(math.radians(latitude))) * self.world
