"""Where the map stands at first: where nearly all that it shows is."""

from collections.abc import Mapping
from typing import Any

from mapapp.engine.store import Store
from mapapp.geo.areas import bounds
from mapapp.model.filters import BBox
from mapapp.model.query import Query

FEW = 40
"""Of fewer incidents, all are shown."""
NEAR = 0.15
"""What lies no further off than this share of the width or height is shown too."""


def home(store: Store, *queries: Query) -> BBox | None:
    """Find the bounds of the area that each Query asks for, or of nearly all that matches (degrees, WGS84).

    If nothing that matches is located, they are those of the whole data set or, if nothing is, of the region
    that its description names; None if it names none. Around the date line, the eastern edge is beyond 180.
    """
    found = [box for query in queries if (box := _nearly_all(store, query))]
    if not found:
        region = store.conflict.region
        return _nearly_all(store, Query()) or (region.bounds if region else None)
    west, south, east, north = zip(*found, strict=True)
    return min(west), min(south), max(east), max(north)


def _nearly_all(store: Store, query: Query) -> BBox | None:
    if area := bounds(store.located(query)):
        return area
    row = store.spread(query)
    if not row["n"]:
        return None
    turn = "_around" if _width(row, "_around") < _width(row, "") else ""
    west, east = _edges(row, f"west{turn}", f"east{turn}")
    south, north = _edges(row, "south", "north")
    return west, south, east, north


def _width(row: Mapping[str, Any], turn: str) -> float:
    return float(row[f"all_east{turn}"] - row[f"all_west{turn}"])


def _edges(row: Mapping[str, Any], low: str, high: str) -> tuple[float, float]:
    """Choose the two edges of one axis: those of all incidents, unless a few lie far from most."""
    first, last = row[f"all_{low}"], row[f"all_{high}"]
    from_, to = row[f"most_{low}"], row[f"most_{high}"]
    near = NEAR * (to - from_)
    if row["n"] < FEW:
        return first, last
    return (first if from_ - first <= near else from_), (last if last - to <= near else to)
