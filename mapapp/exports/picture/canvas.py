"""A sheet of paper in pixels from its upper left corner, on which shapes and letters are put."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from mapapp.exports.picture.box import Box
from mapapp.exports.picture.lettering import REGULAR, lettering, readable

PIXELS_PER_INCH = 72
"""So a point is a pixel, and lines and letters are given in pixels."""

FINENESS = 2
"""Pixels of a PNG for each of ours."""


class Canvas:
    """What a picture is drawn on; later things cover earlier ones."""

    def __init__(self, width: int, height: int, paper: str) -> None:
        inches = (width / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
        self._figure = Figure(figsize=inches, dpi=PIXELS_PER_INCH, facecolor=paper)
        self._axes = self._figure.add_axes((0, 0, 1, 1), frameon=False)
        self._axes.set(xlim=(0, width), ylim=(height, 0))
        self._axes.set_axis_off()
        self._above = 0
        self._window: Rectangle | None = None

    @contextmanager
    def within(self, box: Box) -> Iterator[None]:
        """Cut what is put meanwhile to a rectangle."""
        size = (box.width, box.height)
        self._window = Rectangle((box.left, box.top), *size, transform=self._axes.transData)
        yield
        self._window = None

    def box(self, box: Box, **style: Any) -> None:
        """Put a rectangle."""
        self._put(Rectangle((box.left, box.top), box.width, box.height, **_with_edges(style)))

    def circle(self, x: float, y: float, radius: float, **style: Any) -> None:
        """Put a circle."""
        self._put(Circle((x, y), radius, **_with_edges(style)))

    def outline(self, corners: Sequence[tuple[float, float]], **style: Any) -> None:
        """Put a closed shape by its corners."""
        self._put(PathPatch(Path([*corners, corners[0]], closed=True), **_with_edges(style)))

    def arc(self, at: tuple[float, float], radius: float, part: tuple[float, float], **style: Any) -> None:
        """Put a part of a circle, from and to in turns, clockwise from the top."""
        turns = np.linspace(*part, max(3, int(64 * (part[1] - part[0]))))
        angles = 2 * np.pi * turns
        points = np.column_stack((at[0] + radius * np.sin(angles), at[1] - radius * np.cos(angles)))
        self._put(PathPatch(Path(points), fill=False, capstyle="butt", **style))

    def line(self, points: Sequence[tuple[float, float]], **style: Any) -> None:
        """Put a line."""
        self._put(PathPatch(Path(points), fill=False, **style))

    def shape(self, shape: Any, **style: Any) -> None:
        """Put a geometry whose coordinates are pixels."""
        if path := _path(shape):
            areas = shape.geom_type.endswith("Polygon")
            self._put(PathPatch(path, **(_with_edges(style) if areas else style | {"fill": False})))

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
    ) -> None:
        """Put a line of text; `y` is the line on which its letters stand."""
        self._above += 1
        effects = [withStroke(linewidth=3, foreground=halo)] if halo else []
        self._axes.text(
            x,
            y,
            readable(words),
            fontproperties=lettering(size, weight),
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
            path_effects=effects,
            zorder=self._above,
        )

    def _put(self, patch: Any) -> None:
        self._above += 1
        patch.set_zorder(self._above)
        self._axes.add_artist(patch)
        if self._window:
            patch.set_clip_path(self._window)

    def saved(self, kind: str, title: str, source: str) -> bytes:
        """Return the picture as a "png" or "svg" file, which says what it shows and where it is from."""
        made, about = BytesIO(), {"Title": title, "Source": source}
        if kind == "svg":
            with mpl.rc_context({"svg.hashsalt": "mapapp"}):
                self._figure.savefig(made, format="svg", metadata={**about, "Date": None})
        else:
            self._figure.savefig(made, format="png", dpi=PIXELS_PER_INCH * FINENESS, metadata=about)
        return made.getvalue()


def _with_edges(style: dict[str, Any]) -> dict[str, Any]:
    """Draw no edge where none is asked for."""
    return {"edgecolor": "none", "linewidth": 0, **style}


def _path(shape: Any) -> Path | None:
    """Turn a geometry into one path; holes stay holes."""
    parts = [ring for part in shapely.get_parts(shape) for ring in _rings(part)]
    paths = [Path(shapely.get_coordinates(part), closed=part.is_ring) for part in parts if not part.is_empty]
    return Path.make_compound_path(*paths) if paths else None


def _rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
