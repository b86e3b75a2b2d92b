"""A canvas for shapes and text, in pixels from the upper left corner of a sheet."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import shapely
from matplotlib.path import Path

from mapapp.exports.picture.box import Box
from mapapp.exports.picture.lettering import REGULAR, readable
from mapapp.exports.picture.sheet import Line, Shape, Sheet

CIRCLE: Any = Path.unit_circle()
AREAS = 2
"""The dimensions of geometries that are filled."""


class Canvas:
    """Adds shapes and text to a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._window: Box | None = None

    @contextmanager
    def clipped_to(self, box: Box) -> Iterator[None]:
        """Clip what is added in the block to a rectangle."""
        self._window = box
        yield
        self._window = None

    def box(self, box: Box, **style: Any) -> None:
        """Add a rectangle."""
        corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
        self.outline(corners, **style)

    def circle(self, x: float, y: float, radius: float, **style: Any) -> None:
        """Add a circle."""
        self._add(Path(CIRCLE.vertices * radius + np.array((x, y)), CIRCLE.codes), _with_edges(style))

    def outline(self, corners: Sequence[tuple[float, float]], **style: Any) -> None:
        """Add a closed shape by its corners."""
        self._add(Path([*corners, corners[0]], closed=True), _with_edges(style))

    def arc(
        self, at: tuple[float, float], radius: float, interval: tuple[float, float], **style: Any
    ) -> None:
        """Add a part of a circle: an interval in turns, clockwise from the top."""
        turns = np.linspace(*interval, max(3, int(64 * (interval[1] - interval[0]))))
        angles = 2 * np.pi * turns
        points = np.column_stack((at[0] + radius * np.sin(angles), at[1] - radius * np.cos(angles)))
        self._add(Path(points), {"fill": False, "capstyle": "butt", **style})

    def line(self, points: Sequence[tuple[float, float]], **style: Any) -> None:
        """Add a line."""
        self._add(Path(points), {"fill": False, **style})

    def shape(self, shape: Any, **style: Any) -> None:
        """Add a geometry, or several as one, with coordinates in pixels."""
        if path := _path(shape):
            areas = np.max(shapely.get_dimensions(shape)) == AREAS
            self._add(path, _with_edges(style) if areas else {"fill": False, **style})

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float,
        colour: str,
        weight: int = REGULAR,
        halo: str = "",
        align: str = "left",
        spacing: float = 0,
    ) -> None:
        """Add a line of text; `y` is its baseline."""
        self.sheet.elements.append(Line(x, y, readable(words), size, colour, weight, halo, align, spacing))

    def _add(self, path: Path, style: dict[str, Any]) -> None:
        self.sheet.elements.append(Shape(path, style, self._window))


def _with_edges(style: dict[str, Any]) -> dict[str, Any]:
    """Return a style without an edge unless it has one."""
    return {"edgecolor": "none", "linewidth": 0, **style}


def _path(shape: Any) -> Path | None:
    """Convert a geometry to a single path; holes remain holes."""
    rings = [ring for piece in shapely.get_parts(shape) for ring in _rings(piece)]
    paths = [Path(shapely.get_coordinates(ring), closed=ring.is_ring) for ring in rings if not ring.is_empty]
    return Path.make_compound_path(*paths) if paths else None


def _rings(geometry: Any) -> list[Any]:
    return [geometry.exterior, *geometry.interiors] if geometry.geom_type == "Polygon" else [geometry]
