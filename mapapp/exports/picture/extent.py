"""What a picture shows if nobody says what: where nearly all of the incidents are."""

from mapapp.engine import overview
from mapapp.engine.store import Store
from mapapp.model.filters import BBox
from mapapp.model.query import Query

NEAR = 1.6
"""All is shown where that takes at most so much more of the map."""

WORLD: BBox = (-170.0, -56.0, 180.0, 75.0)


def most_of(store: Store, query: Query) -> BBox:
    """Return the Query's area, or else where nearly all of its incidents are, or all data, or the world."""
    if query.bbox and query.bbox[0] <= query.bbox[2]:
        return query.bbox
    row = store.rows(overview.spread, store.incidents, query)[0]
    if row["west"] is None:
        return WORLD if query == Query() else most_of(store, Query())
    every = (row["west"], row["south"], row["east"], row["north"])
    most = (row["most_west"], row["most_south"], row["most_east"], row["most_north"])
    return every if _span(every) <= NEAR * _span(most) else most


def _span(bbox: BBox) -> float:
    west, south, east, north = bbox
    return max(east - west, north - south)
