"""The lines and areas that `conflict.toml` has drawn, from the GeoJSON beside the data."""

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
"""What every page of a map may load of lines."""
SHAPES = ("LineString", "MultiLineString", "Polygon", "MultiPolygon")
WORLD = shapely.box(-180, -90, 180, 90)
_OF_A_LINE = frozenset({"name", "label", "note"})


def read_lines(file: str, content: Mapping[str, Any], shapes: Path | None) -> tuple[ReferenceLine, ...]:
    """Read what is to be drawn, in its order.

    A feature is found by its `id`; `label` and `note` are its own unless they are given. BadDescription if
    one makes no sense, UnreadableFile if the file of shapes does not.
    """
    given = tables(file, content, "lines", MAX_LINES)
    if not given:
        return ()
    if shapes is None:
        raise bad(file, "lines", given, notice("conflict-lines"))
    known = _features(shapes)
    return tuple(_line(f"{file}, line {number}", one, known) for number, one in enumerate(given, 1))


def _features(path: Path) -> dict[str, Mapping[str, Any]]:
    data = read_bytes(path).data
    try:
        if len(data) > MAX_BYTES:
            raise ValueError(notice("lines-too-large", most=MAX_BYTES // 1_000_000))
        features = json.loads(data.decode("utf-8-sig"))["features"]
        return {str(one.get("id", one["properties"].get("id", ""))): one for one in features}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        words = fault("lines-unreadable", file=str(path), problem=str(problem).rstrip("."))
        raise UnreadableFile(*words) from None


def _line(where: str, given: Any, known: Mapping[str, Mapping[str, Any]]) -> ReferenceLine:
    one = table(where, "lines", given, _OF_A_LINE)
    name = text(where, one, "name")
    if not name or name not in known:
        raise bad(where, "name", name, notice("conflict-line", names=", ".join(sorted(known))))
    feature = known[name]
    own = {key: feature["properties"].get(key) or "" for key in ("label", "note")} | dict(one)
    label, note = text(where, own, "label"), text(where, own, "note")
    if not label:
        raise bad(where, "label", label, notice("conflict-line-label"))
    return ReferenceLine(label, note, _shape(where, name, feature.get("geometry")))


def _shape(where: str, name: str, geometry: Any) -> str:
    written = json.dumps(geometry, separators=(",", ":"))
    shape = shapely.from_geojson(written, on_invalid="ignore")
    if shape is None or shape.geom_type not in SHAPES or shape.is_empty or not shapely.covers(WORLD, shape):
        raise bad(where, "name", name, notice("conflict-line-shape"))
    return written
