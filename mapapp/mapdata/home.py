"""The map's initial view: where nearly everything it shows is."""

from collections.abc import Mapping
from typing import Any

from mapapp.engine.store import Store
from mapapp.geo.areas import bounds
from mapapp.model.filters import BBox
from mapapp.model.query import Query

ALL_SHOWN_BELOW = 40
"""Of fewer incidents than this, all are shown."""
NEAR_SHARE = 0.15
"""Incidents no further outside than this share of the width or height are shown too."""


def home(store: Store, *queries: Query) -> BBox | None:
    """Find the bounds of the areas that the Queries ask for, or of nearly all that match (degrees, WGS84).

    If no match has a location, they are those of the whole data set or, if it has none, of the region in its
    description; None if there is no such region. Across the date line, the eastern edge is beyond 180.
    """
    boxes = [box for query in queries if (box := _nearly_all(store, query))]
    if not boxes:
        region = store.conflict.region
        return _nearly_all(store, Query()) or (region.bounds if region else None)
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _nearly_all(store: Store, query: Query) -> BBox | None:
    if area := bounds(store.located(query)):
        return area
    row = store.spread(query)
    if not row["n"]:
        return None
    suffix = "_around" if _width(row, "_around") < _width(row, "") else ""
    west, east = _edges(row, f"west{suffix}", f"east{suffix}")
    south, north = _edges(row, "south", "north")
    return west, south, east, north


def _width(row: Mapping[str, Any], suffix: str) -> float:
    return float(row[f"all_east{suffix}"] - row[f"all_west{suffix}"])


def _edges(row: Mapping[str, Any], low: str, high: str) -> tuple[float, float]:
    """Choose the two edges of one axis: those of all incidents, unless a few are far from most."""
    all_low, all_high = row[f"all_{low}"], row[f"all_{high}"]
    most_low, most_high = row[f"most_{low}"], row[f"most_{high}"]
    tolerance = NEAR_SHARE * (most_high - most_low)
    if row["n"] < ALL_SHOWN_BELOW:
        return all_low, all_high
    return (all_low if most_low - all_low <= tolerance else most_low), (
        all_high if all_high - most_high <= tolerance else most_high
    )
