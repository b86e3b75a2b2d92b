"""One loaded data set, and the questions that can be asked of it."""

import hashlib
import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine import locating, withheld
from mapapp.engine.about import About
from mapapp.engine.answers import Row, Rows, remembered
from mapapp.engine.assumptions import ASSUMPTIONS, KILLED, Assumption
from mapapp.engine.counted import ALIKE, BY_PLACE, Ask, Counted
from mapapp.engine.engines.engine import Engine, HeldTable, Statement
from mapapp.engine.kept_statements import Folder
from mapapp.engine.priority import Turns
from mapapp.engine.questions import (
    AnyQuestion,
    Question,
    counting,
    coverage,
    map_grid,
    official,
    overview,
    pages,
    records,
    sums,
)
from mapapp.engine.sorting import Page
from mapapp.engine.statements import Statements
from mapapp.errors import BadQuery
from mapapp.model.collections import COLLECTIONS
from mapapp.model.decided import COUNTS, FIGURES
from mapapp.model.derived import ROW_ORDER
from mapapp.model.filters import BLANK, BBox
from mapapp.model.official_totals import SumsByScope
from mapapp.model.query import MULTIPLE, Query
from mapapp.model.schema import CLAIMS, FACETS, INCIDENTS, INVOLVING, SOURCES, TABLES

if TYPE_CHECKING:
    from mapapp.ingest import Ingested

MAX_BINS = 120
"""The most bars of a timeline; as in the frontend's `timeline/scale.js`."""
SOURCES_HELD = 4096
"""At most this many sources are held in memory, about two megabytes: pages cite the same ones."""


class ValueCount(NamedTuple):
    """How many incidents have a value, and how many combined entries, which no total counts."""

    incidents: int
    aggregates: int


def bar_size(first_day: date, last_day: date) -> int:
    """Return how many days each bar of a timeline covers, to limit their number; both days inclusive."""
    return math.ceil(((last_day - first_day).days + 1) / MAX_BINS)


@dataclass(frozen=True, kw_only=True)
class Store(About):
    """One loaded data set; safe to use from several threads.

    Every answer is a pyarrow Table or a plain value. A store that `is_passing` was brought by a reader;
    nobody else can find it, and no URL of it outlasts that reader's page.
    """

    engine: Engine
    kept_statements: Folder | None = None
    is_public: bool = False
    is_passing: bool = False
    _turns: Turns = field(default_factory=Turns)

    @classmethod
    def load(cls, ingested: "Ingested") -> "Store":
        """Load typed tables into an in-process database."""
        from mapapp.engine import database  # noqa: PLC0415 - not needed for prepared data sets
        from mapapp.engine.engines.duckdb.engine import DuckDB  # noqa: PLC0415 - the same
        from mapapp.engine.loading import load  # noqa: PLC0415 - the same

        memory = database.in_memory()
        return cls.of(load(ingested, memory), DuckDB(memory))

    @classmethod
    def of(cls, about: About, engine: Engine) -> "Store":
        """Make the store of a data set whose tables an engine holds."""
        values = {about_field.name: getattr(about, about_field.name) for about_field in fields(about)}
        return cls(**values, engine=engine)

    def for_the_public(self) -> "Store":
        """Return the store as the public may query it: restricted if the licence forbids publishing rows."""
        return (
            self
            if self.conflict.gives_rows
            else replace(self, is_public=True, **withheld.public_fields(self))
        )

    @property
    def gives_rows(self) -> bool:
        """Whether single rows are published; if not, asking for any raises RowsWithheld."""
        return self.conflict.gives_rows or not self.is_public

    @cached_property
    def _tables(self) -> Mapping[str, HeldTable]:
        """The tables, found without waiting for a turn: questions with precedence may be waiting for them."""
        tables = {name: self.engine.table(name) for name in COLLECTIONS}
        if self.gives_rows:
            return tables
        return tables | {table.name: replace(tables[table.name], is_blurred=True) for table in TABLES}

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self.engine.compiled, self.engine.parse, self.kept_statements)

    @cached_property
    def context_fingerprint(self) -> str:
        """A fingerprint of what accompanies the data: history, official totals and conflict."""
        return hashlib.sha256(
            repr((self.history, self.official, self.conflict)).encode(errors="replace")
        ).hexdigest()

    def table(self, name: str) -> HeldTable:
        """Refer to a table (one of `model.collections`) in a question."""
        return self._tables[name]

    @property
    def incidents(self) -> HeldTable:
        """Refer to the incidents in a question."""
        return self.table(INCIDENTS.name)

    @cached_property
    def counted(self) -> Counted:
        """The tables used for counting; only the incidents if rows are not published."""
        extra = self.engine.extra_tables() if self.gives_rows else ()
        precomputed = (self.engine.table(name) if name in extra else None for name in (BY_PLACE, ALIKE))
        return Counted(self.incidents, *precomputed)

    @property
    def claims(self) -> HeldTable:
        """Refer to the claims in a question."""
        return self.table(CLAIMS.name)

    @property
    def sources(self) -> HeldTable:
        """Refer to the sources in a question."""
        return self.table(SOURCES.name)

    def going_first(self, query: Query, *, is_whole: bool = True) -> AbstractContextManager[None]:
        """Give precedence to what this thread asks to draw the map of a Query, or part of it."""
        return self._turns.going_first(query, is_whole=is_whole)

    def give_way(self, query: Query) -> None:
        """Let the map of a Query, which a browser is about to request, go first; see `Turns.give_way`."""
        self._turns.give_way(query)

    def _find_statement(
        self, question: AnyQuestion, *arguments: Any, **fixed: Hashable
    ) -> tuple[Statement, dict[str, Any]]:
        arguments = tuple(
            self.located(argument) if isinstance(argument, Query) else argument for argument in arguments
        )
        if not self.gives_rows and not self._concerns_own_tables(arguments):
            function = question.function if isinstance(question, Question) else question
            withheld.require_sum(
                function, (argument for argument in arguments if isinstance(argument, Query))
            )
        return self._statements.find(question, *arguments, **fixed)

    def _concerns_own_tables(self, arguments: Iterable[Any]) -> bool:
        """Return whether a question only concerns the program's own tables: its districts and places."""
        tables = [argument for argument in arguments if isinstance(argument, HeldTable)]
        hidden = [self._tables[table.name] for table in TABLES]
        return not any(table is blurred for table in tables for blurred in hidden)

    def require_rows(self) -> None:
        """Raise RowsWithheld if rows are not published."""
        if not self.gives_rows:
            raise withheld.rows_withheld()

    def require_known(self, query: Query) -> None:
        """Raise BadQuery if a Query names an unknown side of the conflict, or asks for withheld rows."""
        self.conflict.require_known_sides(query)
        for problem in self._single_row_problems(query):
            raise problem

    def _single_row_problems(self, query: Query) -> list[BadQuery]:
        return [] if self.gives_rows else withheld.single_row_problems(query)

    def located(self, query: Query) -> Query:
        """Locate the place that a Query names; BadQuery if there is none, or several."""
        return self.places.located(query) if query.within else query

    def known(self, query: Query) -> tuple[Query, list[BadQuery]]:
        """Locate a Query's place; drop sides and places that this data set lacks, and return the problems.

        Likewise filters for single rows, where rows are not published.
        """
        query, problems = self.conflict.without_unknown_sides(query)
        withheld_filters = self._single_row_problems(query)
        query = query.without(*(problem.parameter for problem in withheld_filters))
        problems = problems + withheld_filters
        try:
            return self.located(query), problems
        except BadQuery as problem:
            return query.without(problem.parameter), [*problems, problem]

    @cached_property
    def places(self) -> locating.Places:
        """The places that a Query may name."""
        rows = self.rows(records.named_points, self.incidents) if self.gives_rows else []
        return locating.Places(
            [(row["place_name"], row["place_id"], (row["longitude"], row["latitude"])) for row in rows]
        )

    def rows(self, question: AnyQuestion, *arguments: Any, **fixed: Hashable) -> list[dict[str, Any]]:
        """Ask a question and return its rows as dictionaries; see `Statements.find`."""
        statement, values = self._find_statement(question, *arguments, **fixed)
        self._turns.wait()
        rows = self.engine.rows(statement, values)
        return [dict(zip(statement.schema.names, row, strict=True)) for row in rows]

    def answers(self, ask: Ask) -> list[dict[str, Any]]:
        """Ask what `counted` has chosen, and return its rows."""
        return self.rows(ask.question, *ask.arguments)

    def run(self, question: AnyQuestion, *arguments: Any, **fixed: Hashable) -> pa.Table:
        """Ask a question and return its rows as a table."""
        statement, values = self._find_statement(question, *arguments, **fixed)
        self._turns.wait()
        return self.engine.run(statement, values)

    def as_held(self, question: AnyQuestion, *arguments: Any, **fixed: Hashable) -> pa.Table:
        """Ask a question and return its rows as a table; texts may be dictionary-encoded."""
        statement, values = self._find_statement(question, *arguments, **fixed)
        self._turns.wait()
        return self.engine.as_held(statement, values)

    def batches(
        self, size: int, question: AnyQuestion, *arguments: Any, **fixed: Hashable
    ) -> Iterator[pa.RecordBatch]:
        """Ask a question and yield its rows, at most `size` at a time."""
        statement, values = self._find_statement(question, *arguments, **fixed)
        self._turns.wait()
        for batch in self.engine.batches(statement, values, size):
            yield batch
            self._turns.wait()

    @remembered
    def totals(self, query: Query) -> Mapping[str, Any]:
        """Return the totals of a Query; see `sums.totals`."""
        return self.rows(sums.totals, self.counted.rows(query), query)[0]

    @remembered
    def spread(self, query: Query) -> Mapping[str, Any]:
        """Return the bounds between which a Query's incidents lie; see `map_grid.spread`."""
        return self.answers(self.counted.spread(query))[0]

    @remembered
    def counts(self, query: Query, bbox: BBox | None) -> Mapping[str, int]:
        """Count what a view shows of a Query; see `overview.counts`."""
        return self.answers(self.counted.counts(query, bbox))[0]

    def robust_totals(
        self, query: Query, assumptions: Mapping[str, Assumption] = ASSUMPTIONS
    ) -> list[dict[str, Any]]:
        """Sum the people killed under each assumption; see `sums.robust_totals`."""
        narrower = (Query(**assumption.fields) for assumption in assumptions.values())
        summaries = tuple(assumption.summaries for assumption in assumptions.values())
        (row,) = self.rows(sums.robust_totals, self.incidents, query, *narrower, summaries=summaries)
        return [
            {"assumption": name, **{column: row[f"{number}_{column}"] for column in KILLED}}
            for number, name in enumerate(assumptions)
        ]

    @remembered
    def facets(self, query: Query) -> Mapping[str, Mapping[str, ValueCount]]:
        """Count, for a Query, what has each value of each facet under the other filters, BLANK last.

        Facets without a value in this data set are left out, and so is INVOLVING if it has the same values as
        the actors.
        """
        if query == Query():
            counts = self._counted(query, (*FACETS, INVOLVING))
            stated = {name: values.keys() - {BLANK} for name, values in counts.items()}
            none_besides = {INVOLVING} if stated[INVOLVING] == stated["actor"] else set()
            return {name: counts[name] for name in counts if stated[name] and name not in none_besides}
        return self._counted(query, self.facet_names)

    @property
    def facet_names(self) -> tuple[str, ...]:
        """The facet columns that have any value in this data set, in the order of the schema."""
        return tuple(self.facets(Query()))

    @property
    def has_claims(self) -> bool:
        """Whether the data set has claims: without them, silence means nothing."""
        return self.report.rows_accepted(CLAIMS.name) > 0

    def unknown_values(self, query: Query) -> list[tuple[str, str]]:
        """Find what a Query asks for that no incident has, from its point of view or by all claims.

        A value that only a point of view lacks is no mistake: that it reports nothing of the kind is an
        answer. Returns pairs of parameter and value.
        """
        values = [(name, value) for name in MULTIPLE for value in getattr(query, name)]
        if not values:
            return []
        all_facets, own_facets = (
            self.facets(Query(according_to=point)) for point in ("", query.according_to)
        )
        existing: dict[str, Collection[str]] = {
            name: all_facets.get(name, {}).keys() | own_facets.get(name, {}).keys()
            for name in all_facets.keys() | own_facets.keys()
        }
        existing.setdefault(INVOLVING, existing.get("actor", ()))
        if query.incident_id:
            rows = self.listed(Query(incident_id=query.incident_id), len(query.incident_id))
            existing["incident_id"] = {row["incident_id"] for row in rows}
        return [
            (name, value) for name, value in values if value != BLANK and value not in existing.get(name, ())
        ]

    def _counted(self, query: Query, names: Sequence[str]) -> dict[str, dict[str, ValueCount]]:
        counts: dict[str, dict[str, ValueCount]] = {name: {} for name in names}
        rows = self.counted.rows(query, *names)
        for row in self.rows(counting.facets, rows, query, names=tuple(names)) if names else ():
            counts[row["facet"]][row["value"] or BLANK] = ValueCount(row["n"], row["aggregates"])
        for values in counts.values():
            if (blanks := values.pop(BLANK, None)) is not None:
                values[BLANK] = blanks
        return counts

    @remembered
    def timeline(self, query: Query, size: int = 0) -> Sequence[Mapping[str, Any]]:
        """Count a Query's incidents by first day, last day and actor; see `counting.timeline`.

        Days that share a bar are counted together: `size` of them, from the first day of the data on, or as
        many as in a timeline of all the data.
        """
        rows = self.counted.rows(query)
        return self.rows(counting.timeline, rows, query, first_day=self.days[0], size=size or self.bin_size)

    @remembered
    def coverage(self, query: Query, size: int = 0) -> Sequence[Mapping[str, Any]]:
        """Count the sources that report anything, by the bars of `timeline`; see `coverage.by_day`."""
        first, last = self.days
        if first is None:
            return []
        fixed = {"days": (first, last), "size": size or self.bin_size, "sides": self.sides}
        return self.rows(coverage.by_day, self.incidents, self.claims, query, **fixed)

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of the sides that claimants take."""
        return tuple(self.conflict.sides)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries of all incidents."""
        return tuple(row["country"] for row in self.rows(coverage.countries, self.incidents))

    @cached_property
    def held(self) -> SumsByScope:
        """What the whole data set has within the scope of each official total; see `official.by_last_day`."""
        scopes = [*dict.fromkeys(total.same_scope for total in self.official if total.same_scope)]
        rows = self.rows(official.by_last_day, self.incidents, *scopes) if scopes else []
        return {scope: [row for row in rows if row["number"] == n] for n, scope in enumerate(scopes)}

    @property
    def bin_size(self) -> int:
        """How many days a bar of the timeline covers."""
        first, last = self.days
        return bar_size(first, last) if first else 1

    def listed(self, query: Query, limit: int) -> list[dict[str, Any]]:
        """Return the first `limit` matching incidents."""
        if not limit:
            return []
        return self.rows(records.incidents_of, self.incidents, query, limit)

    def incidents_at(
        self, positions: AnyQuestion, query: Query, *arguments: Any, **fixed: Hashable
    ) -> list[Row]:
        """Return the incidents at the positions that a question finds, in its order, with people harmed.

        Finding positions first and then reading a few rows is much quicker than sorting whole rows.
        """
        rows = self.rows(positions, self.incidents, query, *arguments, **fixed)
        return self.rows_at([row[ROW_ORDER] for row in rows], query.according_to)

    def rows_at(self, positions: Sequence[int], according_to: str) -> list[Row]:
        """Return the incidents at some positions (`ROW_ORDER`), in the same order, with people harmed."""
        return self._row_cache.at(positions, according_to, self._read_at)

    @cached_property
    def _row_cache(self) -> Rows:
        return Rows()

    def _read_at(self, according_to: str, positions: Sequence[int]) -> dict[int, Row]:
        query = Query(according_to=according_to)
        rows = self.rows(records.incidents_at, self.incidents, query, list(positions))
        return {row[ROW_ORDER]: row for row in rows}

    def incidents_on(self, query: Query, page: Page) -> list[Row]:
        """Return the incidents on a page of their table; see `incidents_at`."""
        return self.incidents_at(pages.sorted_rows, query, page.limit, page.offset, sort=page.sort)

    def incident(self, incident_id: str, according_to: str = "") -> dict[str, Any] | None:
        """Return one incident as a point of view has it.

        None if it has none with that identifier, or if rows are not published.
        """
        if not self.gives_rows:
            return None
        return self._incident(Query(incident_id=(incident_id,), according_to=according_to))

    @remembered
    def _incident(self, query: Query) -> dict[str, Any] | None:
        return next(iter(self.listed(query, limit=1)), None)

    def claims_about(self, incident_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
        """Return each incident's claims in file order, each with its source (or None) under `source`."""
        rows = self.rows(records.claims_about, self.claims, incident_ids)
        sources = self._sources({claim["source_id"] for claim in rows if claim["source_id"]})
        claims: dict[str, list[dict[str, Any]]] = {incident_id: [] for incident_id in incident_ids}
        for claim in rows:
            claims[claim["incident_id"]].append(claim | {"source": sources.get(claim["source_id"])})
        return claims

    def denials(self, incident_ids: list[str], point_of_view: str) -> dict[str, list[dict[str, Any]]]:
        """Return the claims that count and deny each incident, of those that a point of view considers."""
        facts = self.rows(records.facts_about, self.claims, incident_ids, conflict=self.conflict)
        denying = {row["claim_id"] for row in facts if row["denied"]}
        return {
            incident_id: [
                claim
                for claim in claims
                if claim["claim_id"] in denying
                and self.conflict.hears(point_of_view, claim["claimant_side"] or "", claim["stance"])
            ]
            for incident_id, claims in self.claims_about(incident_ids).items()
        }

    def claims_behind(self, query: Query, page: Page) -> tuple[list[dict[str, Any]], int]:
        """Return a page of the claims about the matching incidents, and how many there are in all.

        Each has its incident under `incident`, its source (or None) under `source`, and says whether it
        counts (`counts`), whether the Query's point of view considers it (`heard`), and whether both are true
        and it gives figures that count (`figures`).
        """
        arguments = (self.claims, self.incidents, query)
        (number,) = self.rows(records.number_of_claims, *arguments)
        on_page = self.rows(pages.claims_behind, *arguments, page.limit, page.offset, sort=page.sort)
        claim_ids = [row["claim_id"] for row in on_page]
        rows = {row["claim_id"]: row for row in self.rows(records.claims_called, self.claims, claim_ids)}
        facts = {
            row["claim_id"]: row
            for row in self.rows(records.facts_of, self.claims, claim_ids, conflict=self.conflict)
        }
        incident_ids = tuple({row["incident_id"] for row in rows.values()})
        incidents = {
            row["incident_id"]: row for row in self.listed(Query(incident_id=incident_ids), len(incident_ids))
        }
        sources = self._sources({row["source_id"] for row in rows.values() if row["source_id"]})
        return [
            row
            | {
                "incident": incidents[row["incident_id"]],
                "source": sources.get(row["source_id"]),
                "counts": facts[claim_id][COUNTS],
                "heard": heard,
                "figures": heard and facts[claim_id]["figures"] and _gives_figures(row),
            }
            for claim_id in claim_ids
            for row in (rows[claim_id],)
            for heard in (self.conflict.hears(query.according_to, row["claimant_side"] or "", row["stance"]),)
        ], number["n"]

    def _sources(self, identifiers: Iterable[str]) -> dict[str, dict[str, Any]]:
        rows = self.rows(records.sources_called, self.sources, list(identifiers))
        return {row["source_id"]: row for row in rows}

    def sources_called(self, identifiers: pa.Array) -> pa.Table:
        """Return the sources with these identifiers, in any order; from memory if there are few in all."""
        if self.report.rows_accepted(SOURCES.name) > SOURCES_HELD:
            return self.run(records.sources_called, self.sources, identifiers.to_pylist())
        return self._all_sources.filter(pc.is_in(self._all_sources[SOURCES.key], identifiers))

    @cached_property
    def _all_sources(self) -> pa.Table:
        return self.run(records.all_sources, self.sources)

    def facts(self, incident_id: str) -> dict[str, dict[str, bool]]:
        """Return, by identifier, what the rules take from each claim about an incident."""
        rows = self.rows(records.facts_about, self.claims, [incident_id], conflict=self.conflict)
        return {row.pop("claim_id"): row for row in rows}

    def all_sources(self) -> list[dict[str, Any]]:
        """Return every source, by publisher and date."""
        return self.rows(records.all_sources, self.sources)

    def warm_up(self) -> None:
        """Ask what every page asks first, so that its reader need not wait for the answers."""
        all_incidents = Query()
        self.facets(all_incidents)
        self.totals(all_incidents)
        if self.days[0]:
            self.timeline(all_incidents)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """All actors of the data set, the most frequent first; colours are assigned in this order.

        The last is "" if some incident has no actor.
        """
        return tuple(self.facets(Query()).get("actor", (BLANK,)))

    @cached_property
    def grades(self) -> frozenset[str]:
        """All strengths of evidence in the data set that marks may show; "" if some incident has none."""
        if not self.gives_rows:
            return frozenset()
        return frozenset(self.facets(Query()).get("harm_status", (BLANK,)))

    @cached_property
    def occurring(self) -> frozenset[str]:
        """The `derived.MARKS` that occur in the data set."""
        row = self.rows(overview.occurring, self.counted.rows(Query()))[0]
        return frozenset(name for name, occurs in row.items() if occurs)

    @cached_property
    def days(self) -> tuple[Any, Any]:
        """First and last day of the data set, inclusive; see `sums.days`."""
        row = self.rows(sums.days, self.counted.rows(Query()))[0]
        return row["first"], row["last"]

    @cached_property
    def extent(self) -> BBox | None:
        """Bounds of all located incidents: west, south, east, north; None if none is located."""
        row = self.rows(map_grid.extent, self.counted.rows(Query()))[0]
        return None if row["west"] is None else (row["west"], row["south"], row["east"], row["north"])


def _gives_figures(claim: Mapping[str, Any]) -> bool:
    return any(claim[name] is not None for name in FIGURES if name in claim)
