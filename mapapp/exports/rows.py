"""The rows of an export as Arrow tables, a page at a time, for formats that keep types."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.selection import Selection
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

PAGES_TOGETHER = 10
"""So many pages are read at once for what no reader takes piece by piece: a slow one would hold them."""
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
"""A point in Well-Known Binary, little-endian."""


def incidents(selection: Selection, geometry: str = "", together: int = 1) -> Iterator[pa.Table]:
    """Read the incidents, in order, with their points as a last column of a name if that is given.

    As many pages as are read `together` are one table. Texts may come as numbers of their values.
    """
    for page, found in selection.read(together):
        shown = page.shown(found)
        yield shown.append_column(geometry, points(found)) if geometry else shown


def claims(selection: Selection, together: int = 1) -> Iterator[pa.Table]:
    """Read the claims, in the order of the incidents and then of the file."""
    for page in selection.pages(together) if selection.has_claims else ():
        yield page.claims()[0]


def all_tables(
    selection: Selection, geometry: str = "", together: int = 1
) -> Mapping[str, tuple[pa.Schema, Iterator[pa.Table]]]:
    """Return the three tables by name: the columns of each, without the points', and its rows."""
    found = (
        (INCIDENTS, incidents(selection, geometry, together)),
        (CLAIMS, claims(selection, together)),
        (SOURCES, selection.sources()),
    )
    return {table.name: (selection.empty(table).schema, pages) for table, pages in found}


def points(rows: pa.Table) -> pa.Array:
    """Write the incidents' places as points in Well-Known Binary; null where there is none."""
    longitude, latitude = (one_array(rows[name]) for name in ("longitude", "latitude"))
    made = np.zeros(len(rows), _POINT)
    made["order"], made["type"] = 1, 1
    made["x"], made["y"] = (pc.fill_null(one, 0.0).to_numpy() for one in (longitude, latitude))
    located = pc.and_(pc.is_valid(longitude), pc.is_valid(latitude))
    whole = pa.Array.from_buffers(pa.binary(_POINT.itemsize), len(rows), [None, pa.py_buffer(made.tobytes())])
    return pc.if_else(located, whole.cast(pa.binary()), None)


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array; Arrow would copy one that is one already."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def free_name(name: str, taken: Mapping[str, object] | list[str]) -> str:
    """Lengthen a name of ours until none of the file's own columns has it, whatever the case of letters."""
    known = {one.casefold() for one in taken}
    return free_name(f"{name}_", taken) if name.casefold() in known else name
