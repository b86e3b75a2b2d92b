"""Typed tables -> the engine's tables: derived columns, what the claims decide, values by number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine import evidence
from mapapp.errors import shortened
from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.mercator import mercator_y
from mapapp.ingest import Ingested
from mapapp.model.derived import HARMED, ROW_ORDER, SEARCH, X, Y
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import ACCORDING_TO, FACETS, INCIDENTS
from mapapp.model.text_search import folded

ROWS_PER_PIECE = 1 << 17
MAX_NUMBERED = 50_000
"""Facets with more values than that stay text."""
SEARCHED = (
    "incident_id",
    "title",
    "summary",
    "place_name",
    "site",
    "admin1",
    "weapon_detail",
    "target_detail",
    "tags",
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell of an incident that says something else than its claims do, by the rules of `evidence`.

    `row` is the record's number as in a Report; `filed` and `derived` are the cells' text, "" for blank.
    """

    row: int
    incident_id: str
    field: str
    filed: str
    derived: str

    def as_fault(self) -> Fault:
        """Report it; the row is served as it was filed."""
        return Fault(
            INCIDENTS.name,
            self.row,
            self.field,
            shortened(self.filed),
            f"The claims of {shortened(self.incident_id)!r} make it "
            f"{shortened(repr(self.derived)) if self.derived else 'blank'} by the rules of docs/method.md.",
            "Check the claims (stance, basis, excluded_because), or let `mapapp derive` rewrite the cell.",
            Effect.KEPT,
        )


def loaded(
    ingested: Ingested,
) -> tuple[duckdb.DuckDBPyConnection, dict[str, Any], tuple[Disagreement, ...]]:
    """Load a data set into a database of its own; return it, the schemas, and what is filed otherwise."""
    database = duckdb.connect()
    tables = {
        "incidents": _with_derived(ingested),
        "claims": ingested.claims.append_column(ROW_ORDER, pa.array(range(len(ingested.claims)), pa.int64())),
        "sources": ingested.sources,
    }
    for name, table in tables.items():
        database.register("arriving", table)
        database.sql("SELECT * FROM arriving").create(name)
        database.unregister("arriving")
    schemas = {name: ibis.Schema.from_pyarrow(table.schema) for name, table in tables.items()}
    schemas["incidents"], disagreements = add_evidence(database, schemas, ingested)
    return database, schemas, disagreements


def add_evidence(
    database: duckdb.DuckDBPyConnection, schemas: Mapping[str, Any], ingested: Ingested
) -> tuple[Any, tuple[Disagreement, ...]]:
    """Let the claims decide, for every point of view; return the new schema and what is filed otherwise."""
    filed = tuple(
        name
        for name in evidence.DECIDED
        if name in ingested.columns and (name != "actor" or _any(ingested.claims, name))
    )
    sql, schema = _evidence_sql(schemas["incidents"], schemas["claims"], filed)
    database.execute(f"CREATE TEMP TABLE decided AS {sql['decided']}")
    disagreeing = database.sql(sql["disagreeing"]).to_arrow_table().to_pylist() if filed else []
    numbered = [cast for facet in FACETS for cast in _numbered_values(database, facet)]
    columns = f"* REPLACE ({', '.join(numbered)})" if numbered else "*"
    database.execute(f"CREATE TABLE extended AS SELECT {columns} FROM ({sql['extended']})")  # noqa: S608
    database.execute("DROP TABLE incidents; DROP TABLE decided; ALTER TABLE extended RENAME TO incidents")
    return schema, tuple(_numbered(disagreeing, ingested))


def _any(table: pa.Table, name: str) -> bool:
    """Tell whether any row says something in a column."""
    return bool(pc.any(table[name].is_valid()).as_py())


@cache
def _evidence_sql(
    incidents_schema: Any, claims_schema: Any, filed: tuple[str, ...]
) -> tuple[dict[str, str], Any]:
    """Compile the rules once for each kind of data set; return the statements and the extended schema.

    `filed` are the decided columns that the incidents file has: they are compared.
    """
    incidents = ibis.table(incidents_schema, name="incidents")
    derived = evidence.decided(incidents, ibis.table(claims_schema, name="claims"))
    found = ibis.table(derived.schema(), name="decided")
    extended = evidence.with_evidence(incidents, found).order_by(ROW_ORDER)
    expressions_by_name = {
        "decided": derived,
        **({"disagreeing": evidence.disagreements(incidents, found, filed)} if filed else {}),
        "extended": extended,
    }
    sql = {name: str(ibis.to_sql(one, dialect="duckdb")) for name, one in expressions_by_name.items()}
    return sql, extended.schema()


def _numbered(disagreeing: Sequence[Mapping[str, Any]], ingested: Ingested) -> Iterator[Disagreement]:
    """Give each disagreement its record's number, in the order of the file."""
    wanted = pa.array([row["incident_id"] for row in disagreeing], pa.string())
    rows = pc.index_in(wanted, value_set=ingested.incidents["incident_id"].combine_chunks()).to_pylist()
    for number, row in sorted(zip(rows, disagreeing, strict=True), key=lambda pair: pair[0]):
        record = int(ingested.record_numbers[number]) if len(ingested.record_numbers) else 0
        yield Disagreement(record, row["incident_id"], row["field"], row["filed"] or "", row["derived"] or "")


def _numbered_values(database: duckdb.DuckDBPyConnection, facet: str) -> list[str]:
    """Number the values of a facet; return what stores its columns as numbers, in a SELECT.

    Filters and counts are then much quicker. Values are numbered in their order as text, so that sorting is
    the same. Queries still see text.
    """
    derived = [evidence.stored(whose, facet) for whose in ACCORDING_TO if facet in evidence.DECIDED]
    columns = [("incidents", facet), *(("decided", column) for column in derived)]
    every = " UNION ".join(f"SELECT {c} AS v FROM {t} WHERE {c} IS NOT NULL" for t, c in columns)  # noqa: S608
    values = f"SELECT DISTINCT v FROM ({every}) ORDER BY 1"  # noqa: S608
    if not 0 < database.sql(values).count("*").fetchall()[0][0] <= MAX_NUMBERED:
        return []
    database.execute(f"CREATE TYPE {facet}_value AS ENUM ({values})")
    return [f"{column}::{facet}_value AS {column}" for _, column in columns]


def _with_derived(ingested: Ingested) -> pa.Table:
    incidents = ingested.incidents.sort_by([("date_start", "ascending"), ("incident_id", "ascending")])
    searched = (*SEARCHED, *ingested.extra_columns)
    pieces = [_derived(piece, searched) for piece in incidents.to_batches(max_chunksize=ROWS_PER_PIECE)]
    derived = pa.Table.from_batches(pieces, _DERIVED)
    for name in derived.column_names:
        incidents = incidents.append_column(name, derived[name])
    return incidents.append_column(ROW_ORDER, pa.array(np.arange(len(incidents))))


_DERIVED = pa.schema([(X, pa.float64()), (Y, pa.float64()), (HARMED, pa.int64()), (SEARCH, pa.string())])


def _derived(rows: pa.RecordBatch, searched: Sequence[str]) -> pa.RecordBatch:
    x = pc.add(pc.divide(rows["longitude"], 360.0), 0.5)
    projected = mercator_y(rows["latitude"].to_numpy(zero_copy_only=False))
    y = pc.if_else(pc.is_valid(rows["latitude"]), projected, None)
    killed, injured = rows["killed_low"], rows["injured_low"]
    harmed = pc.add(pc.coalesce(killed, 0), pc.coalesce(injured, 0))
    stated = pc.or_(pc.is_valid(killed), pc.is_valid(injured))
    columns = [x, y, pc.if_else(stated, harmed, None), _search_text(rows, searched)]
    return pa.RecordBatch.from_arrays(columns, schema=_DERIVED)


def _search_text(rows: pa.RecordBatch, searched: Sequence[str]) -> pa.Array:
    names = {key: folded(" ".join(place.names)) for key, place in gazetteer().items()}
    keys = pa.array(list(names), pa.string())
    named = pa.array(list(names.values()), pa.string()).take(pc.index_in(rows["place_id"], value_set=keys))
    texts = [_folded(rows[name]) for name in searched]
    return pc.binary_join_element_wise(*texts, pc.fill_null(named, ""), " ")


def _folded(texts: pa.Array) -> pa.Array:
    """Fold a column as `folded` does; text beyond ASCII once for each value."""
    texts = pc.fill_null(texts, "")
    beyond = pc.invert(pc.string_is_ascii(texts))
    values = texts.filter(beyond).dictionary_encode()
    other = pa.array([folded(value) for value in values.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(pc.ascii_lower(texts), beyond, other.take(values.indices))
