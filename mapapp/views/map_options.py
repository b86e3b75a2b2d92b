"""The options of a base map; for one that stands alone, with the outlines around it. Pure."""

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


def options_alone(home: Bounds | None, conflict: Conflict) -> dict[str, Any]:
    """Return the options of a base map that has in it what lies around `home`, the conflict's lines too."""
    return _options({}, "auto") | {"app": False, "vectors": dict(_vectors_near(home, conflict))}


def naming_alone(home: Bounds | None, conflict: Conflict) -> dict[str, object]:
    """Return what such a map is told of names: places of the data set's own, and what can be chosen.

    The choice is of what the base map says: there is none where no own place is on it.
    """
    has_any = conflict.has_points or not conflict.has_name_orders
    return {
        "nameOrders": named(offered_traditions(conflict, home)) if has_any else [],
        "places": _clipped(conflict.place_features, _around(home)),
    }


def named(traditions: Iterable[Tradition]) -> list[dict[str, str]]:
    """Return traditions with the words by which a reader chooses them."""
    return [asdict(one) | {"words": message("names-of-tradition", label=one.label)} for one in traditions]


def bounds_of(features: Mapping[str, Any]) -> Bounds | None:
    """Return what the located features of a collection reach over; around the date line: beyond 180."""
    geometries = (feature.get("geometry") for feature in features["features"])
    points = [geometry["coordinates"] for geometry in geometries if geometry and geometry["type"] == "Point"]
    if not points:
        return None
    latitudes = [point[1] for point in points]
    plain = [point[0] for point in points]
    turned = [longitude % 360 for longitude in plain]
    longitudes = min(plain, turned, key=lambda some: max(some) - min(some))
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _options(tiles: Mapping[str, Tiles], theme: style.Theme) -> dict[str, object]:
    return {
        "theme": theme,
        "themes": style.themes(),
        "lines": [asdict(line) for line in style.LINES],
        "tiles": {name: asdict(kind) for name, kind in tiles.items()},
        "attribution": message("map-attribution"),
        "words": script_words("map"),
        "traditions": named(traditions().values()),
    }


def _around(home: Bounds | None) -> Bounds:
    """Return the surroundings of `home`; the world if it is None or lies around the date line."""
    home = home if home and home[2] <= 180 else None
    west, south, east, north = home or EVERYWHERE
    margin = max(NEIGHBOURHOOD_DEGREES, east - west, north - south) if home else 0
    return max(west - margin, -180.0), max(south - margin, -90.0), min(east + margin, 180.0), north + margin


def _vectors_near(home: Bounds | None, conflict: Conflict) -> Iterator[tuple[str, object]]:
    """Yield the base map's layers and the conflict's lines around `home`, and its world's cells.

    The whole world, coarsely, if it is None or lies around the date line.
    """
    around = _around(home)
    yield "world", cells_around(around if home and home[2] <= 180 else None)
    yield "reference", _clipped(conflict.line_features, around)
    for name, path in base_map_files().items():
        text = _text(path)
        yield name, text if path.suffix == ".csv" else _clipped(json.loads(text), around)


def _clipped(layer: Mapping[str, Any], box: Bounds) -> dict[str, object]:
    import shapely  # noqa: PLC0415 - only needed for a map that stands alone
    from shapely.geometry import mapping, shape  # noqa: PLC0415 - the same

    cut = [
        {"type": "Feature", "properties": feature["properties"], "geometry": mapping(outline)}
        for feature in layer["features"]
        if not (outline := shapely.clip_by_rect(shape(feature["geometry"]), *box)).is_empty
    ]
    return {"type": "FeatureCollection", "features": cut}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
