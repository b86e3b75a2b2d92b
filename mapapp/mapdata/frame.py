"""What a map shows once fitted to an area, computed as in the frontend's position.js."""

import math
from dataclasses import dataclass

from mapapp.geo.mercator import TILE_PIXELS, degrees, mercator_y
from mapapp.model.filters import BBox

FARTHEST, CLOSEST = 2, 11
"""The zoom levels between which a map is fitted."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A map's size in pixels, the margin left clear on each side, and the step of its zoom levels."""

    width: int
    height: int
    left: int
    top: int
    right: int
    bottom: int
    step: float

    @property
    def room(self) -> tuple[int, int]:
        """Width and height in pixels between the margins."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom

    def fitted(self, area: BBox) -> tuple[BBox, float]:
        """Find the map's edges, in degrees (WGS84), and its zoom level, as Leaflet's `fitBounds` does.

        Across the date line, the eastern edges of the area and of the map are beyond 180.
        """
        west, south, east, north = area
        x, y = (west / 360 + 0.5, east / 360 + 0.5), (float(mercator_y(north)), float(mercator_y(south)))
        zoom = self._zoom(x[1] - x[0], y[1] - y[0])
        world = TILE_PIXELS * 2**zoom
        from_x = _start(sum(x) * world, self.width, self.right - self.left)
        from_y = _start(sum(y) * world, self.height, self.bottom - self.top)
        left, top = degrees(from_x / world, from_y / world)
        right, bottom = degrees((from_x + self.width) / world, (from_y + self.height) / world)
        return (left, bottom, right, top), zoom

    def _zoom(self, width: float, height: float) -> float:
        """Find the zoom level at which an area fits; width and height are shares of the world's width."""
        parts = [pixels / part for pixels, part in zip(self.room, (width, height), strict=True) if part > 0]
        if not parts:
            return CLOSEST
        zoom = math.log2(min(parts) / TILE_PIXELS)
        nearly = self.step / 100  # what nearly fits is accepted
        zoom = math.floor(_rounded(zoom / nearly) * nearly / self.step) * self.step
        return max(FARTHEST, min(CLOSEST, zoom))


def _start(twice_the_middle: float, length: int, shift: int) -> int:
    return _rounded((twice_the_middle + shift - length) / 2)


def _rounded(number: float) -> int:
    return math.floor(number + 0.5)
