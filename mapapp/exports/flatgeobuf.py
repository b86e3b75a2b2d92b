"""FlatGeobuf, written by GDAL: only located incidents, in order, as readers of the format fail on others."""

from pathlib import Path
from typing import Unpack

from mapapp.engine.selection import Cut, Selection
from mapapp.engine.store import Store
from mapapp.exports import rows
from mapapp.exports.gdalfile import write_layer
from mapapp.exports.outlet import WholeFile
from mapapp.exports.provenance import facts
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS

FLATGEOBUF = "application/flatgeobuf"


def flatgeobuf(store: Store, query: Query, **cut: Unpack[Cut]) -> WholeFile:
    """Write those matching incidents of the cut that have a location."""
    selection = Selection.of(store, query, **cut)
    return WholeFile("incidents.fgb", lambda path: _write(selection, path))


def _write(selection: Selection, path: Path) -> None:
    schema = selection.empty(INCIDENTS).schema
    located = selection.located()
    facts_by_name = facts(selection) | {"numberReturned": str(len(located))}
    about = "\n".join(
        [*(f"{name}: {value}" for name, value in facts_by_name.items()), message("note-located-only")]
    )
    options = {"SPATIAL_INDEX": "NO", "TITLE": facts_by_name["title"], "DESCRIPTION": about}
    geometry = rows.free_name("geometry", schema.names)
    pages = rows.incidents(located, geometry, rows.PAGES_TOGETHER)
    write_layer(path, INCIDENTS.name, schema, pages, options, geometry=geometry, driver="FlatGeobuf")
