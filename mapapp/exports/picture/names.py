"""Names of towns and countries next to the marks, without overlaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from mapapp.exports.picture.base_map import visible_ground
from mapapp.exports.picture.box import Box
from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.frame import Frame
from mapapp.exports.picture.lettering import REGULAR, SEMIBOLD, readable, width
from mapapp.geo.gazetteer import Town
from mapapp.geo.naming import towns_in_view
from mapapp.geo.world import LOCAL, WorldTown
from mapapp.model.traditions import NameOrder
from mapapp.views.style import INK

RANKS = ((3, 0), (5, 1), (6, 2), (8.5, 3), (99, 4))
"""The rank of the towns named below each zoom: a few more than on the map, which readers can zoom."""

COUNTRIES_UNTIL_ZOOM = 9.0
COUNTRY_SIZE, SPACING = 11.0, 2.2
GAP, DOT = 4.0, 1.8
FARTHER = (0.0, 8.0, 16.0, 26.0, 38.0)
"""The extra distances at which the name of a town covered by marks is tried."""

COLUMNS, ROWS = 22, 14
"""The number of spots tried for the name of a country, across and down."""

Spot = tuple[float, float, float]
"""A point in pixels, and how far from the edge of the country it is."""


@dataclass
class Names:
    """Names on a map, including a data set's own `places`; they avoid the `marks` and `occupied` boxes."""

    canvas: Canvas
    frame: Frame
    order: NameOrder
    places: Sequence[Town] = ()
    occupied: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    _labels: list[tuple[float, float, str, dict[str, Any]]] = field(default_factory=list)

    def keep_clear_of(self, x: float, y: float, radius: float) -> None:
        """Keep names off a mark."""
        self.marks.append(_around_point(x, y, radius))

    def draw(self) -> None:
        """Draw the names of towns, the largest first, then those of countries where there is space."""
        self._towns()
        if self.frame.zoom < COUNTRIES_UNTIL_ZOOM:
            for country in _visible_countries(self.frame):
                self._country(*country)
        for x, y, words, style in self._labels:  # together, after all dots
            self.canvas.text(x, y, words, halo=INK["halo"], **style)

    def _towns(self) -> None:
        most = next(rank for zoom, rank in RANKS if self.frame.zoom < zoom)
        visible = towns_in_view(self.frame.bbox(), visible_ground(self.frame).towns, self.places)
        named_towns = [town for town in visible if town.rank <= most]
        positions = self.frame.points([(town.longitude, town.latitude) for town in named_towns])
        for town, position in zip(named_towns, positions, strict=True):
            self._town(town, *position)

    def _town(self, town: Town | WorldTown, x: float, y: float) -> None:
        words, size = (
            _drawable(town.paired(self.order)),
            13.0 if town.rank <= 1 else 12.0 if town.rank == 2 else 11.0,
        )
        weight = SEMIBOLD if town.rank <= 2 else REGULAR
        if any(map(_around_point(x, y, DOT).overlaps, self.occupied)):
            return
        covering_mark = self._covering_mark(x, y)
        wide = width(words, size, weight)
        gaps = [_gap(x, covering_mark) + more for more in (FARTHER if covering_mark else FARTHER[:1])]
        for box in (box for gap in gaps for box in _around(x, y, gap, wide, size)):
            if self._is_free(box):
                self.occupied.append(box)
                colour = INK["town"] if town.rank <= 2 else INK["quiet"]
                baseline = box.bottom - 0.24 * size
                style: dict[str, Any] = {"size": size, "weight": weight, "colour": colour}
                self._labels.append((box.left, baseline, words, style))
                if covering_mark is None:
                    self.occupied.append(_around_point(x, y, DOT))
                    self.canvas.circle(x, y, DOT, facecolor=INK["halo"], edgecolor=INK["town"], linewidth=1)
                return

    def _covering_mark(self, x: float, y: float) -> Box | None:
        """Return the mark that covers a point."""
        return next((box for box in self.marks if box.holds(Box(x, y, x, y))), None)

    def _is_free(self, box: Box) -> bool:
        return self.frame.box.shrunk(3).holds(box) and not any(
            map(box.overlaps, (*self.occupied, *self.marks))
        )

    def _country(self, name: str, spots: Sequence[Spot]) -> None:
        words = name.upper()
        wide = width(words, COUNTRY_SIZE, SEMIBOLD) + SPACING * (len(words) - 1)
        for x, y, room in spots:
            box = Box(x - wide / 2, y - COUNTRY_SIZE * 0.8, x + wide / 2, y + COUNTRY_SIZE * 0.5)
            if room > 0.3 * wide and self._is_free(box):
                self.occupied.append(box)
                style: dict[str, Any] = {"size": COUNTRY_SIZE, "weight": SEMIBOLD, "colour": INK["country"]}
                style |= {"spacing": SPACING}
                baseline = y + COUNTRY_SIZE * 0.33
                self._labels.append((box.left, baseline, words, style))
                return


def _drawable(names: str) -> str:
    """Leave out a local name in a script that our typefaces lack."""
    return names if readable(names) == names else names.partition(LOCAL)[0]


def _around_point(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def _gap(x: float, mark: Box | None) -> float:
    return GAP + 1 if mark is None else max(mark.right - x, x - mark.left) + 2


def _around(x: float, y: float, gap: float, wide: float, size: float) -> Iterator[Box]:
    """Yield boxes for a name around a point, the best first."""
    high = size * 1.12
    corners = [(x + gap, y - high / 2), (x - gap - wide, y - high / 2)]
    for start in (wide / 2, gap, wide - gap):
        corners += [(x - start, y - gap - high), (x - start, y + gap)]
    for left, top in corners:
        yield Box(left, top, left + wide, top + high)


def _visible_countries(frame: Frame) -> Iterator[tuple[str, list[Spot]]]:
    """Yield the names of visible countries, each with spots in its visible part, the most spacious first."""
    for name, area in visible_ground(frame).land.items():
        yield name, _spots(frame.shape(area), frame.box)


def _spots(area: Any, box: Box) -> list[Spot]:
    x, y = np.meshgrid(
        np.linspace(box.left, box.right, COLUMNS + 2)[1:-1], np.linspace(box.top, box.bottom, ROWS + 2)[1:-1]
    )
    points = shapely.points(x.ravel(), y.ravel())
    inner_points = points[shapely.contains(area, points)]
    room = shapely.distance(area.boundary, inner_points)
    return [(inner_points[i].x, inner_points[i].y, float(room[i])) for i in np.argsort(-room, kind="stable")]
