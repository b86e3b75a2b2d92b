"""GeoParquet 1.1: typed columns, points as Well-Known Binary in WGS84, claims nested in their incidents."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports import rows
from mapapp.exports.outlet import Outlet
from mapapp.exports.provenance import provenance
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, SOURCES

PARQUET = "application/vnd.apache.parquet"
PAGES_PER_GROUP = 10


def geoparquet(store: Store, query: Query, *, limit: int | None = None, offset: int = 0) -> Iterator[bytes]:
    """Write the matching incidents from `offset` on, at most `limit`, with their claims and sources."""
    selection = Selection.of(store, query, limit=limit, offset=offset)
    empty = _typed(Selection.of(store, query, limit=0))
    geometry = empty.column_names[-2]
    schema = empty.schema.with_metadata({"geo": _geo(selection, geometry), "mapapp": _facts(selection)})
    outlet, pages = Outlet(), selection.pages()
    with pq.ParquetWriter(pa.PythonFile(outlet, "w"), schema, compression="zstd") as file:
        while group := list(islice(pages, PAGES_PER_GROUP)):
            tables = [_typed(page).cast(schema) for page in group]
            file.write_table(pa.concat_tables(tables).combine_chunks())
            yield outlet.taken()
    yield outlet.taken()


def _typed(page: Selection) -> pa.Table:
    """Read a page with its claims and its points, which are the last two columns."""
    incidents = page.incidents()
    names = incidents.column_names
    table = incidents.append_column(rows.free_name("geometry", names), rows.points(incidents))
    return table.append_column(rows.free_name(CLAIMS.name, names), _claims(page, incidents))


def _claims(page: Selection, incidents: pa.Table) -> pa.Array:
    claims, owners = page.claims(incidents)
    sources = pa.concat_tables([page.empty(SOURCES), *page.sources()]).combine_chunks()
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
