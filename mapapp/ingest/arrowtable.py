"""A table of typed values, as other formats than CSV hold it -> cells as text; points -> coordinates."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from mapapp.errors import UnreadableFile, shortened
from mapapp.ingest.header import ALIASES
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.stored import StoredFile
from mapapp.messages import fault, notice
from mapapp.model.schema import LIST_SEPARATOR

_WGS84 = "OGC:CRS84"
_COORDINATES = ("latitude", "longitude")


def as_sheet(file: StoredFile, table: pa.Table, geometry: str = "", crs: Any = None) -> Sheet:
    """Turn a table into text, row for row, numbered as under a header in row 1; blank rows are left out.

    `geometry` names a column of WKB, read as points in `crs` (WGS84 unless given) if no column holds their
    coordinates. Binary columns are left out, which a note says.
    """
    binary = [field.name for field in table.schema if _is_binary(field.type) and field.name != geometry]
    columns = {name: _text(table[name]) for name in table.column_names if name not in {geometry, *binary}}
    name = file.path.name
    notes = [notice("columns-not-text", file=name, columns=", ".join(binary))] if binary else []
    if geometry and not _has_coordinates(list(columns)):
        points, more = _points(file, table[geometry], crs)
        columns |= points
        notes += more
    cells = pa.table(list(columns.values()), [str(place) for place in range(len(columns))]).to_pandas()
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    blank = cells.isna().all(axis=1)
    if blank.any():
        notes.append(notice("blank-rows", file=name, count=int(blank.sum())))
    kept = cells[~blank] if blank.any() else cells
    return Sheet(file, tuple(columns), kept, len(kept), notes=tuple(notes), blank_lines=int(blank.sum()))


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    )


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write a column's values as text; parts of a list are joined, what has parts of its own is JSON."""
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        parts = column.cast(pa.list_(pa.string())) if not pa.types.is_nested(kind.value_type) else None
        texts = _json(column) if parts is None else pc.binary_join(parts, LIST_SEPARATOR)
    elif pa.types.is_nested(kind):
        texts = _json(column)
    else:
        texts = column.cast(pa.string())
    texts = texts.cast(pa.large_string())
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.large_string()), texts)


def _json(column: pa.ChunkedArray) -> pa.ChunkedArray:
    values = (
        None if one is None else json.dumps(one, ensure_ascii=False, default=str)
        for one in column.to_pylist()
    )
    return pa.chunked_array([pa.array(values, pa.string())])


def _has_coordinates(names: list[str]) -> bool:
    known = {name.strip().casefold() for name in names}
    return all(known & {name, *ALIASES[name]} for name in _COORDINATES)


def _points(file: StoredFile, geometry: pa.ChunkedArray, crs: Any) -> tuple[dict[str, pa.Array], list[str]]:
    """Write points as degrees; any other shape has no coordinates, which a note says."""
    shapes = shapely.from_wkb(geometry.to_numpy(zero_copy_only=False), on_invalid="ignore")
    is_point = (shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes)
    other = int(np.sum(~is_point & np.array([one is not None for one in shapes], bool)))
    notes = []
    if other:
        notes.append(notice("shapes-without-point", file=file.path.name, count=other))
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    if crs is not None:
        x, y, turned = _as_wgs84(file, x, y, crs)
        notes += turned
    return {
        name: pa.array(values, pa.float64(), mask=~is_point).cast(pa.large_string())
        for name, values in (("latitude", y), ("longitude", x))
    }, notes


def _as_wgs84(file: StoredFile, x: Any, y: Any, crs: Any) -> tuple[Any, Any, list[str]]:
    """Turn coordinates into degrees of WGS84, which a note says; UnreadableFile if `crs` means nothing."""
    from pyproj.exceptions import ProjError  # noqa: PLC0415 - slow to import, and rarely needed

    try:
        if _is_wgs84(crs):
            return x, y, []
        degrees = _in_degrees(x, y, crs)
        return *degrees, [notice("coordinates-turned", file=file.path.name, crs=_named(crs))]
    except ProjError:
        words = fault("crs-unknown", file=str(file.path), crs=shortened(str(crs), 100))
        raise UnreadableFile(*words) from None


def _is_wgs84(crs: Any) -> bool:
    from pyproj import CRS  # noqa: PLC0415 - slow to import, and rarely needed

    given = CRS.from_user_input(crs)
    return given.equals(CRS.from_user_input(_WGS84), ignore_axis_order=True) or given.to_epsg() == 4326


def _in_degrees(x: Any, y: Any, crs: Any) -> Any:
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and rarely needed

    turned = Transformer.from_crs(crs, _WGS84, always_xy=True).transform(x, y)
    return tuple(np.round(values, 7) for values in turned)


def _named(crs: Any) -> str:
    from pyproj import CRS  # noqa: PLC0415 - slow to import, and rarely needed

    return str(CRS.from_user_input(crs).name)
