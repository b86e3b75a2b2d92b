"""The reference data that the API offers in addition to the data set, as tables: places and districts."""

from functools import cache

import pyarrow as pa

from mapapp.geo.gazetteer import districts, gazetteer
from mapapp.model.collections import DISTRICTS, GEOMETRY_COLUMN, PLACES
from mapapp.model.derived import EDGES


@cache
def reference_tables() -> dict[str, pa.Table]:
    """Return the places, and the districts with outlines as GeoJSON text and bounds in degrees (WGS84)."""
    return {PLACES.name: _places(), DISTRICTS.name: _districts()}


def _places() -> pa.Table:
    rows = [
        {
            name: place.names_by_column[name] if name in place.names_by_column else getattr(place, name)
            for name in PLACES.names
        }
        for place in gazetteer().values()
    ]
    cells = [{name: None if value == "" else value for name, value in row.items()} for row in rows]
    return pa.Table.from_pylist(cells).select(PLACES.names)


def _districts() -> pa.Table:
    import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

    texts = [outline.properties for outline in districts()]
    columns = {
        name: pa.array([text[name] or None for text in texts], pa.string()) for name in DISTRICTS.names
    }
    areas = shapely.from_geojson([outline.shape for outline in districts()])
    bounds = zip(EDGES, shapely.bounds(areas).T, strict=True)
    outlines = [shapely.MultiPolygon([*getattr(area, "geoms", [area])]) for area in areas]
    return pa.table(columns | dict(bounds) | {GEOMETRY_COLUMN: list(shapely.to_geojson(outlines))})


@cache
def reference_bounds() -> dict[str, tuple[float, float, float, float]]:
    """Return west, south, east and north in degrees of the places and of the districts."""
    places, areas = list(gazetteer().values()), _districts()
    longitudes, latitudes = ([getattr(place, name) for place in places] for name in ("longitude", "latitude"))
    west, south, east, north = (areas[edge].to_numpy() for edge in EDGES)
    return {
        PLACES.name: (min(longitudes), min(latitudes), max(longitudes), max(latitudes)),
        DISTRICTS.name: (float(west.min()), float(south.min()), float(east.max()), float(north.max())),
    }
