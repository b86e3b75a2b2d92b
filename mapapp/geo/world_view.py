"""What a view of the world's base map holds, as geometry: what the map in a browser draws, for pictures.

`world_cells.js` of the frontend is the same for browsers; `tests/golden/world_cells.json` says what both
have to answer.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mapapp.geo.world import EMPTY, WorldTown, cell
from mapapp.model.filters import WORLD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees, WGS84; not around the date line."""

SIZES = ((4.5, 360), (6.5, 40), (math.inf, 10))
"""Below each zoom, how many degrees wide cells are."""
MOST_ALONE = 2_000_000
REMEMBERED = 64


class Place(NamedTuple):
    """A cell's place: its size and its south-western corner in degrees, counted as in its address."""

    size: int
    x: int
    y: int

    @property
    def corner(self) -> tuple[float, float]:
        """Longitude and latitude of the south-western corner."""
        return self.x * self.size - 180.0, self.y * self.size - 90.0

    @property
    def address(self) -> str:
        """Its address among the cells of the world."""
        return f"{self.size}/{self.x}/{self.y}.json"


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of a view: shapely geometries in degrees, WGS84; `land` by the name of the country.

    Lines end where cells end, and none runs along a cell's edge.
    """

    land: dict[str, Any]
    borders: Any
    lakes: Any
    shores: Any
    rivers: Any
    districts: Any
    disputed: Any
    towns: tuple[WorldTown, ...]


def ground(bounds: Bounds, zoom: float) -> Ground:
    """Return what lies within bounds, and a little beyond, as a map of this zoom shows it."""
    import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

    cells = [_cell(place) for place in places(bounds, zoom)]
    parts: dict[str, list[Any]] = defaultdict(list)
    for one in cells:
        for name, area in one.land.items():
            parts[name].append(area)

    def lines(name: str) -> Any:
        return shapely.MultiLineString([line for one in cells for line in getattr(one, name).geoms])

    return Ground(
        {name: shapely.union_all(areas) for name, areas in parts.items()},
        lines("borders"),
        shapely.union_all([one.lakes for one in cells]),
        lines("shores"),
        lines("rivers"),
        lines("districts"),
        lines("disputed"),
        tuple(sorted((town for one in cells for town in one.towns), key=lambda town: town.rank)),
    )


def cells_around(bounds: Bounds | None) -> dict[str, Any]:
    """Return what cells say, by place ("10/22/12"), for a map that stands alone.

    They show the whole world, and more finely what is within bounds.
    Those of a size are left out if with them all would have more than `MOST_ALONE` characters.
    """
    kept: dict[str, str] = {}
    for zoom, around in ((0.0, WORLD), *(((5.0, bounds), (9.0, bounds)) if bounds else ())):
        wanted = (place.address for place in places(around, zoom))
        found = {address: (cell(address) or EMPTY).decode() for address in wanted}
        if sum(map(len, (*kept.values(), *found.values()))) > MOST_ALONE:
            break
        kept |= found
    return {address.removesuffix(".json"): json.loads(text) for address, text in kept.items()}


def places(bounds: Bounds, zoom: float) -> Iterator[Place]:
    """Yield the cells that a view needs."""
    west, south, east, north = bounds
    size = next(size for below, size in SIZES if zoom < below)
    last = -(-180 // size) - 1
    rows = range(max(0, int((south + 90) // size)), min(last, int((north + 90) // size)) + 1)
    columns = range(int((west + 180) // size), min(360 // size - 1, int((east + 180) // size)) + 1)
    return (Place(size, x, y) for x in columns for y in rows)


@lru_cache(REMEMBERED)
def _cell(place: Place) -> Ground:
    return decoded(json.loads(cell(place.address) or EMPTY), place)


def decoded(told: Mapping[str, Any], place: Place) -> Ground:
    """Read what a cell says."""
    import shapely  # noqa: PLC0415 - the same

    span = round(place.size / told["unit"])
    west, south = place.corner

    def onto_map(points: "NDArray[np.float64]") -> "NDArray[np.float64]":
        moved: NDArray[np.float64] = points * told["unit"] + (west, south)
        return moved

    def area(shapes: Sequence[Sequence[Sequence[int]]]) -> Any:
        polygons = []
        for rings in shapes:
            outer, *holes = (onto_map(_points(ring)) for ring in rings)
            polygons.append(shapely.Polygon(outer, holes))
        return shapely.make_valid(shapely.MultiPolygon(polygons))

    def edges(shapes: Sequence[Sequence[Sequence[int]]]) -> Any:
        rings = (_points(ring) for shape in shapes for ring in shape)
        return shapely.MultiLineString(
            [onto_map(line) for ring in rings for line in _without_edges(ring, span)]
        )

    def lines(flat: Sequence[Sequence[int]]) -> Any:
        return shapely.MultiLineString([onto_map(_points(line)) for line in flat])

    return Ground(
        {name: area(shapes) for name, shapes in told["land"]},
        edges([shape for _, shapes in told["land"] for shape in shapes]),
        area(told["lakes"]),
        edges(told["lakes"]),
        lines(told["rivers"]),
        lines(told["districts"]),
        lines(told["disputed"]),
        tuple(WorldTown(*town) for town in told["towns"]),
    )


def _points(flat: Sequence[int]) -> "NDArray[np.float64]":
    """Read the points of a line that is told as a first point and steps, in units of its cell."""
    import numpy as np  # noqa: PLC0415 - the same

    return np.array(flat, dtype=float).reshape(-1, 2).cumsum(axis=0)


def _without_edges(ring: "NDArray[np.float64]", span: int) -> "list[NDArray[np.float64]]":
    """Return the parts of a ring that do not run along the edge of its cell."""
    import numpy as np  # noqa: PLC0415 - the same

    before, after = ring[:-1], ring[1:]
    on_edge = ((before == after) & ((after == 0) | (after == span))).any(axis=1)
    return [part for part in np.split(ring, np.flatnonzero(on_edge) + 1) if len(part) > 1]
