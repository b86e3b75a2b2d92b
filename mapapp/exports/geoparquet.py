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
from mapapp.exports.outlet import WholeFile
from mapapp.exports.provenance import provenance
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

PARQUET = "application/vnd.apache.parquet"
PAGES_PER_GROUP = 15
"""A group is kept in memory as a whole, along with the rows of the next while it is written."""


def geoparquet(store: Store, query: Query, **cut: Unpack[Cut]) -> WholeFile:
    """Write the matching incidents of the cut, with their claims and sources."""
    selection = Selection.of(store, query, **cut)
    return WholeFile("incidents.parquet", lambda path: _write(selection, path))


def _write(selection: Selection, path: Path) -> None:
    geometry = rows.free_name("geometry", selection.empty(INCIDENTS).column_names)
    nothing = selection.none()
    schema = _typed(nothing, nothing.incidents_as_held(), geometry).schema
    metadata = {"geo": _geo(selection, geometry), "mapapp": _facts(selection)}
    # columns are written dictionary-encoded, and are to be read as plain text
    arrow_schema = schema_of_text(schema).with_metadata(metadata)
    encoded = [name for name in schema.names if name not in {INCIDENTS.key, geometry}]
    options = {"compression": "zstd", "use_dictionary": encoded, "write_statistics": _in_some_order(schema)}
    with pq.ParquetWriter(path, schema, store_schema=False, **options) as file:
        file.add_key_value_metadata(metadata | {"ARROW:schema": b64encode(arrow_schema.serialize())})
        for page, incidents in selection.read(PAGES_PER_GROUP):
            file.write_table(_typed(page, incidents, geometry))


def _typed(page: Selection, incidents: pa.Table, geometry: str) -> pa.Table:
    """Add to a page's incidents their points, in a column of that name, and their claims if requested."""
    columns = page.shown(incidents)
    table = pa.table(list(map(_without_unused, columns.columns)), columns.column_names)
    table = table.append_column(geometry, rows.points(incidents))
    if not page.nests_claims:
        return table
    return table.append_column(rows.free_name(CLAIMS.name, table.column_names), _claims(page, incidents))


def _without_unused(column: pa.ChunkedArray) -> pa.Array:
    """Remove unused values from the dictionary of a dictionary-encoded column."""
    array = rows.as_array(column)
    if not pa.types.is_dictionary(array.type):
        return array
    used = array.indices.unique().drop_null()
    if len(used) == len(array.dictionary):
        return array
    numbers = pa.array(np.arange(len(array.dictionary)), used.type)
    numbers = pc.index_in(numbers, value_set=used).cast(used.type).take(array.indices)
    return pa.DictionaryArray.from_arrays(numbers, array.dictionary.take(used))


def _in_some_order(schema: pa.Schema) -> list[str]:
    """Name the columns of days and numbers, whose minima and maxima let readers skip rows."""
    kinds = (pa.types.is_date, pa.types.is_integer, pa.types.is_floating)
    return [column.name for column in schema if any(is_type(column.type) for is_type in kinds)]


def _claims(page: Selection, incidents: pa.Table) -> pa.Array:
    claims, owners = page.claims()
    sources = page.sources_of(claims)
    cited_ids, source_ids = (rows.as_array(table[SOURCES.key]) for table in (claims, sources))
    positions = pc.index_in(cited_ids, value_set=source_ids)
    name = rows.free_name("source", claims.column_names)
    claims = claims.append_column(name, _as_structs(sources).take(positions))
    sizes = np.bincount(owners.to_numpy(zero_copy_only=False), minlength=len(incidents))
    ends = pa.array(np.concatenate(([0], np.cumsum(sizes))), pa.int32())
    return pa.ListArray.from_arrays(ends, _as_structs(claims))


def _as_structs(table: pa.Table) -> pa.Array:
    columns: list[pa.Array] = [rows.as_array(column) for column in table.columns]
    return pa.StructArray.from_arrays(columns, fields=list(table.schema))


def _geo(selection: Selection, geometry: str) -> str:
    about = {"encoding": "WKB", "geometry_types": ["Point"]}
    bbox = selection.bbox()
    column = about | ({"bbox": list(bbox)} if bbox else {})
    return json.dumps({"version": "1.1.0", "primary_column": geometry, "columns": {geometry: column}})


def _facts(selection: Selection) -> str:
    return json.dumps(provenance(selection), ensure_ascii=False)
