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
_ERRORS = (pa.ArrowException, OSError, ValueError, TypeError, AttributeError, RecursionError)
"""Raised for a truncated file, or for one with malformed metadata of its geometry."""


def read_parquet(file: StoredFile, limit: int = MAX_UNPACKED) -> Sheet:
    """Read a Parquet file; its main geometry gives coordinates. UnreadableFile if it is broken.

    At most `limit` bytes may be packed in it: a column that repeats one value takes hardly any space.
    """
    try:
        require_bounded(file, _unpacked_size(file), limit)
        table = parquet.read_table(pa.BufferReader(file.data))
        geometry, crs = _geometry(table)
    except _ERRORS as error:
        problem = shortened(str(error), 200).rstrip(".")
        raise UnreadableFile(*fault("parquet-broken", file=str(file.path), problem=problem)) from None
    sheet = as_sheet(file, table, geometry, crs)
    return replace(sheet, notes=(notice("read-as", file=file.path.name, kind="Parquet"), *sheet.notes))


def _unpacked_size(file: StoredFile) -> int:
    metadata = parquet.read_metadata(pa.BufferReader(file.data))
    size = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    return max(int(size), int(metadata.num_rows * metadata.num_columns))


def _geometry(table: pa.Table) -> tuple[str, Any]:
    """Return the main geometry column of WKB and its CRS, by GeoParquet's metadata; "" if there is none."""
    metadata = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    name = metadata.get("primary_column", "")
    column = metadata.get("columns", {}).get(name, {})
    return (
        (name, column.get("crs"))
        if column.get("encoding") == "WKB" and name in table.column_names
        else ("", None)
    )
