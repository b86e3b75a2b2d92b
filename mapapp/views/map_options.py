"""The options of a base map; for a standalone map, with the outlines around it. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mapapp.geo.gazetteer import base_map_files
from mapapp.geo.naming import offered_traditions
from mapapp.geo.world_view import cells_around
from mapapp.messages import message
from mapapp.model.conflict import Conflict
from mapapp.model.traditions import Tradition, traditions
from mapapp.views import style
from mapapp.views.script_words import script_words
from mapapp.views.tiles import Tiles

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees, WGS84."""

NEIGHBOURHOOD_DEGREES = 5.0
EVERYWHERE: Bounds = (-180.0, -85.0, 180.0, 85.0)


def app_options(
    tiles: Mapping[str, Tiles], theme: style.Theme, vectors: Mapping[str, str]
) -> dict[str, object]:
    """Return the options of a map that the app serves; `vectors` are its outlines' paths under the root."""
    return _options(tiles, theme) | {"app": True, "vectors": vectors}


def standalone_options(home: Bounds | None, conflict: Conflict) -> dict[str, Any]:
    """Return the options of a standalone map, with what is around `home` and the conflict's lines inside."""
    return _options({}, "auto") | {"app": False, "vectors": dict(_vectors_near(home, conflict))}


def standalone_naming(home: Bounds | None, conflict: Conflict) -> dict[str, object]:
    """Return a standalone map's options for names: the data set's own places, and the orders to choose from.

    There is no choice of orders if the data set has its own but none of its places is on the map.
    """
    has_any = conflict.has_points or not conflict.has_name_orders
    return {
        "nameOrders": with_labels(offered_traditions(conflict, home)) if has_any else [],
        "places": _clipped(conflict.place_features, _around(home)),
    }


def with_labels(traditions: Iterable[Tradition]) -> list[dict[str, str]]:
    """Return traditions with the labels that a reader chooses them by."""
    return [asdict(each) | {"words": message("names-of-tradition", label=each.label)} for each in traditions]


def bounds_of(features: Mapping[str, Any]) -> Bounds | None:
    """Return the bounds of a collection's located features; across the date line they go beyond 180."""
    geometries = (feature.get("geometry") for feature in features["features"])
    points = [geometry["coordinates"] for geometry in geometries if geometry and geometry["type"] == "Point"]
    if not points:
        return None
    latitudes = [point[1] for point in points]
    signed = [point[0] for point in points]
    positive = [longitude % 360 for longitude in signed]
    longitudes = min(signed, positive, key=lambda values: max(values) - min(values))
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _options(tiles: Mapping[str, Tiles], theme: style.Theme) -> dict[str, object]:
    return {
        "theme": theme,
        "themes": style.themes(),
        "lines": [asdict(line) for line in style.LINES],
        "tiles": {name: asdict(kind) for name, kind in tiles.items()},
        "attribution": message("map-attribution"),
        "words": script_words("map"),
        "traditions": with_labels(traditions().values()),
    }


def _around(home: Bounds | None) -> Bounds:
    """Return the surroundings of `home`; the world if it is None or crosses the date line."""
    home = home if home and home[2] <= 180 else None
    west, south, east, north = home or EVERYWHERE
    margin = max(NEIGHBOURHOOD_DEGREES, east - west, north - south) if home else 0
    return max(west - margin, -180.0), max(south - margin, -90.0), min(east + margin, 180.0), north + margin


def _vectors_near(home: Bounds | None, conflict: Conflict) -> Iterator[tuple[str, object]]:
    """Yield the base map's layers, the conflict's lines and the world's cells around `home`.

    It is the whole world, coarsely, if `home` is None or crosses the date line.
    """
    around = _around(home)
    yield "world", cells_around(around if home and home[2] <= 180 else None)
    yield "reference", _clipped(conflict.line_features, around)
    for name, path in base_map_files().items():
        text = _text(path)
        yield name, text if path.suffix == ".csv" else _clipped(json.loads(text), around)


def _clipped(layer: Mapping[str, Any], box: Bounds) -> dict[str, object]:
    import shapely  # noqa: PLC0415 - only needed for a standalone map
    from shapely.geometry import mapping, shape  # noqa: PLC0415 - the same

    clipped = [
        {"type": "Feature", "properties": feature["properties"], "geometry": mapping(outline)}
        for feature in layer["features"]
        if not (outline := shapely.clip_by_rect(shape(feature["geometry"]), *box)).is_empty
    ]
    return {"type": "FeatureCollection", "features": clipped}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
