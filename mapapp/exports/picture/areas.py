"""The area in which each incident happened: its district's outline if no more is known, else a disc."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from mapapp.engine.view import IN_DISTRICT
from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.frame import Frame
from mapapp.geo.gazetteer import layer
from mapapp.geo.places import find_district
from mapapp.views.style import INK

FAINTER = ((25_000, 0.035), (12_000, 0.055), (3_000, 0.075), (0, 0.1))
"""The opacity of areas from a radius in metres upwards: the larger, the fainter."""

CONFINED_LINE = {"edgecolor": INK["focus"], "linewidth": 1.6}
"""The line around the area to which a picture is confined; no border is drawn like it."""

OUTLINED, EDGE = 0.05, float(INK["edge-of-area"])


def draw_areas(canvas: Canvas, frame: Frame, features: Sequence[Mapping[str, Any]]) -> None:
    """Draw the areas of a map's features, each once."""
    names = dict.fromkeys(_district(feature["properties"]) for feature in features)
    outlines = {name: outline for name in names if (outline := _outline(name)) is not None}
    for outline in outlines.values():
        style = {"edgecolor": INK["uncertainty"] + "60", "linewidth": 1}
        canvas.shape(frame.shape(outline), facecolor=_at(OUTLINED), **style)
    discs = dict.fromkeys(
        _disc(feature) for feature in features if _district(feature["properties"]) not in outlines
    )
    middles = frame.points([at for at, _ in discs])
    for ((_, latitude), metres), middle in zip(discs, middles, strict=True):
        radius = frame.pixels(metres, latitude)
        opacity = next(opacity for least, opacity in FAINTER if metres >= least)
        canvas.circle(*middle, radius, facecolor=_at(opacity), edgecolor=_at(EDGE), linewidth=0.75)


def draw_confinement(canvas: Canvas, frame: Frame, rings: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Draw the outlines of the area to which a picture is confined."""
    for ring in rings:
        canvas.line(frame.points(ring), **CONFINED_LINE)


def _at(opacity: float) -> str:
    return f"{INK['uncertainty']}{round(255 * opacity):02x}"


def _outline(name: str) -> Any:
    """Return the outline of a district; None if it has none."""
    district = find_district(name) if name else None
    return _outlines()[district.iso, district.name] if district else None


@cache
def _outlines() -> dict[tuple[str, str], Any]:
    """Return the shape of each district by its country's code and its name."""
    districts = layer("districts")
    return dict(zip(zip(districts["iso"], districts["name"], strict=True), districts.geometry, strict=True))


def _district(properties: Mapping[str, Any]) -> str:
    if properties["kind"] == "cell":
        return str(properties["somewhere"])
    return str(properties["admin1"]) if properties["location_precision"] in IN_DISTRICT else ""


def _disc(feature: Mapping[str, Any]) -> tuple[tuple[float, float], float]:
    return tuple(feature["geometry"]["coordinates"]), feature["properties"]["uncertainty_m"] or 0.0
