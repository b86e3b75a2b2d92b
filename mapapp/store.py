"""The engine: holds one data set, runs expressions on it, and swaps it when its files change."""

import logging
import math
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any, TypeVar

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapapp import coverage, evidence, expressions
from mapapp.corrections import History
from mapapp.description import Description, describe
from mapapp.errors import FaultyData, MapappError, shortened
from mapapp.expressions import HARMED, ORDER, SEARCH, View, X, Y
from mapapp.folding import folded
from mapapp.geodata import gazetteer
from mapapp.ingest import Ingested, dataset_files, read_dataset
from mapapp.official import Total
from mapapp.query import BBox, Query
from mapapp.report import Effect, Fault, Report
from mapapp.schema import ACCORDING_TO, FACETS, INCIDENTS

T = TypeVar("T")

SECONDS_BETWEEN_LOOKS = 1.0
REMEMBERED_ANSWERS = 256
ROWS_PER_PIECE = 1 << 17
MOST_NUMBERED = 50_000
"""Facets with more values than that stay text."""

MOST_BINS = 120
"""The most bars of a timeline; as in timeline.js."""

MOST_NAMED = 5
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

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Store:
    """One loaded data set; safe to use from several threads.

    `fingerprint` is the SHA-256 of its files. Every answer is a pyarrow Table or a plain value.
    """

    path: Path
    fingerprint: str
    description: Description
    report: Report
    disagreements: "tuple[Disagreement, ...]"
    history: History
    official: tuple[Total, ...]
    extra_columns: tuple[str, ...]
    _database: duckdb.DuckDBPyConnection
    _schemas: dict[str, Any]
    _idle: LifoQueue[Any] = field(default_factory=LifoQueue)

    @classmethod
    def load(cls, ingested: Ingested) -> "Store":
        """Load typed tables into an in-process database."""
        database = duckdb.connect()
        tables = {
            "incidents": _with_derived(ingested),
            "claims": ingested.claims.append_column(ORDER, pa.array(range(len(ingested.claims)), pa.int64())),
            "sources": ingested.sources,
        }
        for name, table in tables.items():
            database.register("arriving", table)
            database.sql("SELECT * FROM arriving").create(name)
            database.unregister("arriving")
        schemas = {name: ibis.Schema.from_pyarrow(table.schema) for name, table in tables.items()}
        schemas["incidents"], disagreements = _add_evidence(database, schemas, ingested)
        for name in FACETS:
            _number_values(database, name)
        return cls(
            path=ingested.path,
            fingerprint=ingested.fingerprint,
            description=describe(ingested.path),
            report=ingested.report.with_faults(map(Disagreement.as_fault, disagreements)),
            disagreements=disagreements,
            history=ingested.history,
            official=ingested.official,
            extra_columns=tuple(ingested.extra_columns),
            _database=database,
            _schemas=schemas,
        )

    def table(self, name: str) -> ir.Table:
        """Refer to a table (incidents, claims or sources) in an expression."""
        return ibis.table(self._schemas[name], name=name)

    @property
    def incidents(self) -> ir.Table:
        """Refer to the incidents table in an expression."""
        return self.table("incidents")

    @contextmanager
    def _engine(self) -> Iterator[Any]:
        try:
            engine = self._idle.get_nowait()
        except Empty:
            engine = ibis.duckdb.from_connection(self._database.cursor())
        try:
            yield engine
        finally:
            self._idle.put(engine)

    def run(self, expression: ir.Expr) -> pa.Table:
        """Run an expression and return its rows."""
        with self._engine() as engine:
            return engine.to_pyarrow(expression)

    def batches(self, expression: ir.Expr, size: int) -> Iterator[pa.RecordBatch]:
        """Run an expression and yield its rows, at most `size` at a time."""
        with self._engine() as engine:
            yield from engine.con.sql(engine.compile(expression)).to_arrow_reader(size)

    def rows(self, expression: ir.Expr) -> list[dict[str, Any]]:
        """Run an expression and return its rows as dictionaries."""
        found: list[dict[str, Any]] = self.run(expression).to_pylist()
        return found

    @cached_property
    def totals(self) -> Callable[[Query], Mapping[str, Any]]:
        """Tell the totals of a Query; see `expressions.totals`."""
        return _remembered(lambda query: self.rows(expressions.totals(self.incidents, query))[0])

    @cached_property
    def facets(self) -> Callable[[Query], Mapping[str, Mapping[str, int]]]:
        """Tell, for a Query, how many incidents each value of each facet has under the other filters.

        Only facets that have values in this data set are told of.
        """
        return _remembered(self._count_facets)

    def _count_facets(self, query: Query) -> dict[str, dict[str, int]]:
        if query == Query():
            return {name: values for name, values in self._counted(query, FACETS).items() if values}
        return self._counted(query, self.facet_names)

    @property
    def facet_names(self) -> tuple[str, ...]:
        """The facet columns that have any value in this data set, in the order of the schema."""
        return tuple(self.facets(Query()))

    def unknown_values(self, query: Query) -> list[tuple[str, str]]:
        """Find what a Query asks for that no incident has from its point of view: (facet, value)."""
        known = self.facets(Query(according_to=query.according_to))
        return [
            (name, value)
            for name in FACETS
            for value in getattr(query, name)
            if value not in known.get(name, {})
        ]

    def _counted(self, query: Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {name: {} for name in names}
        for expression in expressions.facets(self.incidents, query, names):
            for row in self.rows(expression):
                counts[row["facet"]][row["value"]] = row["n"]
        return counts

    @cached_property
    def timeline(self) -> Callable[[Query], Sequence[Mapping[str, Any]]]:
        """Tell the counts of a Query by first day, last day and actor; see `expressions.timeline`.

        Where the data span more days than the timeline has bars, days that share a bar are counted together.
        """
        return _remembered(self._count_days)

    def _count_days(self, query: Query) -> list[dict[str, Any]]:
        return self.rows(expressions.timeline(self.incidents, query, self.days[0], self.bin_size))

    @cached_property
    def coverage(self) -> Callable[[Query], Sequence[Mapping[str, Any]]]:
        """Tell how many sources report anything, by the bars of the timeline; see `coverage.by_day`."""
        return _remembered(self._count_sources)

    def _count_sources(self, query: Query) -> list[dict[str, Any]]:
        first, last = self.days
        if first is None:
            return []
        cells = coverage.Cells(first, last, self.bin_size)
        return self.rows(coverage.by_day(self.incidents, self.table("claims"), query, cells))

    @cached_property
    def accounted(self) -> Sequence[Mapping[str, Any]]:
        """What the whole data set holds of each official total, in their order; see `coverage.accounted`."""
        return self.rows(coverage.accounted(self.incidents, self.official)) if self.official else ()

    @property
    def bin_size(self) -> int:
        """How many days a bar of the timeline has."""
        first, last = self.days
        return math.ceil(((last - first).days + 1) / MOST_BINS) if first else 1

    def listed(self, query: Query, limit: int, view: View | None = None) -> list[dict[str, Any]]:
        """Return the first `limit` matching incidents, those a view shows if one is given."""
        t = self.incidents
        rows = expressions.in_view(t, query, view) if view else expressions.matching(t, query)
        return self.rows(expressions.ordered(rows).drop(*expressions.DERIVED).limit(limit))

    def at_places(self, places: ir.Table, according_to: str = "") -> list[dict[str, Any]]:
        """Return the incidents at the places that an expression finds, in its order, with people harmed.

        Finding places first and reading few rows then is much quicker than sorting rows with all columns.
        """
        wanted = [row[ORDER] for row in self.rows(places)]
        t = expressions.matching(self.incidents, Query(according_to=according_to))
        rows = t.filter(t[ORDER].isin(wanted))
        found = {row[ORDER]: row for row in self.rows(expressions.plain(rows, HARMED, ORDER))}
        return [found[place] for place in wanted]

    def incident(self, incident_id: str, according_to: str = "") -> dict[str, Any] | None:
        """Return one incident as a point of view has it, or None if it has none of that identifier."""
        query = Query(incident_id=(incident_id,), according_to=according_to)
        return next(iter(self.listed(query, limit=1)), None)

    def claims_about(self, incident_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
        """Return each incident's claims in file order, each with its source (or None) under `source`."""
        t = self.table("claims")
        found = self.rows(expressions.ordered(t.filter(t.incident_id.isin(incident_ids))).drop(ORDER))
        s = self.table("sources")
        wanted = sorted({claim["source_id"] for claim in found if claim["source_id"]})
        sources = {row["source_id"]: row for row in self.rows(s.filter(s.source_id.isin(wanted)))}
        claims: dict[str, list[dict[str, Any]]] = {incident_id: [] for incident_id in incident_ids}
        for claim in found:
            claims[claim["incident_id"]].append(claim | {"source": sources.get(claim["source_id"])})
        return claims

    def facts(self, incident_id: str) -> dict[str, dict[str, bool]]:
        """Return, by identifier, what the rules take from each claim about an incident: `evidence.told`."""
        t = self.table("claims")
        found = self.rows(evidence.told(t.filter(t.incident_id == incident_id)))
        return {row.pop("claim_id"): row for row in found}

    def all_sources(self) -> list[dict[str, Any]]:
        """Return every source, by publisher and date."""
        t = self.table("sources")
        return self.rows(t.order_by([t.publisher, t.published_on, t.source_id]))

    def warm_up(self) -> None:
        """Ask what every page asks first, so that its reader does not wait for the answers."""
        everything = Query()
        self.facets(everything)
        self.totals(everything)
        if self.days[0]:
            self.timeline(everything)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """All actors of the data set, the most frequent first; the order in which colours are given."""
        return tuple(self.facets(Query()).get("actor", {}))

    @cached_property
    def grades(self) -> frozenset[str]:
        """All strengths of evidence of the data set; "" if some incident has none."""
        counts = self.facets(Query()).get("harm_status", {})
        return frozenset(counts) | ({""} if sum(counts.values()) < self.totals(Query())["matched"] else set())

    @cached_property
    def days(self) -> tuple[Any, Any]:
        """First and last day of the data set, inclusive."""
        everything = self.totals(Query())
        return everything["first"], everything["last"]

    @cached_property
    def extent(self) -> BBox | None:
        """Bounds of all located incidents: west, south, east, north; None if none is located."""
        row = self.rows(expressions.extent(self.incidents))[0]
        return None if row["west"] is None else (row["west"], row["south"], row["east"], row["north"])


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
            f"The claims of {shortened(self.incident_id)} make it "
            f"{shortened(repr(self.derived)) if self.derived else 'blank'} by the rules of docs/method.md.",
            "Check the claims (stance, basis, excluded_because), or let `mapapp derive` rewrite the cell.",
            Effect.KEPT,
        )


def _add_evidence(
    database: duckdb.DuckDBPyConnection, schemas: Mapping[str, Any], ingested: Ingested
) -> tuple[Any, tuple[Disagreement, ...]]:
    """Let the claims decide, for every point of view; return the new schema and what is filed otherwise."""
    filed = tuple(name for name in evidence.DECIDED if pc.any(ingested.incidents[name].is_valid()).as_py())
    sql, schema = _evidence_sql(schemas["incidents"], schemas["claims"], filed)
    database.execute(f"CREATE TEMP TABLE decided AS {sql['decided']}")
    disagreeing = database.sql(sql["disagreeing"]).to_arrow_table().to_pylist() if filed else []
    database.execute(f"CREATE TABLE extended AS {sql['extended']}")
    database.execute("DROP TABLE incidents; DROP TABLE decided; ALTER TABLE extended RENAME TO incidents")
    return schema, tuple(_numbered(disagreeing, ingested))


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
    extended = evidence.with_evidence(incidents, found).order_by(ORDER)
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
    places = pc.index_in(wanted, value_set=ingested.incidents["incident_id"].combine_chunks()).to_pylist()
    for place, row in sorted(zip(places, disagreeing, strict=True), key=lambda pair: pair[0]):
        number = int(ingested.record_numbers[place]) if len(ingested.record_numbers) else 0
        yield Disagreement(number, row["incident_id"], row["field"], row["filed"] or "", row["derived"] or "")


def _number_values(database: duckdb.DuckDBPyConnection, facet: str) -> None:
    """Store each value of a facet once and its number in the rows: filters and counts are then much quicker.

    Values are numbered in their order as text, so that sorting is the same. Queries still see text.
    """
    columns = [facet, *(evidence.stored(w, facet) for w in ACCORDING_TO if facet in evidence.DECIDED)]
    every = " UNION ".join(f"SELECT {c} AS v FROM incidents WHERE {c} IS NOT NULL" for c in columns)  # noqa: S608
    values = f"SELECT DISTINCT v FROM ({every}) ORDER BY 1"  # noqa: S608
    if 0 < database.sql(values).count("*").fetchall()[0][0] <= MOST_NUMBERED:
        database.execute(f"CREATE TYPE {facet}_value AS ENUM ({values})")
        for column in columns:
            database.execute(f"ALTER TABLE incidents ALTER {column} TYPE {facet}_value")


def _with_derived(ingested: Ingested) -> pa.Table:
    incidents = ingested.incidents.sort_by([("date_start", "ascending"), ("incident_id", "ascending")])
    searched = (*SEARCHED, *ingested.extra_columns)
    pieces = [_derived(piece, searched) for piece in incidents.to_batches(max_chunksize=ROWS_PER_PIECE)]
    derived = pa.Table.from_batches(pieces, _DERIVED)
    for name in derived.column_names:
        incidents = incidents.append_column(name, derived[name])
    return incidents.append_column(ORDER, pa.array(np.arange(len(incidents))))


_DERIVED = pa.schema([(X, pa.float64()), (Y, pa.float64()), (HARMED, pa.int64()), (SEARCH, pa.string())])


def _derived(rows: pa.RecordBatch, searched: Sequence[str]) -> pa.RecordBatch:
    x = pc.add(pc.divide(rows["longitude"], 360.0), 0.5)
    degrees = pc.min_element_wise(pc.max_element_wise(rows["latitude"], -85.0511), 85.0511)
    sine = np.sin(np.radians(degrees.to_numpy(zero_copy_only=False)))
    y = pc.if_else(pc.is_valid(rows["latitude"]), 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi), None)
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


def _remembered(answer: Callable[[Query], T]) -> Callable[[Query], T]:
    """Remember the latest answers; a question that is being answered is waited for, not asked again."""
    futures: OrderedDict[Query, Future[T]] = OrderedDict()
    lock = threading.Lock()

    def ask(query: Query) -> T:
        with lock:
            known = futures.get(query)
            future = futures.setdefault(query, Future())
            futures.move_to_end(query)
            while len(futures) > REMEMBERED_ANSWERS:
                futures.popitem(last=False)
        if known is None:
            try:
                future.set_result(answer(query))
            except BaseException as problem:
                with lock:
                    futures.pop(query, None)
                future.set_exception(problem)
        return future.result()

    return ask


_State = tuple[int, int, int] | None


class LiveStore:
    """The store of a running program: replaced as a whole when its files change, kept when they break.

    `problem` says in words why the newest files are not served; it is empty while they are. It names files
    without their folder, for readers of the page see it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._noticed = self._signature()
        self._store = Store.load(_usable(read_dataset(path)))
        self.problem = ""

    @property
    def current(self) -> Store:
        """The data set to answer from; keep it for the length of one answer."""
        return self._store

    def look(self) -> None:
        """Look at the files once; files that changed and have come to rest since the last look are loaded.

        A replacement that can't be read, that has no usable row, or that rejects more rows than what is
        served now, is not served: it is most likely half-written or broken.
        """
        signature = self._signature()
        if signature != self._noticed:
            self._noticed = signature
        elif signature != self._seen:
            self._seen = signature
            self._replace()

    def watch(self) -> None:
        """Look at the files from now on, about every second, in a thread of its own."""
        threading.Thread(target=self._look_forever, name="watch-data", daemon=True).start()

    def _look_forever(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                self.look()
            except Exception:
                _log.exception("The data files could not be looked at")

    def _replace(self) -> None:
        try:
            arrived = self._arrived()
        except MapappError as problem:
            self._keep(str(problem))
        except Exception:
            _log.exception("The newest data files could not be loaded")
            self._keep("They could not be loaded; the server's log says why.")
        else:
            if self._signature() == self._seen:  # else they were written to while they were read
                self._store, self.problem = arrived, ""

    def _arrived(self) -> Store:
        arrived = _usable(read_dataset(self._path))
        if _rejected(arrived.report) > _rejected(self._store.report):
            raise FaultyData(_named_faults(arrived.report))
        return Store.load(arrived)

    def _keep(self, problem: str) -> None:
        self.problem = problem.replace(f"{self._path.parent}{os.sep}", "")
        _log.warning("The newest data files are not served. %s", self.problem)

    def _signature(self) -> tuple[tuple[str, _State], ...]:
        return tuple((file.name, _state(file)) for file in dataset_files(self._path).values())


def _state(file: Path) -> _State:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _usable(arrived: Ingested) -> Ingested:
    if not arrived.report.rows_accepted(INCIDENTS.name):
        raise FaultyData(
            f"{arrived.path} has no incident that can be shown. {_named_faults(arrived.report)}",
            remedy="“mapapp validate” lists every fault.",
        )
    return arrived


def _named_faults(report: Report) -> str:
    rejected = [fault for fault in report.errors if fault.effect is Effect.ROW_REJECTED]
    named = [f"{f.table}.csv, row {f.row}{f', {f.column}' if f.column else ''}: {f.reason}" for f in rejected]
    more = f" … and {len(named) - MOST_NAMED} more." if len(named) > MOST_NAMED else ""
    return " ".join([report.summary(), *named[:MOST_NAMED]]) + more


def _rejected(report: Report) -> int:
    return sum(count.rows_rejected for count in report.counts)


@cache
def serving(path: Path) -> LiveStore:
    """Return this process's one live store of the data set at `path`."""
    live = LiveStore(path)
    live.watch()
    threading.Thread(target=live.current.warm_up, name="warm-up", daemon=True).start()
    return live
