"""Typed tables -> the engine's tables: derived columns, what the claims decide, values by number."""

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
"""As many as the engine packs together: pieces of this size, and no smaller ones, go to several cores."""
_PACKED_WELL = {SEARCH: "USING COMPRESSION zstd"}
"""How a column is stored of which every text is looked through and none is shown: in the least room."""
_WITHOUT_CLAIMS = "incidents_without_claims"
"""The incidents of a data set without claims, of which what claims would decide is the same: not stored."""
MANY = 50_000
"""Of so many incidents on, something is counted beforehand; fewer are counted as quickly one by one."""
WORTH_COUNTING = 8
"""So many incidents at least, on average, must be alike for counting them beforehand."""
Columns = list[tuple[str, str]]
"""Each by its table and its name."""
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
    read: AnyReading,
    database: duckdb.DuckDBPyConnection,
    hear: Callable[[int], None] = lambda _: None,
) -> About:
    """Load a data set into an empty database; return what of it is not in the tables.

    `hear` is told how many incidents the engine has taken so far, in a thread of the engine's.
    """
    found = _load_tables(read, database, hear)
    kept, numbers = first_of_each_kind(found, lambda one: _as_fault(one).kind)
    return About(
        path=read.path,
        fingerprint=read.fingerprint,
        description=describe(read.path, drafts=read.with_drafts),
        conflict=read.conflict,
        report=read.report.with_faults(map(_as_fault, kept), many_faults_of(numbers)),
        disagreements=tuple(kept),
        history=read.history,
        official=read.official,
        extra_columns=tuple(read.extra_columns),
    )


def disagreements(ingested: Ingested) -> tuple[Disagreement, ...]:
    """Find every cell of the incidents that is filed otherwise than the claims make it, in file order."""
    with in_memory() as database:
        return tuple(_load_tables(ingested, database, lambda _: None))


def _load_tables(
    read: AnyReading, database: duckdb.DuckDBPyConnection, hear: Callable[[int], None]
) -> Iterator[Disagreement]:
    """Make the tables of a data set; return what is filed otherwise than the claims make it."""
    order = _order(read.keys)
    claims, arriving_claims = _by_incident(read, order)
    arriving = {"claims": arriving_claims, "sources": read.sources, **reference_tables()}
    for name, table in arriving.items():
        database.register("arriving", table)
        database.execute(f"CREATE TABLE {name} AS FROM arriving")
        database.unregister("arriving")
    if isinstance(read, Ingested):
        schema, incidents = _with_derived(read, order, hear)
    else:
        schema, incidents = _as_they_come(read, order, hear)
    with _filed(read, schema, database):
        database.register("arriving", incidents)
        disagreeing = add_evidence(database, (schema, claims), read)
        database.unregister("arriving")
    return _numbered(disagreeing, read.keys)


@contextmanager
def _filed(read: AnyReading, schema: pa.Schema, database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let `filed_incidents` be what the rules and the facets need of the incidents as they are filed."""
    own = set(read.extra_columns)  # of which nothing is asked
    filed = _as_filed(read, own)
    database.register("filed", filed)
    if isinstance(filed, pa.RecordBatchReader):  # which is read once
        database.execute("CREATE TEMP TABLE held AS FROM filed")
        database.unregister("filed")
        database.execute("CREATE TEMP VIEW filed AS FROM held")
    others = (one for one in schema if one.name not in {*own, *filed.schema.names})
    blank = "".join(f", NULL::{_BLANK[one.type]} AS {_quoted(one.name)}" for one in others)
    database.execute(f"CREATE TEMP VIEW filed_incidents AS SELECT *{blank} FROM filed")  # noqa: S608
    yield
    database.execute("DROP VIEW filed_incidents")
    database.unregister("filed")
    database.execute("DROP TABLE IF EXISTS held")


def _as_filed(read: AnyReading, own: Set[str]) -> pa.Table | pa.RecordBatchReader:
    if isinstance(read, Ingested):
        return read.incidents.select([name for name in read.incidents.column_names if name not in own])
    if len(read.claims):
        needed = [*dict.fromkeys((INCIDENTS.key, *DECIDED, *FACETS))]
        some = pa.schema([read.incidents.schema.field(name) for name in needed])
        few = (batch.select(needed) for batch in read.incidents.batches())
        return pa.RecordBatchReader.from_batches(some, few)
    most = max(map(len, read.values.values()))
    as_long = {name: [one, pa.nulls(most - len(one), one.type)] for name, one in read.values.items()}
    return pa.table({name: pa.concat_arrays(some) for name, some in as_long.items()})


def _rules(schemas: tuple[pa.Schema, pa.Schema], read: Reading) -> "_Rules":
    incidents, claims = map(ibis.Schema.from_pyarrow, schemas)
    return _Rules(_briefly(incidents, read.extra_columns), claims, read.conflict)


def add_evidence(
    database: duckdb.DuckDBPyConnection,
    schemas: tuple[pa.Schema, pa.Schema],
    read: AnyReading,
) -> pa.Table:
    """Make the incidents as the claims decide, for every point of view; return what is filed otherwise.

    `filed_incidents` may be read again and again, `arriving` once.
    """
    rules = _rules(schemas, read)
    if not len(read.claims):
        _store_without_claims(database, rules, read, schemas[0])
        return _NOTHING_DIFFERS
    filed = _comparable(read)
    database.execute(_deciding(rules))
    disagreeing = database.sql(_disagreeing(rules, filed)).to_arrow_table() if filed else _NOTHING_DIFFERS
    numbered = _numbered_values(database, tuple(read.conflict.points_of_view))
    extended = _in_full(_extended(rules, with_claims=True), read.extra_columns)
    _store(database, INCIDENTS.name, extended, numbered)
    database.execute("DROP TABLE decided")
    _count_if_many(database, rules, read)
    return disagreeing


def _store_without_claims(
    database: duckdb.DuckDBPyConnection,
    rules: "_Rules",
    read: AnyReading,
    schema: pa.Schema,
) -> None:
    """Make the incidents of which no claim decides anything."""
    numbered = _numbered_values(database, ())
    rows = _in_order(read, schema, numbered) if isinstance(read, ReadInParts) else "FROM arriving"
    _store(database, _WITHOUT_CLAIMS, rows, numbered)
    extended = _in_full(_extended(rules, with_claims=False), read.extra_columns)
    database.execute(f"CREATE VIEW {INCIDENTS.name} AS {extended}")
    _count_if_many(database, rules, read)


def _count_if_many(database: duckdb.DuckDBPyConnection, rules: "_Rules", read: Reading) -> None:
    if read.report.rows_accepted(INCIDENTS.name) >= MANY:
        count_beforehand(database, ibis.table(rules.incidents, name=INCIDENTS.name))


def count_beforehand(database: duckdb.DuckDBPyConnection, incidents: ir.Table) -> None:
    """Store the incidents in the order of places and, if enough of them are alike, these together."""
    rows = by_place(incidents)
    database.execute(f"CREATE TABLE {BY_PLACE} AS {_sql(rows)}")
    placed = ibis.table(rows.schema(), name=BY_PLACE)
    ((every,),) = database.sql(f"SELECT count(*) FROM {BY_PLACE}").fetchall()  # noqa: S608
    for keys in (KEYS, WITHOUT_FACETS):
        agreed = ", ".join((*keys, CELL_X, CELL_Y, *(f"{name} IS NULL" for name in ENDS)))
        estimated = f"SELECT approx_count_distinct(hash({agreed})) FROM {BY_PLACE}"  # noqa: S608
        ((different,),) = database.sql(estimated).fetchall()
        if different <= every / WORTH_COUNTING:
            whole = ", ".join(f"{name}::BIGINT AS {name}" for name in PEOPLE)  # the engine's sums are wider
            together = _sql(alike(placed, keys))
            database.execute(f"CREATE TABLE {ALIKE} AS SELECT * REPLACE ({whole}) FROM ({together})")  # noqa: S608
            return


def _store(database: duckdb.DuckDBPyConnection, name: str, rows: str, numbered: Mapping[str, str]) -> None:
    """Store what a statement selects, in its order; `numbered` are the types of columns held as numbers."""
    kinds = {column: kind for column, kind, *_ in database.execute(f"DESCRIBE {rows}").fetchall()}
    columns = (
        f"{_quoted(column)} {numbered.get(column, kind)} {_PACKED_WELL.get(column, '')}"
        for column, kind in kinds.items()
    )
    database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
    database.execute(f"INSERT INTO {name} {rows}")


def _comparable(read: Reading) -> tuple[str, ...]:
    """Name the decided columns that the file has, but for grades that others gave by rules of their own."""
    without = GRADES if read.is_translated else ()
    return tuple(
        name
        for name in DECIDED
        if name in read.columns and name not in without and (name != "actor" or _any(read.claims, name))
    )


def _as_fault(one: Disagreement) -> Fault:
    """Report a disagreement; the row is served as it was filed."""
    return Fault(
        INCIDENTS.name,
        one.row,
        one.field,
        shortened(one.filed),
        f"The claims of {shortened(one.incident_id)!r} make it "
        f"{shortened(repr(one.derived)) if one.derived else 'blank'} by the rules of docs/method.md.",
        "Check the claims (stance, basis, excluded_because), or let `mapapp derive` rewrite the cell.",
        Effect.KEPT,
    )


def _any(table: pa.Table, name: str) -> bool:
    """Tell whether any row says something in a column."""
    return bool(pc.any(table[name].is_valid()).as_py())


_OWN_COLUMNS = "__own_columns"
"""Stands for all columns of the file's own, which are passed on as they are: a file may have thousands."""


def _briefly(schema: ibis.Schema, own: Sequence[str]) -> ibis.Schema:
    """Let one column stand for all of the file's own, in their place."""
    names, brief = set(own), dict[str, dt.DataType]()
    for name, kind in schema.items():
        if name in names:
            brief.setdefault(_OWN_COLUMNS, dt.string)
        else:
            brief[name] = kind
    return ibis.schema(brief)


def _in_full(sql: str, own: Sequence[str]) -> str:
    """Write the file's own columns wherever one stands for them in a statement."""

    def all_of(found: re.Match[str]) -> str:
        return ", ".join(f"{found[1]}.{_quoted(name)}" for name in own)

    return re.sub(rf'("t\d+")\."{_OWN_COLUMNS}"', all_of, sql)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _Rules(NamedTuple):
    """What the rules are compiled for, once for each kind of data set."""

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
    return _sql(evidence.disagreements(rules.filed, _found(rules), filed))


@cache
def _extended(rules: _Rules, *, with_claims: bool) -> str:
    """Add what the claims decide; a join loses the order of the rows."""
    rows = ibis.table(rules.incidents, name="arriving" if with_claims else _WITHOUT_CLAIMS)
    if with_claims:
        return _sql(evidence.with_evidence(rows, _found(rules), rules.conflict).order_by(ROW_ORDER))
    return _sql(evidence.without_evidence(rows, _found(rules), rules.conflict))


def _found(rules: _Rules) -> ir.Table:
    return ibis.table(evidence.derived(rules.conflict), name="decided")


def _sql(expression: ir.Table) -> str:
    return compiled(expression).sql


_DIFFERING = ("incident_id", "field", "filed", "derived")
_NOTHING_DIFFERS = pa.table({name: pa.array([], pa.string()) for name in _DIFFERING})


def _numbered(disagreeing: pa.Table, keys: pa.Table) -> Iterator[Disagreement]:
    """Give each disagreement its record's number, in the order of the file."""
    ids, numbers = keys[INCIDENTS.key].combine_chunks(), keys["number"].to_numpy()
    places = pc.index_in(disagreeing[INCIDENTS.key].combine_chunks(), value_set=ids)
    for few in np.array_split(pc.sort_indices(places), len(places) // ROWS_PER_PIECE + 1):
        rows = disagreeing.take(pa.array(few)).select(_DIFFERING).to_pylist()
        for row, place in zip(rows, places.take(pa.array(few)).to_pylist(), strict=True):
            said = {name: text or "" for name, text in row.items()}
            yield Disagreement(int(numbers[place]), **said)


def _facets(database: duckdb.DuckDBPyConnection, points: tuple[str, ...]) -> dict[str, Columns]:
    """Name the facets that have a value anywhere, but not more than MAX_NUMBERED, with their columns.

    Their values lie in the table `facet_values`: found in one look, which takes less than many.
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
    every = " UNION ALL ".join(f'SELECT "{c}" AS v FROM {t} WHERE "{c}" IS NOT NULL' for t, c in columns)  # noqa: S608
    return f"SELECT DISTINCT '{facet}' AS facet, v FROM ({every}) LIMIT {MAX_NUMBERED + 1}"  # noqa: S608


def _numbered_values(database: duckdb.DuckDBPyConnection, points: tuple[str, ...]) -> dict[str, str]:
    """Number the values of each facet; return the types that store its columns as numbers, by column.

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
    """Find the rows of the file in the order of lists."""
    return pc.sort_indices(keys, [("date_start", "ascending"), (INCIDENTS.key, "ascending")])


_PLACED = pa.schema([(ROW_ORDER, pa.int64()), (ABOUT, pa.int64())])
"""What is added to claims."""


def _by_incident(read: AnyReading, order: pa.Array) -> tuple[pa.Schema, pa.RecordBatchReader]:
    """Put the claims in the order of their incidents, with their positions, piece by piece as they are read.

    `order` is that of the incidents. Texts that repeat come as numbers, as in `_with_derived`.
    """
    ids = read.keys[INCIDENTS.key].combine_chunks()
    about = pa.array(_positions(order)).take(pc.index_in(read.claims[INCIDENTS.key], value_set=ids))
    added = pa.table([np.arange(len(read.claims)), about], schema=_PLACED)
    by_incident = pc.sort_indices(added, [(ABOUT, "ascending"), (ROW_ORDER, "ascending")])
    claims = _compacted(read.claims)
    for name, column in zip(added.column_names, added.columns, strict=True):
        claims = claims.append_column(name, column)
    schema = pa.unify_schemas([read.claims.schema, added.schema])
    return schema, pa.RecordBatchReader.from_batches(claims.schema, _taken(claims, by_incident))


def _positions(order: pa.Array) -> "NDArray[np.int64]":
    """Tell where each row of the file is in the order of lists."""
    positions = np.empty(len(order), np.int64)
    positions[order.to_numpy()] = np.arange(len(order))
    return positions


def _with_derived(
    ingested: Ingested, order: pa.Array, hear: Callable[[int], None]
) -> tuple[pa.Schema, pa.RecordBatchReader]:
    """Put the incidents in the order of lists and add the derived columns, piece by piece as they are read.

    Texts that repeat come as numbers of their values, though the schema that is returned says text.
    """
    searched = (*SEARCHED, *ingested.extra_columns)
    added = [(ROW_ORDER, pa.int64()), *_DERIVED]
    incidents = _compacted(ingested.incidents)
    arriving = pa.unify_schemas([incidents.schema, pa.schema(added)])

    def pieces() -> Iterator[pa.RecordBatch]:
        start = 0
        for piece in _taken(incidents, order):
            places = pa.array(np.arange(start, start + len(piece)))
            columns = [*piece.columns, places, *_derived(piece, searched).columns]
            yield pa.RecordBatch.from_arrays(columns, schema=arriving)
            start += len(piece)
            hear(start)

    schema = pa.unify_schemas([ingested.incidents.schema, pa.schema(added)])
    return schema, pa.RecordBatchReader.from_batches(arriving, pieces())


def _as_they_come(
    read: ReadInParts, order: pa.Array, hear: Callable[[int], None]
) -> tuple[pa.Schema, pa.RecordBatchReader]:
    """Add the derived columns to the incidents, part by part as they are read; see `_with_derived`.

    Without claims, their positions are still to be found.
    """
    searched = (*SEARCHED, *read.extra_columns)
    is_placed, positions = len(order) > 0, pa.array(_positions(order))
    placed = pa.schema([(ROW_ORDER, pa.int64())] if is_placed else [])
    arriving = pa.unify_schemas([read.incidents.schema, placed, _DERIVED])

    def pieces() -> Iterator[pa.RecordBatch]:
        start = 0
        for piece in read.incidents.batches():
            places = [positions.slice(start, len(piece))] if is_placed else []
            columns = [*piece.columns, *places, *_derived(piece, searched).columns]
            yield pa.RecordBatch.from_arrays(columns, schema=arriving)
            start += len(piece)
            hear(start)

    filed = [(one.name, _value_type(one.type)) for one in read.incidents.schema]
    schema = pa.schema([*filed, (ROW_ORDER, pa.int64()), *_DERIVED])
    return schema, pa.RecordBatchReader.from_batches(arriving, pieces())


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


_BLANK = {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.date32(): "DATE"}
"""The engine's types, for columns in which nothing stands."""


def _in_order(read: ReadInParts, schema: pa.Schema, numbered: Mapping[str, str]) -> str:
    """Select the incidents in the order of lists; what is put in order is as narrow as can be."""
    filled = {*read.incidents.filled, *_DERIVED.names}
    put_in_order = ", ".join(
        f"{_quoted(name)}::{numbered[name]} AS {_quoted(name)}" if name in numbered else _quoted(name)
        for name in schema.names
        if name in filled
    )
    order = f"row_number() OVER () - 1 AS {ROW_ORDER}"
    shown = ", ".join(
        order
        if one.name == ROW_ORDER
        else _quoted(one.name)
        if one.name in filled
        else f"NULL::{_BLANK[one.type]} AS {_quoted(one.name)}"
        for one in schema
    )
    by = f"date_start, {INCIDENTS.key}"
    return f"SELECT {shown} FROM (SELECT {put_in_order} FROM arriving ORDER BY {by})"  # noqa: S608


def _taken(table: pa.Table, order: pa.Array) -> Iterator[pa.RecordBatch]:
    """Take the rows of a table in an order, piece by piece."""
    for start in range(0, len(order), ROWS_PER_PIECE):
        yield from table.take(order.slice(start, ROWS_PER_PIECE)).combine_chunks().to_batches()


def _compacted(table: pa.Table) -> pa.Table:
    return pa.table([_compact(column) for column in table.columns], table.column_names)


def _compact(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Hold a column in one piece, from all over which rows can be taken, texts that repeat as numbers."""
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
    names = {key: folded(" ".join(place.names)) for key, place in gazetteer().items()}
    keys = pa.array(list(names), pa.string())
    named = pa.array(list(names.values()), pa.string()).take(
        pc.index_in(rows["place_id"].cast(pa.string()), value_set=keys)
    )
    texts = [_folded(rows[name]) for name in searched]
    return pc.binary_join_element_wise(*texts, pc.fill_null(named, ""), " ")


def _folded(texts: pa.Array) -> pa.Array:
    """Fold a column as `folded` does; text beyond ASCII once for each value."""
    if pa.types.is_dictionary(texts.type):
        return pc.fill_null(_folded(texts.dictionary).take(texts.indices), "")
    texts = pc.fill_null(texts, "")
    beyond = pc.invert(pc.string_is_ascii(texts))
    values = texts.filter(beyond).dictionary_encode()
    other = pa.array([folded(value) for value in values.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(pc.ascii_lower(texts), beyond, other.take(values.indices))
