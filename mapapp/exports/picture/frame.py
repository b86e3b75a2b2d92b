"""The projection of places onto the picture: Web Mercator, as on the map."""

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
"""The approximate least width of a picture's map, so that readers can tell where it is."""

FINEST = 0.3
"""The size in pixels below which details can't be seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A map in a box: its centre in units of the world's width, and that width in pixels."""

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
        """Show what a map at a zoom shows around its centre."""
        x, y = (longitude + 180) / 360, float(mercator_y(latitude))
        return cls(box, x, y, TILE_PIXELS * 2**zoom)

    def project(self, degrees: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Convert longitudes and latitudes, in two columns, to pixels."""
        middle_x, middle_y = (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2
        x = middle_x + ((degrees[:, 0] + 180) / 360 - self.x) * self.world
        y = middle_y + (mercator_y(degrees[:, 1]) - self.y) * self.world
        return np.column_stack((x, y))

    def points(self, positions: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Convert positions, each a longitude and a latitude, to pixels."""
        return [(x, y) for x, y in self.project(np.array(positions).reshape(-1, 2)).tolist()]

    def shape(self, geometry: Any) -> Any:
        """Convert a geometry to pixels, clipped to slightly more than the box, without invisible details."""
        import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

        clipped = shapely.clip_by_rect(geometry, *self.bbox(rim=4))
        return shapely.simplify(shapely.transform(clipped, self.project), FINEST)

    def bbox(self, rim: float = 0) -> BBox:
        """Return west, south, east and north of the visible part of the world."""
        half_width, half_height = (
            (length / 2 + rim) / self.world for length in (self.box.width, self.box.height)
        )
        west, north = degrees(self.x - half_width, self.y - half_height)
        east, south = degrees(self.x + half_width, self.y + half_height)
        return max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)

    @property
    def zoom(self) -> float:
        """The zoom of a map at the same scale."""
        return math.log2(self.world / TILE_PIXELS)

    def pixels(self, metres: float, latitude: float) -> float:
        """Convert a distance on the ground to pixels."""
        return metres / (METRES_AROUND * math.cos(math.radians(latitude))) * self.world
