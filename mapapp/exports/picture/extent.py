"""The default extent of a picture: where nearly all of the incidents are, as on the page."""

from mapapp.engine.store import Store
from mapapp.mapdata.home import home
from mapapp.model.filters import BBox
from mapapp.model.query import Query

INHABITED_WORLD: BBox = (-170.0, -56.0, 180.0, 75.0)


def extent(store: Store, query: Query) -> BBox:
    """Return the Query's area, or else the extent of nearly all its incidents, of all data, or the world."""
    bounds = home(store, query) or home(store, Query()) or INHABITED_WORLD
    west, south, east, north = bounds
    return (-180.0, south, 180.0, north) if east > 180 else (west, south, east, north)
