"""A small map of where an incident happened, for its dossier: SVG in the colours of the reader's theme."""

import math
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from mapapp import words
from mapapp.errors import shortened
from mapapp.exports.picture.box import Box
from mapapp.exports.picture.frame import Frame
from mapapp.geo.gazetteer import Town, layer
from mapapp.geo.naming import dataset_towns, towns_in_view
from mapapp.geo.places import KM_PER_DEGREE
from mapapp.geo.world_view import ground as view
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.traditions import AS_GIVEN, NameOrder
from mapapp.views.style import THEMES
from mapapp.views.templates import render

SHEET = Box(0, 0, 400, 160)
AROUND_M = 28_000
"""The least distance around the incident that the map shows, in metres."""

RIM = 12
"""Pixels left free around an incident's area."""

LETTER = 0.62
"""The usual width of a letter, as a fraction of its height."""

LONGEST_LABEL = 40
CACHED_MAPS = 256

NamesOfPlaces = tuple[NameOrder, tuple[Town, ...]]
"""The order of place names, and the data set's own places."""


class Name(NamedTuple):
    """A name on the map: its point, the left end of its letters, their baseline and height, in pixels."""

    words: str
    at: tuple[float, float]
    left: float
    line: float
    size: float

    @property
    def room(self) -> Box:
        """The space that it takes, including its point."""
        right = self.left + LETTER * self.size * len(self.words)
        x, y = self.at
        top, foot = min(y, self.line) - self.size, max(y + self.size * 0.7, self.line + self.size * 0.35)
        return Box(min(x - 4, self.left), top, max(x + 4, right), foot)


def locator(
    incident: Mapping[str, Any], colour: str, order: NameOrder = AS_GIVEN, conflict: Conflict = NOT_DESCRIBED
) -> str:
    """Return a `data:` URL of a picture of where an incident happened; empty if that is not known.

    The radius of the circle around its mark, in `colour`, is the uncertainty of its position.
    """
    if incident["latitude"] is None:
        return ""
    at, metres = (incident["longitude"], incident["latitude"]), incident["uncertainty_m"] or 0.0
    name = _readable(words.place(incident, order))
    places = dataset_towns(conflict, _frame(at, metres).bbox())
    return _draw(at, metres, name, colour, (order, places))


@lru_cache(CACHED_MAPS)
def _draw(at: tuple[float, float], metres: float, name: str, colour: str, naming: NamesOfPlaces) -> str:
    frame = _frame(at, metres)
    (mark,) = frame.points([at])
    svg = render(
        "locator.svg",
        sheet=SHEET,
        **ground(frame),
        colour=colour,
        mark=mark,
        radius=frame.pixels(metres, at[1]),
        place=_beside(name, mark, 13, 9),
        towns=named_towns(frame, [_beside(name, mark, 13, 9).room], *naming),
    )
    return as_address(svg)


def ground(frame: Frame) -> dict[str, Any]:
    """Return the variables of `ground.svg`, which draws the land in a frame in the reader's theme."""
    visible = view(frame.bbox(rim=4), frame.zoom)
    return {
        "themes": THEMES,
        "land": _path(map(frame.shape, visible.land.values())),
        "water": _path([frame.shape(visible.lakes)]),
        "districts": _path([*_districts(frame), frame.shape(visible.districts)]),
        "borders": _path([frame.shape(visible.borders)]),
    }


def as_address(svg: str) -> str:
    """Write a picture as a `data:` URL."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _frame(at: tuple[float, float], metres: float) -> Frame:
    return Frame.around(_bbox(*at, max(1.15 * metres, AROUND_M)), SHEET, RIM)


def _bbox(longitude: float, latitude: float, metres: float) -> tuple[float, float, float, float]:
    high = metres / 1_000 / KM_PER_DEGREE
    wide = high / max(math.cos(math.radians(latitude)), 0.01)
    return longitude - wide, latitude - high, longitude + wide, latitude + high


def _districts(frame: Frame) -> list[Any]:
    """Return the borders of districts as lines, so that the edge of the map is not drawn as a border."""
    west, south, east, north = frame.bbox(rim=4)
    shapes = layer("districts").cx[west:east, south:north].geometry
    return [frame.shape(shape.boundary) for shape in shapes]


def _path(shapes: Iterable[Any]) -> str:
    import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

    lines = (line for shape in shapes for part in shapely.get_parts(shape) for line in _lines(part))
    return "".join("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in line.coords) for line in lines)


def _lines(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def named_towns(
    frame: Frame, occupied: Iterable[Box], order: NameOrder = AS_GIVEN, places: Sequence[Town] = ()
) -> Iterator[Name]:
    """Yield the names of towns for which there is space outside the occupied boxes, the largest first."""
    boxes = list(occupied)
    towns = towns_in_view(frame.bbox(), view(frame.bbox(), frame.zoom).towns, places)
    positions = frame.points([(town.longitude, town.latitude) for town in towns])
    for town, at in zip(towns, positions, strict=True):
        name = _beside(_readable(town.paired(order)), at, 11, 6, frame.box)
        if frame.box.holds(name.room) and not any(map(name.room.overlaps, boxes)):
            boxes.append(name.room)
            yield name


def _beside(name: str, at: tuple[float, float], size: float, gap: float, sheet: Box = SHEET) -> Name:
    """Place a name to the right of its point, or to the left, or above it, where there is space."""
    x, y = at
    wide, line = LETTER * size * len(name), y + 0.35 * size
    right, left = x + gap, x - gap - wide
    if right + wide < sheet.right:
        return Name(name, at, right, line, size)
    if left >= sheet.left:
        return Name(name, at, left, line, size)
    return Name(name, at, max(sheet.left, min(x - wide / 2, sheet.right - wide)), y - gap, size)


def _readable(name: str) -> str:
    return shortened("".join(letter for letter in name if letter.isprintable()), LONGEST_LABEL)
