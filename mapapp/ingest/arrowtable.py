"""A table of typed values, as formats other than CSV hold it -> cells as text; points -> coordinates."""

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
from mapapp.model.schema import COORDINATES, LIST_SEPARATOR

_WGS84 = "OGC:CRS84"


def as_sheet(file: StoredFile, table: pa.Table, geometry: str = "", crs: Any = None) -> Sheet:
    """Turn a table into text, row by row, numbered as under a header in row 1; blank rows are left out.

    `geometry` names a column of WKB, read as points in `crs` (WGS84 unless given) if no columns hold their
    coordinates. Binary columns are left out, with a note.
    """
    binary = [field.name for field in table.schema if _is_binary(field.type) and field.name != geometry]
    columns = {name: _text(table[name]) for name in table.column_names if name not in {geometry, *binary}}
    name = file.path.name
    notes = [notice("columns-not-text", file=name, columns=", ".join(binary))] if binary else []
    if geometry and not _has_coordinates(list(columns)):
        points, point_notes = _points(file, table[geometry], crs)
        columns |= points
        notes += point_notes
    cells = pa.table(list(columns.values()), [str(number) for number in range(len(columns))]).to_pandas()
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    blank = cells.isna().all(axis=1)
    if blank.any():
        notes.append(notice("blank-rows", file=name, count=int(blank.sum())))
    filled = cells[~blank] if blank.any() else cells
    return Sheet(file, tuple(columns), filled, len(filled), notes=tuple(notes), blank_lines=int(blank.sum()))


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    )


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write a column's values as text; the parts of a list are joined, nested values become JSON."""
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
        None if value is None else json.dumps(value, ensure_ascii=False, default=str)
        for value in column.to_pylist()
    )
    return pa.chunked_array([pa.array(values, pa.string())])


def _has_coordinates(names: list[str]) -> bool:
    folded = {name.strip().casefold() for name in names}
    return all(folded & {name, *ALIASES[name]} for name in COORDINATES)


def _points(file: StoredFile, geometry: pa.ChunkedArray, crs: Any) -> tuple[dict[str, pa.Array], list[str]]:
    """Write points as degrees; other shapes get no coordinates, with a note."""
    shapes = shapely.from_wkb(geometry.to_numpy(zero_copy_only=False), on_invalid="ignore")
    is_point = (shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes)
    others = int(np.sum(~is_point & np.array([shape is not None for shape in shapes], bool)))
    notes = []
    if others:
        notes.append(notice("shapes-without-point", file=file.path.name, count=others))
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    if crs is not None:
        x, y, crs_notes = _as_wgs84(file, x, y, crs)
        notes += crs_notes
    return {
        name: pa.array(values, pa.float64(), mask=~is_point).cast(pa.large_string())
        for name, values in (("latitude", y), ("longitude", x))
    }, notes


def _as_wgs84(file: StoredFile, x: Any, y: Any, crs: Any) -> tuple[Any, Any, list[str]]:
    """Convert coordinates to degrees of WGS84, with a note; UnreadableFile if `crs` is unknown."""
    from pyproj.exceptions import ProjError  # noqa: PLC0415 - slow to import, and rarely needed

    try:
        if _is_wgs84(crs):
            return x, y, []
        degrees = _in_degrees(x, y, crs)
        return *degrees, [notice("coordinates-turned", file=file.path.name, crs=_name_of(crs))]
    except ProjError:
        words = fault("crs-unknown", file=str(file.path), crs=shortened(str(crs), 100))
        raise UnreadableFile(*words) from None


def _is_wgs84(crs: Any) -> bool:
    from pyproj import CRS  # noqa: PLC0415 - slow to import, and rarely needed

    system = CRS.from_user_input(crs)
    return system.equals(CRS.from_user_input(_WGS84), ignore_axis_order=True) or system.to_epsg() == 4326


def _in_degrees(x: Any, y: Any, crs: Any) -> Any:
    from pyproj import Transformer  # noqa: PLC0415 - slow to import, and rarely needed

    degrees = Transformer.from_crs(crs, _WGS84, always_xy=True).transform(x, y)
    return tuple(np.round(values, 7) for values in degrees)


def _name_of(crs: Any) -> str:
    from pyproj import CRS  # noqa: PLC0415 - slow to import, and rarely needed

    return str(CRS.from_user_input(crs).name)
