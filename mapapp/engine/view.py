"""What a map shows, and the grid in which it is counted."""

import math
from dataclasses import dataclass

from mapapp.geo.mercator import TILE_PIXELS, mercator_y
from mapapp.model.filters import BBox

VAGUE_PLACES = ("3", "4", "5", "6", "7")

IN_DISTRICT = ("3", "4")
"""The vague precisions for which the district or region is known."""

CELL_PIXELS = 64

MAX_MAP_FEATURES = 1500

FINEST_COUNTED = 1024
"""Incidents are counted beforehand in a grid of this many cells around the world."""

Inner = tuple[int, int, int, int]
"""The cells of a box's west, north, east and south, in the grid in which incidents are counted beforehand."""

Box = tuple[BBox, Inner]
"""A bounding box in degrees (WGS84), and the cells that its edges cut."""


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: a bounding box in degrees (WGS84) and an integer zoom level.

    At most `finest` cells span the world.
    """

    bbox: BBox
    zoom: int
    finest: int = 2**24 * TILE_PIXELS

    @property
    def grid(self) -> int:
        """How many cells span the world: 64 px each at this zoom, fewer if the view would hold too many."""
        grid: int = min(self.finest, 2**self.zoom * TILE_PIXELS // CELL_PIXELS)
        while grid > 1 and self._cells(grid) > MAX_MAP_FEATURES:
            grid //= 2
        return grid

    def _cells(self, grid: int) -> int:
        west, south, east, north = self.bbox
        columns = ((east - west) % 360 or 360) / 360 * grid + 1
        rows = float(mercator_y(south) - mercator_y(north)) * grid + 1
        return math.ceil(columns) * math.ceil(rows)


def box(bbox: BBox) -> Box:
    """Return a box with the cells that its edges cut, of FINEST_COUNTED; edges of the globe cut none."""
    west, south, east, north = bbox
    return bbox, (
        -1 if west <= -180 else _cell(west / 360 + 0.5),
        -1 if north >= 90 else _cell(float(mercator_y(north))),
        FINEST_COUNTED + 1 if east >= 180 else _cell(east / 360 + 0.5),
        FINEST_COUNTED + 1 if south <= -90 else _cell(float(mercator_y(south))),
    )


def _cell(position: float) -> int:
    return math.floor(position * FINEST_COUNTED)
