"""From typed tables to the engine's: derived columns, what the claims decide, enumerated values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.about import About, Disagreement
from mapapp.engine.counted import ALIKE, BY_PLACE
from mapapp.engine.database import in_memory, statement
from mapapp.engine.engines.duckdb.statements import compiled
from mapapp.engine.questions import evidence
from mapapp.engine.questions.alike import KEYS, PEOPLE, WITHOUT_FACETS, alike, by_place
from mapapp.errors import shortened
from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.mercator import mercator_y
from mapapp.geo.reference import reference_tables
from mapapp.ingest.each_value import mostly_repeats
from mapapp.ingest.reading import MAX_NUMBERED, AnyReading, Ingested, Reading, ReadInParts
from mapapp.model.conflict import Conflict
from mapapp.model.decided import DECIDED, ENDS
from mapapp.model.derived import ABOUT, CELL_X, CELL_Y, HARMED, ROW_ORDER, SEARCH, X, Y, stored
from mapapp.model.metadata import describe
from mapapp.model.report import Effect, Fault, first_of_each_kind, many_faults_of
from mapapp.model.schema import FACETS, GRADES, INCIDENTS
from mapapp.model.text_search import folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS_PER_PIECE = 122_880
"""The engine's row group: pieces of this size, but no smaller ones, are spread over several cores."""
_COMPRESSION = {SEARCH: "USING COMPRESSION zstd"}
"""Compression for columns whose texts are all searched and never shown: the densest."""
_WITHOUT_CLAIMS = "incidents_without_claims"
"""The incidents of a data set without claims; what claims would decide is the same for all, so not stored."""
MANY = 50_000
"""From this many incidents on, counts are precomputed; fewer are counted as quickly one by one."""
WORTH_COUNTING = 8
"""On average, at least this many incidents must be alike to precompute their counts."""
Columns = list[tuple[str, str]]
"""Each is a table and a name."""
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


def load(
    reading: AnyReading,
    database: duckdb.DuckDBPyConnection,
    on_progress: Callable[[int], None] = lambda _: None,
) -> About:
    """Load a data set into an empty database; return what is not in the tables.

    `on_progress` is called with the number of incidents loaded so far, in a thread of the engine.
    """
    differing = _load_tables(reading, database, on_progress)
    reported, numbers = first_of_each_kind(differing, lambda disagreement: _as_fault(disagreement).kind)
    return About(
        path=reading.path,
        fingerprint=reading.fingerprint,
        description=describe(reading.path, drafts=reading.with_drafts),
        conflict=reading.conflict,
        report=reading.report.with_faults(map(_as_fault, reported), many_faults_of(numbers)),
        disagreements=tuple(reported),
        history=reading.history,
        official=reading.official,
        extra_columns=tuple(reading.extra_columns),
    )


def disagreements(ingested: Ingested) -> tuple[Disagreement, ...]:
    """Find every cell of the incidents that differs from what the claims make it, in file order."""
    with in_memory() as database:
        return tuple(_load_tables(ingested, database, lambda _: None))


def _load_tables(
    reading: AnyReading, database: duckdb.DuckDBPyConnection, on_progress: Callable[[int], None]
) -> Iterator[Disagreement]:
    """Make the tables of a data set; return the cells that differ from what the claims make them."""
    order = _order(reading.keys)
    claims, arriving_claims = _by_incident(reading, order)
    arriving = {"claims": arriving_claims, "sources": reading.sources, **reference_tables()}
    for name, table in arriving.items():
        database.register("arriving", table)
        database.execute(f"CREATE TABLE {name} AS FROM arriving")
        database.unregister("arriving")
    if isinstance(reading, Ingested):
        schema, incidents = _with_derived(reading, order, on_progress)
    else:
        schema, incidents = _with_derived_in_parts(reading, order, on_progress)
    with _filed(reading, schema, database):
        database.register("arriving", incidents)
        disagreeing = add_evidence(database, (schema, claims), reading)
        database.unregister("arriving")
    return _with_record_numbers(disagreeing, reading.keys)


@contextmanager
def _filed(reading: AnyReading, schema: pa.Schema, database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Provide `filed_incidents`: what the rules and the facets need of the incidents as filed."""
    own = set(reading.extra_columns)  # the rules need none of them
    filed = _filed_columns(reading, own)
    database.register("filed", filed)
    if isinstance(filed, pa.RecordBatchReader):  # which can be read only once
        database.execute("CREATE TEMP TABLE held AS FROM filed")
        database.unregister("filed")
        database.execute("CREATE TEMP VIEW filed AS FROM held")
    missing = (column for column in schema if column.name not in {*own, *filed.schema.names})
    blanks = "".join(f", NULL::{_BLANK[column.type]} AS {_quoted(column.name)}" for column in missing)
    database.execute(f"CREATE TEMP VIEW filed_incidents AS SELECT *{blanks} FROM filed")  # noqa: S608
    yield
    database.execute("DROP VIEW filed_incidents")
    database.unregister("filed")
    database.execute("DROP TABLE IF EXISTS held")


def _filed_columns(reading: AnyReading, own: Set[str]) -> pa.Table | pa.RecordBatchReader:
    if isinstance(reading, Ingested):
        return reading.incidents.select([name for name in reading.incidents.column_names if name not in own])
    if len(reading.claims):
        needed = [*dict.fromkeys((INCIDENTS.key, *DECIDED, *FACETS))]
        schema = pa.schema([reading.incidents.schema.field(name) for name in needed])
        batches = (batch.select(needed) for batch in reading.incidents.batches())
        return pa.RecordBatchReader.from_batches(schema, batches)
    longest = max(map(len, reading.values.values()))
    columns = {
        name: [values, pa.nulls(longest - len(values), values.type)]
        for name, values in reading.values.items()
    }
    return pa.table({name: pa.concat_arrays(column) for name, column in columns.items()})


def _rules(schemas: tuple[pa.Schema, pa.Schema], reading: Reading) -> "_Rules":
    incidents, claims = map(ibis.Schema.from_pyarrow, schemas)
    return _Rules(_collapse_own_columns(incidents, reading.extra_columns), claims, reading.conflict)


def add_evidence(
    database: duckdb.DuckDBPyConnection,
    schemas: tuple[pa.Schema, pa.Schema],
    reading: AnyReading,
) -> pa.Table:
    """Make the incidents as the claims decide, for every point of view; return the cells that differ.

    `filed_incidents` may be read repeatedly, `arriving` only once.
    """
    rules = _rules(schemas, reading)
    if not len(reading.claims):
        _store_without_claims(database, rules, reading, schemas[0])
        return _NOTHING_DIFFERS
    filed = _comparable(reading)
    database.execute(_deciding(rules))
    disagreeing = database.sql(_disagreeing(rules, filed)).to_arrow_table() if filed else _NOTHING_DIFFERS
    numbered = _numbered_values(database, tuple(reading.conflict.points_of_view))
    extended = _expand_own_columns(_extended(rules, with_claims=True), reading.extra_columns)
    _store(database, INCIDENTS.name, extended, numbered)
    database.execute("DROP TABLE decided")
    _count_if_many(database, rules, reading)
    return disagreeing


def _store_without_claims(
    database: duckdb.DuckDBPyConnection,
    rules: "_Rules",
    reading: AnyReading,
    schema: pa.Schema,
) -> None:
    """Make the incidents of a data set without claims."""
    numbered = _numbered_values(database, ())
    rows = (
        _select_in_order(reading, schema, numbered) if isinstance(reading, ReadInParts) else "FROM arriving"
    )
    _store(database, _WITHOUT_CLAIMS, rows, numbered)
    extended = _expand_own_columns(_extended(rules, with_claims=False), reading.extra_columns)
    database.execute(f"CREATE VIEW {INCIDENTS.name} AS {extended}")
    _count_if_many(database, rules, reading)


def _count_if_many(database: duckdb.DuckDBPyConnection, rules: "_Rules", reading: Reading) -> None:
    if reading.report.rows_accepted(INCIDENTS.name) >= MANY:
        count_beforehand(database, ibis.table(rules.incidents, name=INCIDENTS.name))


def count_beforehand(database: duckdb.DuckDBPyConnection, incidents: ir.Table) -> None:
    """Store the incidents ordered by cell and, if enough of them are alike, grouped."""
    rows = by_place(incidents)
    database.execute(f"CREATE TABLE {BY_PLACE} AS {_sql(rows)}")
    placed_rows = ibis.table(rows.schema(), name=BY_PLACE)
    ((total,),) = database.sql(f"SELECT count(*) FROM {BY_PLACE}").fetchall()  # noqa: S608
    for keys in (KEYS, WITHOUT_FACETS):
        agreeing = ", ".join((*keys, CELL_X, CELL_Y, *(f"{name} IS NULL" for name in ENDS)))
        estimated = f"SELECT approx_count_distinct(hash({agreeing})) FROM {BY_PLACE}"  # noqa: S608
        ((distinct,),) = database.sql(estimated).fetchall()
        if distinct <= total / WORTH_COUNTING:
            as_bigint = ", ".join(
                f"{name}::BIGINT AS {name}" for name in PEOPLE
            )  # the engine's sums are wider
            grouped = _sql(alike(placed_rows, keys))
            database.execute(f"CREATE TABLE {ALIKE} AS SELECT * REPLACE ({as_bigint}) FROM ({grouped})")  # noqa: S608
            return


def _store(database: duckdb.DuckDBPyConnection, name: str, rows: str, numbered: Mapping[str, str]) -> None:
    """Store what a statement selects, in its order; `numbered` are the types of enumerated columns."""
    kinds = {column: kind for column, kind, *_ in database.execute(f"DESCRIBE {rows}").fetchall()}
    columns = (
        f"{_quoted(column)} {numbered.get(column, kind)} {_COMPRESSION.get(column, '')}"
        for column, kind in kinds.items()
    )
    database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
    database.execute(f"INSERT INTO {name} {rows}")


def _comparable(reading: Reading) -> tuple[str, ...]:
    """Name the decided columns that the file has, except grades given by rules of another project."""
    excluded = GRADES if reading.is_translated else ()
    return tuple(
        name
        for name in DECIDED
        if name in reading.columns
        and name not in excluded
        and (name != "actor" or _has_values(reading.claims, name))
    )


def _as_fault(disagreement: Disagreement) -> Fault:
    """Report a disagreement; the row is served as filed."""
    derived = shortened(repr(disagreement.derived)) if disagreement.derived else "blank"
    return Fault(
        INCIDENTS.name,
        disagreement.row,
        disagreement.field,
        shortened(disagreement.filed),
        f"The claims of {shortened(disagreement.incident_id)!r} make it {derived} "
        "by the rules of docs/method.md.",
        "Check the claims (stance, basis, excluded_because), or let `mapapp derive` rewrite the cell.",
        Effect.KEPT,
    )


def _has_values(table: pa.Table, name: str) -> bool:
    """Return whether any row has a value in a column."""
    return bool(pc.any(table[name].is_valid()).as_py())


_OWN_COLUMNS = "__own_columns"
"""Stands for all of the file's own columns, which are passed on unchanged: a file may have thousands."""


def _collapse_own_columns(schema: ibis.Schema, own: Sequence[str]) -> ibis.Schema:
    """Replace the file's own columns by a single one."""
    names, brief = set(own), dict[str, dt.DataType]()
    for name, kind in schema.items():
        if name in names:
            brief.setdefault(_OWN_COLUMNS, dt.string)
        else:
            brief[name] = kind
    return ibis.schema(brief)


def _expand_own_columns(sql: str, own: Sequence[str]) -> str:
    """Write the file's own columns wherever a single one stands for them in a statement."""

    def all_of(match: re.Match[str]) -> str:
        return ", ".join(f"{match[1]}.{_quoted(name)}" for name in own)

    return re.sub(rf'("t\d+")\."{_OWN_COLUMNS}"', all_of, sql)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _Rules(NamedTuple):
    """What the compiled rules depend on; they are compiled once for each kind of data set."""

    incidents: ibis.Schema
    claims: ibis.Schema
    conflict: Conflict

    @property
    def filed(self) -> ir.Table:
        return ibis.table(self.incidents, name="filed_incidents")


@cache
def _deciding(rules: _Rules) -> duckdb.Statement:
    decided = evidence.decided(rules.filed, ibis.table(rules.claims, name="claims"), rules.conflict)
    return statement(f"CREATE TEMP TABLE decided AS {_sql(decided)}")


@cache
def _disagreeing(rules: _Rules, filed: tuple[str, ...]) -> str:
    """Compare the decided columns that the incidents file has."""
    return _sql(evidence.disagreements(rules.filed, _decided_table(rules), filed))


@cache
def _extended(rules: _Rules, *, with_claims: bool) -> str:
    """Add what the claims decide; sorted, because a join loses the order of the rows."""
    rows = ibis.table(rules.incidents, name="arriving" if with_claims else _WITHOUT_CLAIMS)
    if with_claims:
        return _sql(evidence.with_evidence(rows, _decided_table(rules), rules.conflict).order_by(ROW_ORDER))
    return _sql(evidence.without_evidence(rows, _decided_table(rules), rules.conflict))


def _decided_table(rules: _Rules) -> ir.Table:
    return ibis.table(evidence.derived(rules.conflict), name="decided")


def _sql(expression: ir.Table) -> str:
    return compiled(expression).sql


_DIFFERING = ("incident_id", "field", "filed", "derived")
_NOTHING_DIFFERS = pa.table({name: pa.array([], pa.string()) for name in _DIFFERING})


def _with_record_numbers(disagreeing: pa.Table, keys: pa.Table) -> Iterator[Disagreement]:
    """Give each disagreement its record's number, in file order."""
    ids, numbers = keys[INCIDENTS.key].combine_chunks(), keys["number"].to_numpy()
    positions = pc.index_in(disagreeing[INCIDENTS.key].combine_chunks(), value_set=ids)
    for indices in np.array_split(pc.sort_indices(positions), len(positions) // ROWS_PER_PIECE + 1):
        rows = disagreeing.take(pa.array(indices)).select(_DIFFERING).to_pylist()
        for row, position in zip(rows, positions.take(pa.array(indices)).to_pylist(), strict=True):
            texts = {name: text or "" for name, text in row.items()}
            yield Disagreement(int(numbers[position]), **texts)


def _facets(database: duckdb.DuckDBPyConnection, points: tuple[str, ...]) -> dict[str, Columns]:
    """Return the facets that have a value anywhere, but at most MAX_NUMBERED, with their columns.

    Their values are put in the table `facet_values`, by a single query, which takes less time than many.
    """
    held_in = {
        facet: [
            ("filed_incidents", facet),
            *(("decided", stored(whose, facet)) for whose in points if facet in DECIDED),
        ]
        for facet in FACETS
    }
    values = " UNION ALL ".join(f"({_values(facet, columns)})" for facet, columns in held_in.items())
    database.execute(f"CREATE TEMP TABLE facet_values AS {values}")
    counted = database.sql("SELECT facet, count(*) FROM facet_values GROUP BY facet").fetchall()
    numbers = dict(counted)
    return {facet: held_in[facet] for facet in FACETS if 0 < numbers.get(facet, 0) <= MAX_NUMBERED}


def _values(facet: str, columns: Columns) -> str:
    values = " UNION ALL ".join(f'SELECT "{c}" AS v FROM {t} WHERE "{c}" IS NOT NULL' for t, c in columns)  # noqa: S608
    return f"SELECT DISTINCT '{facet}' AS facet, v FROM ({values}) LIMIT {MAX_NUMBERED + 1}"  # noqa: S608


def _numbered_values(database: duckdb.DuckDBPyConnection, points: tuple[str, ...]) -> dict[str, str]:
    """Enumerate the values of each facet; return the enumerated types, by column.

    Filters and counts are then much quicker. Values are numbered in their order as text, so that sorting is
    the same. Queries still see text.
    """
    facets = _facets(database, points)
    for facet in facets:
        values = f"SELECT v FROM facet_values WHERE facet = '{facet}' ORDER BY v"  # noqa: S608
        database.execute(f"CREATE TYPE {facet}_value AS ENUM ({values})")
    database.execute("DROP TABLE facet_values")
    return {column: f"{facet}_value" for facet, columns in facets.items() for _, column in columns}


def _order(keys: pa.Table) -> pa.Array:
    """Return the indices that put the rows of the file in the order of lists."""
    return pc.sort_indices(keys, [("date_start", "ascending"), (INCIDENTS.key, "ascending")])


_POSITION_COLUMNS = pa.schema([(ROW_ORDER, pa.int64()), (ABOUT, pa.int64())])
"""The columns added to claims."""


def _by_incident(reading: AnyReading, order: pa.Array) -> tuple[pa.Schema, pa.RecordBatchReader]:
    """Sort the claims by incident and add their positions, piece by piece as they are consumed.

    `order` is that of the incidents. Texts that repeat are dictionary-encoded, as in `_with_derived`.
    """
    ids = reading.keys[INCIDENTS.key].combine_chunks()
    about = pa.array(_positions(order)).take(pc.index_in(reading.claims[INCIDENTS.key], value_set=ids))
    added = pa.table([np.arange(len(reading.claims)), about], schema=_POSITION_COLUMNS)
    by_incident = pc.sort_indices(added, [(ABOUT, "ascending"), (ROW_ORDER, "ascending")])
    claims = _compacted(reading.claims)
    for name, column in zip(added.column_names, added.columns, strict=True):
        claims = claims.append_column(name, column)
    schema = pa.unify_schemas([reading.claims.schema, added.schema])
    return schema, pa.RecordBatchReader.from_batches(claims.schema, _take_in_pieces(claims, by_incident))


def _positions(order: pa.Array) -> "NDArray[np.int64]":
    """Return the position of each row of the file in the order of lists."""
    positions = np.empty(len(order), np.int64)
    positions[order.to_numpy()] = np.arange(len(order))
    return positions


def _with_derived(
    ingested: Ingested, order: pa.Array, on_progress: Callable[[int], None]
) -> tuple[pa.Schema, pa.RecordBatchReader]:
    """Sort the incidents for lists and add the derived columns, piece by piece as they are consumed.

    Texts that repeat are dictionary-encoded, although the returned schema says text.
    """
    searched = (*SEARCHED, *ingested.extra_columns)
    added = [(ROW_ORDER, pa.int64()), *_DERIVED]
    incidents = _compacted(ingested.incidents)
    arriving = pa.unify_schemas([incidents.schema, pa.schema(added)])

    def pieces() -> Iterator[pa.RecordBatch]:
        start = 0
        for piece in _take_in_pieces(incidents, order):
            places = pa.array(np.arange(start, start + len(piece)))
            columns = [*piece.columns, places, *_derived(piece, searched).columns]
            yield pa.RecordBatch.from_arrays(columns, schema=arriving)
            start += len(piece)
            on_progress(start)

    schema = pa.unify_schemas([ingested.incidents.schema, pa.schema(added)])
    return schema, pa.RecordBatchReader.from_batches(arriving, pieces())


def _with_derived_in_parts(
    reading: ReadInParts, order: pa.Array, on_progress: Callable[[int], None]
) -> tuple[pa.Schema, pa.RecordBatchReader]:
    """Add the derived columns to the incidents, part by part as they are consumed; see `_with_derived`.

    Without claims, the positions are determined later.
    """
    searched = (*SEARCHED, *reading.extra_columns)
    is_placed, positions = len(order) > 0, pa.array(_positions(order))
    placed = pa.schema([(ROW_ORDER, pa.int64())] if is_placed else [])
    arriving = pa.unify_schemas([reading.incidents.schema, placed, _DERIVED])

    def pieces() -> Iterator[pa.RecordBatch]:
        start = 0
        for piece in reading.incidents.batches():
            places = [positions.slice(start, len(piece))] if is_placed else []
            columns = [*piece.columns, *places, *_derived(piece, searched).columns]
            yield pa.RecordBatch.from_arrays(columns, schema=arriving)
            start += len(piece)
            on_progress(start)

    filed = [(column.name, _value_type(column.type)) for column in reading.incidents.schema]
    schema = pa.schema([*filed, (ROW_ORDER, pa.int64()), *_DERIVED])
    return schema, pa.RecordBatchReader.from_batches(arriving, pieces())


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


_BLANK = {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.date32(): "DATE"}
"""The engine's types, for blank columns."""


def _select_in_order(reading: ReadInParts, schema: pa.Schema, numbered: Mapping[str, str]) -> str:
    """Select the incidents in the order of lists, sorting as few columns as possible."""
    filled = {*reading.incidents.filled, *_DERIVED.names}
    sorted_columns = ", ".join(
        f"{_quoted(name)}::{numbered[name]} AS {_quoted(name)}" if name in numbered else _quoted(name)
        for name in schema.names
        if name in filled
    )
    order = f"row_number() OVER () - 1 AS {ROW_ORDER}"
    selected = ", ".join(
        order
        if column.name == ROW_ORDER
        else _quoted(column.name)
        if column.name in filled
        else f"NULL::{_BLANK[column.type]} AS {_quoted(column.name)}"
        for column in schema
    )
    by = f"date_start, {INCIDENTS.key}"
    return f"SELECT {selected} FROM (SELECT {sorted_columns} FROM arriving ORDER BY {by})"  # noqa: S608


def _take_in_pieces(table: pa.Table, order: pa.Array) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table in an order, piece by piece."""
    for start in range(0, len(order), ROWS_PER_PIECE):
        yield from table.take(order.slice(start, ROWS_PER_PIECE)).combine_chunks().to_batches()


def _compacted(table: pa.Table) -> pa.Table:
    return pa.table([_compact(column) for column in table.columns], table.column_names)


def _compact(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Put a column in a single chunk, for taking rows from anywhere; dictionary-encode texts that repeat."""
    if column.type == pa.string() and mostly_repeats(column):
        column = column.dictionary_encode()
    return column.combine_chunks()


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
    folded_names = {key: folded(" ".join(place.names)) for key, place in gazetteer().items()}
    place_ids = pa.array(list(folded_names), pa.string())
    place_names = pa.array(list(folded_names.values()), pa.string()).take(
        pc.index_in(rows["place_id"].cast(pa.string()), value_set=place_ids)
    )
    texts = [_folded(rows[name]) for name in searched]
    return pc.binary_join_element_wise(*texts, pc.fill_null(place_names, ""), " ")


def _folded(texts: pa.Array) -> pa.Array:
    """Fold a column as `folded` does; text beyond ASCII only once per distinct value."""
    if pa.types.is_dictionary(texts.type):
        return pc.fill_null(_folded(texts.dictionary).take(texts.indices), "")
    texts = pc.fill_null(texts, "")
    beyond = pc.invert(pc.string_is_ascii(texts))
    values = texts.filter(beyond).dictionary_encode()
    other = pa.array([folded(value) for value in values.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(pc.ascii_lower(texts), beyond, other.take(values.indices))
