"""Parquet and GeoParquet -> cells as text."""

import json
from dataclasses import replace
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from mapapp.errors import UnreadableFile, shortened
from mapapp.ingest.arrowtable import as_sheet
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.stored import MAX_UNPACKED, StoredFile, require_bounded
from mapapp.messages import fault, notice

PARQUET = b"PAR1"
"""How a Parquet file begins."""
_BROKEN = (pa.ArrowException, OSError, ValueError, TypeError, AttributeError, RecursionError)
"""What is raised for a file that is cut off, or whose description of its geometry has another shape."""


def read_parquet(file: StoredFile, most: int = MAX_UNPACKED) -> Sheet:
    """Read a Parquet file; its main geometry gives coordinates. UnreadableFile if it is broken.

    At most `most` bytes may be packed in it; a column that repeats one value takes hardly any room.
    """
    try:
        require_bounded(file, _unpacked_size(file), most)
        table = parquet.read_table(pa.BufferReader(file.data))
        geometry, crs = _geometry(table)
    except _BROKEN as error:
        problem = shortened(str(error), 200).rstrip(".")
        raise UnreadableFile(*fault("parquet-broken", file=str(file.path), problem=problem)) from None
    sheet = as_sheet(file, table, geometry, crs)
    return replace(sheet, notes=(notice("read-as", file=file.path.name, kind="Parquet"), *sheet.notes))


def _unpacked_size(file: StoredFile) -> int:
    about = parquet.read_metadata(pa.BufferReader(file.data))
    parts = sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))
    return max(int(parts), int(about.num_rows * about.num_columns))


def _geometry(table: pa.Table) -> tuple[str, Any]:
    """Name the main geometry column of WKB and its CRS, as GeoParquet says; "" if there is none."""
    about = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    name = about.get("primary_column", "")
    column = about.get("columns", {}).get(name, {})
    return (
        (name, column.get("crs"))
        if column.get("encoding") == "WKB" and name in table.column_names
        else ("", None)
    )
