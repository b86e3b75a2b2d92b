"""GeoParquet 1.1: typed columns, points as Well-Known Binary in WGS84, claims nested in their incidents."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Unpack

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mapapp.engine.selection import Cut, Selection
from mapapp.engine.store import Store
from mapapp.exports import rows
from mapapp.exports.outlet import Outlet
from mapapp.exports.provenance import provenance
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

PARQUET = "application/vnd.apache.parquet"
PAGES_PER_GROUP = 20


def geoparquet(store: Store, query: Query, **cut: Unpack[Cut]) -> Iterator[bytes]:
    """Write the matching incidents of the cut, with their claims and sources."""
    selection = Selection.of(store, query, **cut)
    geometry = rows.free_name("geometry", selection.empty(INCIDENTS).column_names)
    empty = _typed(replace(selection, positions=selection.positions.slice(0, 0)), geometry)
    schema = empty.schema.with_metadata({"geo": _geo(selection, geometry), "mapapp": _facts(selection)})
    outlet = Outlet()
    packing = {"compression": "zstd", "write_statistics": _in_some_order(schema)}
    with pq.ParquetWriter(pa.PythonFile(outlet, "w"), schema, **packing) as file:
        for page in selection.pages(PAGES_PER_GROUP):
            file.write_table(_typed(page, geometry).cast(schema).combine_chunks())
            yield outlet.taken()
    yield outlet.taken()


def _typed(page: Selection, geometry: str) -> pa.Table:
    """Read a page with its points, in a column of that name, and, if they are asked for, its claims."""
    incidents = page.incidents()
    table = page.shown(incidents).append_column(geometry, rows.points(incidents))
    if not page.nests_claims:
        return table
    return table.append_column(rows.free_name(CLAIMS.name, table.column_names), _claims(page, incidents))


def _in_some_order(schema: pa.Schema) -> list[str]:
    """Name the columns of days and numbers: by their least and greatest values readers pass over rows."""
    kinds = (pa.types.is_date, pa.types.is_integer, pa.types.is_floating)
    return [column.name for column in schema if any(is_such(column.type) for is_such in kinds)]


def _claims(page: Selection, incidents: pa.Table) -> pa.Array:
    claims, owners = page.claims()
    sources = page.sources_of(claims)
    place = pc.index_in(claims[SOURCES.key].combine_chunks(), value_set=sources[SOURCES.key].combine_chunks())
    name = rows.free_name("source", claims.column_names)
    claims = claims.append_column(name, _as_structs(sources).take(place))
    sizes = np.bincount(owners.to_numpy(zero_copy_only=False), minlength=len(incidents))
    ends = pa.array(np.concatenate(([0], np.cumsum(sizes))), pa.int32())
    return pa.ListArray.from_arrays(ends, _as_structs(claims))


def _as_structs(table: pa.Table) -> pa.Array:
    columns: Sequence[pa.Array] = [column.combine_chunks() for column in table.columns]
    return pa.StructArray.from_arrays(columns, fields=list(table.schema))


def _geo(selection: Selection, geometry: str) -> str:
    about = {"encoding": "WKB", "geometry_types": ["Point"]}
    bbox = selection.bbox()
    column = about | ({"bbox": list(bbox)} if bbox else {})
    return json.dumps({"version": "1.1.0", "primary_column": geometry, "columns": {geometry: column}})


def _facts(selection: Selection) -> str:
    return json.dumps(provenance(selection), ensure_ascii=False)
