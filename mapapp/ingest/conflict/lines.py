"""The lines and areas that `conflict.toml` puts on the map, from the GeoJSON file next to the data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

from mapapp.errors import UnreadableFile
from mapapp.ingest.conflict.checks import bad, table, tables, text
from mapapp.ingest.stored import read_bytes
from mapapp.messages import fault, notice
from mapapp.model.conflict import MAX_LINES, ReferenceLine

MAX_BYTES = 2_000_000
"""The largest file of lines; every map page loads it."""
SHAPES = ("LineString", "MultiLineString", "Polygon", "MultiPolygon")
WORLD = shapely.box(-180, -90, 180, 90)
_LINE_KEYS = frozenset({"name", "label", "note"})


def read_lines(file: str, content: Mapping[str, Any], shapes: Path | None) -> tuple[ReferenceLine, ...]:
    """Read the lines and areas to draw, in order.

    A feature is looked up by its `id`; its own `label` and `note` apply unless the entry has others.
    BadDescription if an entry is invalid, UnreadableFile if the file of shapes is.
    """
    entries = tables(file, content, "lines", MAX_LINES)
    if not entries:
        return ()
    if shapes is None:
        raise bad(file, "lines", entries, notice("conflict-lines"))
    features = _features(shapes)
    return tuple(_line(f"{file}, line {number}", entry, features) for number, entry in enumerate(entries, 1))


def _features(path: Path) -> dict[str, Mapping[str, Any]]:
    data = read_bytes(path).data
    try:
        if len(data) > MAX_BYTES:
            raise ValueError(notice("lines-too-large", most=MAX_BYTES // 1_000_000))
        features = json.loads(data.decode("utf-8-sig"))["features"]
        return {str(feature.get("id", feature["properties"].get("id", ""))): feature for feature in features}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        words = fault("lines-unreadable", file=str(path), problem=str(problem).rstrip("."))
        raise UnreadableFile(*words) from None


def _line(where: str, entry: Any, features: Mapping[str, Mapping[str, Any]]) -> ReferenceLine:
    values = table(where, "lines", entry, _LINE_KEYS)
    name = text(where, values, "name")
    if not name or name not in features:
        raise bad(where, "name", name, notice("conflict-line", names=", ".join(sorted(features))))
    feature = features[name]
    texts = {key: feature["properties"].get(key) or "" for key in ("label", "note")} | dict(values)
    label, note = text(where, texts, "label"), text(where, texts, "note")
    if not label:
        raise bad(where, "label", label, notice("conflict-line-label"))
    return ReferenceLine(label, note, _shape(where, name, feature.get("geometry")))


def _shape(where: str, name: str, geometry: Any) -> str:
    geojson = json.dumps(geometry, separators=(",", ":"))
    shape = shapely.from_geojson(geojson, on_invalid="ignore")
    if shape is None or shape.geom_type not in SHAPES or shape.is_empty or not shapely.covers(WORLD, shape):
        raise bad(where, "name", name, notice("conflict-line-shape"))
    return geojson
