"""The rows of an export as Arrow tables, a page at a time, for formats that keep types."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.selection import Selection
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

PAGES_TOGETHER = 10
"""The number of pages read at once for files that are not streamed; a slow client would keep them waiting."""
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
"""A point in Well-Known Binary, little-endian."""


def incidents(selection: Selection, geometry: str = "", together: int = 1) -> Iterator[pa.Table]:
    """Read the incidents, in order; if `geometry` is given, with their points in a last column of that name.

    `together` is the number of pages per table. Texts may be dictionary-encoded.
    """
    for page, incidents in selection.read(together):
        shown = page.shown(incidents)
        yield shown.append_column(geometry, points(incidents)) if geometry else shown


def claims(selection: Selection, together: int = 1) -> Iterator[pa.Table]:
    """Read the claims, in the order of the incidents and then of the file."""
    for page in selection.pages(together) if selection.has_claims else ():
        yield page.claims()[0]


def all_tables(
    selection: Selection, geometry: str = "", together: int = 1
) -> Mapping[str, tuple[pa.Schema, Iterator[pa.Table]]]:
    """Return the three tables by name: the columns of each, except for the points, and its rows."""
    tables = (
        (INCIDENTS, incidents(selection, geometry, together)),
        (CLAIMS, claims(selection, together)),
        (SOURCES, selection.sources()),
    )
    return {table.name: (selection.empty(table).schema, pages) for table, pages in tables}


def points(rows: pa.Table) -> pa.Array:
    """Write the incidents' locations as points in Well-Known Binary; null where there is none."""
    longitude, latitude = (as_array(rows[name]) for name in ("longitude", "latitude"))
    buffer = np.zeros(len(rows), _POINT)
    buffer["order"], buffer["type"] = 1, 1
    buffer["x"], buffer["y"] = (pc.fill_null(degrees, 0.0).to_numpy() for degrees in (longitude, latitude))
    located = pc.and_(pc.is_valid(longitude), pc.is_valid(latitude))
    binary = pa.Array.from_buffers(
        pa.binary(_POINT.itemsize), len(rows), [None, pa.py_buffer(buffer.tobytes())]
    )
    return pc.if_else(located, binary.cast(pa.binary()), None)


def as_array(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as an array; unlike Arrow, do not copy it if it is a single array."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def free_name(name: str, names: Mapping[str, object] | list[str]) -> str:
    """Lengthen a name of ours until it differs from those of the file's columns, regardless of case."""
    lower_names = {name_.casefold() for name_ in names}
    return free_name(f"{name}_", names) if name.casefold() in lower_names else name
