"""What lies under the incidents: land, water, districts and reference lines, as on the map."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import shapely

from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.frame import Frame
from mapapp.geo.gazetteer import layer
from mapapp.geo.world_view import ground
from mapapp.views.style import THEMES

INK = THEMES["light"]
DISTRICTS_FROM_ZOOM = 5.0


def draw_base_map(canvas: Canvas, frame: Frame) -> None:
    """Draw the ground of a map."""
    canvas.box(frame.box, facecolor=INK["water"])

    def put(shapes: Iterable[Any], **style: Any) -> None:
        for shape in shapes:
            canvas.shape(frame.shape(shape), **style)

    seen = ground(frame.bbox(rim=4), frame.zoom)
    put(seen.land.values(), facecolor=INK["land"])
    put([seen.lakes], facecolor=INK["water"])
    put([seen.shores], edgecolor=INK["river"], linewidth=0.75)
    put([seen.rivers], edgecolor=INK["river"], linewidth=1.1)
    if frame.zoom >= DISTRICTS_FROM_ZOOM:
        put([*_borders("districts", frame), seen.districts], edgecolor=INK["district"], linewidth=0.8)
    put([seen.borders], edgecolor=INK["border"], linewidth=1)
    put([seen.disputed], edgecolor=INK["border"], linewidth=1, linestyle=(0, (4, 3)))
    for line in reference_lines(frame).itertuples():
        put(_lines([line.geometry]), **reference_style(line.id))


def reference_lines(frame: Frame) -> gpd.GeoDataFrame:
    """Return the reference lines of which a map shows a part: id, label, note."""
    lines = _seen("reference", frame)
    return lines[lines.geometry.intersects(shapely.box(*frame.bbox()))]


def reference_style(identifier: str) -> dict[str, Any]:
    """Return how a reference line is drawn."""
    dotted = "contact" in identifier
    return {
        "edgecolor": INK["reference"],
        "alpha": 0.8,
        "linewidth": 2 if dotted else 1.1,
        "linestyle": (0, (0.05, 2.2) if dotted else (4.5, 2.7)),
        "capstyle": "round" if dotted else "butt",
    }


def _seen(name: str, frame: Frame) -> gpd.GeoDataFrame:
    west, south, east, north = frame.bbox(rim=4)
    return layer(name).cx[west:east, south:north]


def _borders(name: str, frame: Frame) -> list[Any]:
    """Return outlines as lines, so that the edge of the picture is none of them."""
    return _lines(_seen(name, frame).geometry)


def _lines(shapes: Iterable[Any]) -> list[Any]:
    return [shape.boundary if shape.geom_type.endswith("Polygon") else shape for shape in shapes]
