"""The geometry in a view of the world's base map, which pictures draw as the map in a browser does.

The frontend's `world_cells.js` does the same in browsers; `tests/golden/world_cells.json` has the results
that both must return.
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
"""West, south, east, north in degrees, WGS84; not across the date line."""

CELL_SIZES_BY_ZOOM = ((4.5, 360), (6.5, 40), (math.inf, 10))
"""The width of cells in degrees below each zoom."""
MOST_ALONE = 2_000_000
CACHED_CELLS = 64


class CellAddress(NamedTuple):
    """A cell's address: its width in degrees, and its column and row among the cells of that width."""

    size: int
    x: int
    y: int

    @property
    def corner(self) -> tuple[float, float]:
        """Longitude and latitude of the south-western corner."""
        return self.x * self.size - 180.0, self.y * self.size - 90.0

    @property
    def path(self) -> str:
        """The path of its file among the cells of the world."""
        return f"{self.size}/{self.x}/{self.y}.json"


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of a view: shapely geometries in degrees, WGS84; `land` by name of country.

    Lines end at the edges of cells, and none runs along such an edge.
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
    """Return the ground within bounds, and a little beyond, as a map at this zoom shows it."""
    import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

    pieces = [_cell(address) for address in cells_in_view(bounds, zoom)]
    land: dict[str, list[Any]] = defaultdict(list)
    for piece in pieces:
        for name, area in piece.land.items():
            land[name].append(area)

    def lines(name: str) -> Any:
        return shapely.MultiLineString([line for piece in pieces for line in getattr(piece, name).geoms])

    return Ground(
        {name: shapely.union_all(areas) for name, areas in land.items()},
        lines("borders"),
        shapely.union_all([piece.lakes for piece in pieces]),
        lines("shores"),
        lines("rivers"),
        lines("districts"),
        lines("disputed"),
        tuple(sorted((town for piece in pieces for town in piece.towns), key=lambda town: town.rank)),
    )


def cells_around(bounds: Bounds | None) -> dict[str, Any]:
    """Return the contents of cells by address ("10/22/12"), for a standalone map.

    They show the whole world, and the area within bounds in more detail. Cells of a size are left out if they
    would make the total longer than `MOST_ALONE` characters.
    """
    cells: dict[str, str] = {}
    for zoom, around in ((0.0, WORLD), *(((5.0, bounds), (9.0, bounds)) if bounds else ())):
        addresses = (cell_address.path for cell_address in cells_in_view(around, zoom))
        texts = {address: (cell(address) or EMPTY).decode() for address in addresses}
        if sum(map(len, (*cells.values(), *texts.values()))) > MOST_ALONE:
            break
        cells |= texts
    return {address.removesuffix(".json"): json.loads(text) for address, text in cells.items()}


def cells_in_view(bounds: Bounds, zoom: float) -> Iterator[CellAddress]:
    """Yield the cells that a view needs."""
    west, south, east, north = bounds
    size = next(size for below, size in CELL_SIZES_BY_ZOOM if zoom < below)
    last = -(-180 // size) - 1
    rows = range(max(0, int((south + 90) // size)), min(last, int((north + 90) // size)) + 1)
    columns = range(int((west + 180) // size), min(360 // size - 1, int((east + 180) // size)) + 1)
    return (CellAddress(size, x, y) for x in columns for y in rows)


@lru_cache(CACHED_CELLS)
def _cell(address: CellAddress) -> Ground:
    return decoded(json.loads(cell(address.path) or EMPTY), address)


def decoded(values: Mapping[str, Any], address: CellAddress) -> Ground:
    """Turn the values in a cell's JSON into geometry."""
    import shapely  # noqa: PLC0415 - the same

    span = round(address.size / values["unit"])
    west, south = address.corner

    def onto_map(points: "NDArray[np.float64]") -> "NDArray[np.float64]":
        moved: NDArray[np.float64] = points * values["unit"] + (west, south)
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
        {name: area(shapes) for name, shapes in values["land"]},
        edges([shape for _, shapes in values["land"] for shape in shapes]),
        area(values["lakes"]),
        edges(values["lakes"]),
        lines(values["rivers"]),
        lines(values["districts"]),
        lines(values["disputed"]),
        tuple(WorldTown(*town) for town in values["towns"]),
    )


def _points(flat: Sequence[int]) -> "NDArray[np.float64]":
    """Read the points of a line stored as a first point and steps, in units of its cell."""
    import numpy as np  # noqa: PLC0415 - the same

    return np.array(flat, dtype=float).reshape(-1, 2).cumsum(axis=0)


def _without_edges(ring: "NDArray[np.float64]", span: int) -> "list[NDArray[np.float64]]":
    """Return the parts of a ring that do not run along the edge of its cell."""
    import numpy as np  # noqa: PLC0415 - the same

    before, after = ring[:-1], ring[1:]
    on_edge = ((before == after) & ((after == 0) | (after == span))).any(axis=1)
    return [piece for piece in np.split(ring, np.flatnonzero(on_edge) + 1) if len(piece) > 1]
