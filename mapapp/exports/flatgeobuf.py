"""FlatGeobuf, by GDAL: the incidents that have a place, in order; readers of the format can't bear others."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports import rows
from mapapp.exports.gdalfile import write_layer
from mapapp.exports.outlet import once_whole
from mapapp.exports.provenance import facts
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS

FLATGEOBUF = "application/flatgeobuf"


def flatgeobuf(store: Store, query: Query, *, limit: int | None = None, offset: int = 0) -> Iterator[bytes]:
    """Write the located ones of the matching incidents from `offset` on, of at most `limit`."""
    selection = Selection.of(store, query, limit=limit, offset=offset)
    return once_whole("incidents.fgb", lambda path: _write(selection, path))


def _write(selection: Selection, path: Path) -> None:
    schema = selection.empty(INCIDENTS).schema
    said = facts(selection)
    about = "\n".join([*(f"{name}: {value}" for name, value in said.items()), message("note-located-only")])
    options = {"SPATIAL_INDEX": "NO", "TITLE": said["title"], "DESCRIPTION": about}
    located = map(_located, rows.incidents(selection))
    geometry = rows.free_name("geometry", schema.names)
    write_layer(path, INCIDENTS.name, schema, located, options, geometry=geometry, driver="FlatGeobuf")


def _located(page: pa.Table) -> pa.Table:
    return page.filter(pc.and_(pc.is_valid(page["longitude"]), pc.is_valid(page["latitude"])))
