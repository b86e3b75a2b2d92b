"""GeoParquet 1.1: typed columns, points as Well-Known Binary in WGS84, claims nested in their incidents."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Unpack

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mapapp.engine.selection import Cut, Selection, schema_of_text
from mapapp.engine.store import Store
from mapapp.exports import rows
from mapapp.exports.outlet import OnceWhole
from mapapp.exports.provenance import provenance
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

PARQUET = "application/vnd.apache.parquet"
PAGES_PER_GROUP = 15
"""A group is held in memory as a whole, and the rows of the next while it is written."""


def geoparquet(store: Store, query: Query, **cut: Unpack[Cut]) -> OnceWhole:
    """Write the matching incidents of the cut, with their claims and sources."""
    selection = Selection.of(store, query, **cut)
    return OnceWhole("incidents.parquet", lambda path: _write(selection, path))


def _write(selection: Selection, path: Path) -> None:
    geometry = rows.free_name("geometry", selection.empty(INCIDENTS).column_names)
    none = selection.none()
    schema = _typed(none, none.incidents_as_held(), geometry).schema
    said = {"geo": _geo(selection, geometry), "mapapp": _facts(selection)}
    read_as = schema_of_text(schema).with_metadata(said)  # not as numbers of texts, which are written
    of_few = [name for name in schema.names if name not in {INCIDENTS.key, geometry}]
    packing = {"compression": "zstd", "use_dictionary": of_few, "write_statistics": _in_some_order(schema)}
    with pq.ParquetWriter(path, schema, store_schema=False, **packing) as file:
        file.add_key_value_metadata(said | {"ARROW:schema": b64encode(read_as.serialize())})
        for page, incidents in selection.read(PAGES_PER_GROUP):
            file.write_table(_typed(page, incidents, geometry))


def _typed(page: Selection, incidents: pa.Table, geometry: str) -> pa.Table:
    """Add to a page's incidents their points, in a column of that name, and, if asked for, its claims."""
    shown = page.shown(incidents)
    table = pa.table(list(map(_of_its_own, shown.columns)), shown.column_names)
    table = table.append_column(geometry, rows.points(incidents))
    if not page.nests_claims:
        return table
    return table.append_column(rows.free_name(CLAIMS.name, table.column_names), _claims(page, incidents))


def _of_its_own(column: pa.ChunkedArray) -> pa.Array:
    """Leave of the values that the numbers of a column stand for those that it has."""
    held = rows.one_array(column)
    if not pa.types.is_dictionary(held.type):
        return held
    used = held.indices.unique().drop_null()
    if len(used) == len(held.dictionary):
        return held
    numbers = pa.array(np.arange(len(held.dictionary)), used.type)
    numbers = pc.index_in(numbers, value_set=used).cast(used.type).take(held.indices)
    return pa.DictionaryArray.from_arrays(numbers, held.dictionary.take(used))


def _in_some_order(schema: pa.Schema) -> list[str]:
    """Name the columns of days and numbers: by their least and greatest values readers pass over rows."""
    kinds = (pa.types.is_date, pa.types.is_integer, pa.types.is_floating)
    return [column.name for column in schema if any(is_such(column.type) for is_such in kinds)]


def _claims(page: Selection, incidents: pa.Table) -> pa.Array:
    claims, owners = page.claims()
    sources = page.sources_of(claims)
    cited, known = (rows.one_array(table[SOURCES.key]) for table in (claims, sources))
    place = pc.index_in(cited, value_set=known)
    name = rows.free_name("source", claims.column_names)
    claims = claims.append_column(name, _as_structs(sources).take(place))
    sizes = np.bincount(owners.to_numpy(zero_copy_only=False), minlength=len(incidents))
    ends = pa.array(np.concatenate(([0], np.cumsum(sizes))), pa.int32())
    return pa.ListArray.from_arrays(ends, _as_structs(claims))


def _as_structs(table: pa.Table) -> pa.Array:
    columns: list[pa.Array] = [rows.one_array(column) for column in table.columns]
    return pa.StructArray.from_arrays(columns, fields=list(table.schema))


def _geo(selection: Selection, geometry: str) -> str:
    about = {"encoding": "WKB", "geometry_types": ["Point"]}
    bbox = selection.bbox()
    column = about | ({"bbox": list(bbox)} if bbox else {})
    return json.dumps({"version": "1.1.0", "primary_column": geometry, "columns": {geometry: column}})


def _facts(selection: Selection) -> str:
    return json.dumps(provenance(selection), ensure_ascii=False)
