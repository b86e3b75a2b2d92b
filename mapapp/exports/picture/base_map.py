"""The base map under the incidents: land, water, districts and reference lines, as on the map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.frame import Frame
from mapapp.geo.gazetteer import layer
from mapapp.geo.world_view import Ground, ground
from mapapp.model.conflict import Conflict
from mapapp.views.style import INK, LINES

DISTRICTS_FROM_ZOOM = 5.0


@dataclass(frozen=True, slots=True)
class VisibleLine:
    """A line or area of the data set that is at least partly on the map: its label, shape and style."""

    label: str
    shape: shapely.Geometry
    style: Mapping[str, Any]


@lru_cache(maxsize=2)
def visible_ground(frame: Frame) -> Ground:
    """Return the ground that a map shows."""
    return ground(frame.bbox(rim=4), frame.zoom)


def draw_base_map(canvas: Canvas, frame: Frame, lines: Iterable[VisibleLine]) -> None:
    """Draw the ground of a map, and lines over it."""
    canvas.box(frame.box, facecolor=INK["water"])

    def draw(shapes: Iterable[Any], **style: Any) -> None:
        canvas.shape(frame.shape(np.array(list(shapes))), **style)

    visible = visible_ground(frame)
    draw(visible.land.values(), facecolor=INK["land"])
    draw([visible.lakes], facecolor=INK["water"])
    draw([visible.shores], edgecolor=INK["river"], linewidth=0.75)
    draw([visible.rivers], edgecolor=INK["river"], linewidth=1.1)
    if frame.zoom >= DISTRICTS_FROM_ZOOM:
        draw([*_borders("districts", frame), visible.districts], edgecolor=INK["district"], linewidth=0.8)
    draw([visible.borders], edgecolor=INK["border"], linewidth=1)
    draw([visible.disputed], edgecolor=INK["border"], linewidth=1, linestyle=(0, (4, 3)))
    for line in lines:
        draw(_lines([line.shape]), **line.style)


def visible_lines(conflict: Conflict, frame: Frame) -> list[VisibleLine]:
    """Return the lines of a conflict that are at least partly on a map."""
    view = shapely.box(*frame.bbox())
    shapes = [_shape(line.shape) for line in conflict.lines]
    return [
        VisibleLine(line.label, shape, _style(number))
        for number, (line, shape) in enumerate(zip(conflict.lines, shapes, strict=True))
        if shape.intersects(view)
    ]


@lru_cache(maxsize=16)
def _shape(geojson: str) -> shapely.Geometry:
    return shapely.from_geojson(geojson)


def _style(number: int) -> dict[str, Any]:
    """Return the style of a line, as on the map; Matplotlib measures dashes in line widths."""
    line = LINES[number % len(LINES)]
    dashes = tuple(length / line.width for length in line.dashes)
    style = {"edgecolor": INK["reference"], "alpha": 0.8}
    return style | {"linewidth": line.width, "linestyle": (0, dashes), "capstyle": line.cap}


def _visible_shapes(name: str, frame: Frame) -> gpd.GeoDataFrame:
    west, south, east, north = frame.bbox(rim=4)
    return layer(name).cx[west:east, south:north]


def _borders(name: str, frame: Frame) -> list[Any]:
    """Return outlines as lines, so that the edge of the picture is not drawn as a border."""
    return _lines(_visible_shapes(name, frame).geometry)


def _lines(shapes: Iterable[Any]) -> list[Any]:
    return [shape.boundary if shape.geom_type.endswith("Polygon") else shape for shape in shapes]
