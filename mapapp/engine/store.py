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
    Asked,
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
from mapapp.model.schema import CLAIMS, FACETS, INCIDENTS, INVOLVING, SOURCES

if TYPE_CHECKING:
    from mapapp.ingest import Ingested

MAX_BINS = 120
"""The most bars of a timeline; as in the frontend's `timeline/scale.js`."""
SOURCES_HELD = 4096
"""So many sources are held in memory, some two megabytes: pages of incidents cite the same ones."""


class Having(NamedTuple):
    """How many incidents have a value, and how many combined entries, which no total counts."""

    incidents: int
    aggregates: int


def bar_size(first: date, last: date) -> int:
    """Say how many days each bar of a timeline has, so that there are not too many; both days inclusive."""
    return math.ceil(((last - first).days + 1) / MAX_BINS)


@dataclass(frozen=True, kw_only=True)
class Store(About):
    """One loaded data set; safe to use from several threads.

    Every answer is a pyarrow Table or a plain value. What `is_passing` a reader has brought, and nobody else
    finds: no address of it outlasts that reader's page.
    """

    engine: Engine
    kept_statements: Folder | None = None
    is_public: bool = False
    is_passing: bool = False
    _turns: Turns = field(default_factory=Turns)

    @classmethod
    def load(cls, ingested: "Ingested") -> "Store":
        """Load typed tables into an in-process database."""
        from mapapp.engine import database  # noqa: PLC0415 - not needed for what is prepared
        from mapapp.engine.engines.duckdb.engine import DuckDB  # noqa: PLC0415 - the same
        from mapapp.engine.loading import load  # noqa: PLC0415 - the same

        memory = database.in_memory()
        return cls.of(load(ingested, memory), DuckDB(memory))

    @classmethod
    def of(cls, about: About, engine: Engine) -> "Store":
        """Ask an engine that holds the tables."""
        return cls(**{one.name: getattr(about, one.name) for one in fields(about)}, engine=engine)

    def for_the_public(self) -> "Store":
        """Return what others than its owner may ask: all of it, unless its licence lets no rows out."""
        return self if self.conflict.gives_rows else replace(self, is_public=True, **withheld.told(self))

    @property
    def gives_rows(self) -> bool:
        """Whether single rows are given out; if not, asking for any raises RowsWithheld."""
        return self.conflict.gives_rows or not self.is_public

    @cached_property
    def _tables(self) -> Mapping[str, HeldTable]:
        """The tables; no turn is waited for: others may wait for this, those that go first among them."""
        tables = {name: self.engine.table(name) for name in COLLECTIONS}
        if self.gives_rows:
            return tables
        return tables | {one.name: replace(tables[one.name], is_blurred=True) for one in withheld.OWN}

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self.engine.compiled, self.engine.read, self.kept_statements)

    @cached_property
    def beside(self) -> str:
        """A fingerprint of what lies beside the data: its history, official totals and conflict."""
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
        """Where incidents are counted; one by one if no rows are given out."""
        has = self.engine.beside() if self.gives_rows else ()
        beside = (self.engine.table(name) if name in has else None for name in (BY_PLACE, ALIKE))
        return Counted(self.incidents, *beside)

    @property
    def claims(self) -> HeldTable:
        """Refer to the claims in a question."""
        return self.table(CLAIMS.name)

    @property
    def sources(self) -> HeldTable:
        """Refer to the sources in a question."""
        return self.table(SOURCES.name)

    def going_first(self, query: Query, *, is_whole: bool = True) -> AbstractContextManager[None]:
        """Let what this thread asks to draw the map of a Query, or part of it, go before others ask."""
        return self._turns.going_first(query, is_whole=is_whole)

    def give_way(self, query: Query) -> None:
        """Let the map of a Query, which a browser is about to ask for, go first; see `Turns.give_way`."""
        self._turns.give_way(query)

    def _asked(self, question: Asked, *given: Any, **fixed: Hashable) -> tuple[Statement, dict[str, Any]]:
        found = [self.located(one) if isinstance(one, Query) else one for one in given]
        if not self.gives_rows and not self._are_ours(found):
            asks = question.function if isinstance(question, Question) else question
            withheld.require_sum(asks, (one for one in found if isinstance(one, Query)))
        return self._statements.asked(question, *found, **fixed)

    def _are_ours(self, given: Iterable[Any]) -> bool:
        """Tell whether a question is of the program's own tables only: its districts and places."""
        own = [self._tables[one.name] for one in withheld.OWN]
        return not any(one is table for one in given if isinstance(one, HeldTable) for table in own)

    def require_rows(self) -> None:
        """Raise RowsWithheld if no rows are given out."""
        if not self.gives_rows:
            raise withheld.withheld()

    def require_known(self, query: Query) -> None:
        """Raise BadQuery if a Query asks for no side of the conflict, or for rows that are not given out."""
        self.conflict.require_known_sides(query)
        for problem in self._singling(query):
            raise problem

    def _singling(self, query: Query) -> list[BadQuery]:
        return [] if self.gives_rows else withheld.singling(query)

    def located(self, query: Query) -> Query:
        """Find the place that a Query names; BadQuery if there is none, or several."""
        return self.places.located(query) if query.within else query

    def known(self, query: Query) -> tuple[Query, list[BadQuery]]:
        """Leave out of a Query what this data set has no side or place for and say what; find its place.

        Likewise what asks for single rows, where none are given out.
        """
        query, problems = self.conflict.without_unknown_sides(query)
        singling = self._singling(query)
        query, problems = query.without(*(one.parameter for one in singling)), problems + singling
        try:
            return self.located(query), problems
        except BadQuery as problem:
            return query.without(problem.parameter), [*problems, problem]

    @cached_property
    def places(self) -> locating.Places:
        """The places that a Query may name."""
        found = self.rows(records.named_points, self.incidents) if self.gives_rows else []
        return locating.Places(
            [(row["place_name"], row["place_id"], (row["longitude"], row["latitude"])) for row in found]
        )

    def rows(self, question: Asked, *given: Any, **fixed: Hashable) -> list[dict[str, Any]]:
        """Ask a question and return its rows as dictionaries; see `statements.asked`."""
        statement, values = self._asked(question, *given, **fixed)
        self._turns.wait()
        found = self.engine.rows(statement, values)
        return [dict(zip(statement.schema.names, row, strict=True)) for row in found]

    def answers(self, ask: Ask) -> list[dict[str, Any]]:
        """Ask what `counted` has chosen and return its rows."""
        return self.rows(ask.question, *ask.arguments)

    def run(self, question: Asked, *given: Any, **fixed: Hashable) -> pa.Table:
        """Ask a question and return its rows as a table."""
        statement, values = self._asked(question, *given, **fixed)
        self._turns.wait()
        return self.engine.run(statement, values)

    def as_held(self, question: Asked, *given: Any, **fixed: Hashable) -> pa.Table:
        """Ask a question and return its rows as a table; texts may come as numbers of their values."""
        statement, values = self._asked(question, *given, **fixed)
        self._turns.wait()
        return self.engine.as_held(statement, values)

    def batches(self, size: int, question: Asked, *given: Any, **fixed: Hashable) -> Iterator[pa.RecordBatch]:
        """Ask a question and yield its rows, at most `size` at a time."""
        statement, values = self._asked(question, *given, **fixed)
        self._turns.wait()
        for batch in self.engine.batches(statement, values, size):
            yield batch
            self._turns.wait()

    @remembered
    def totals(self, query: Query) -> Mapping[str, Any]:
        """Tell the totals of a Query; see `sums.totals`."""
        return self.rows(sums.totals, self.counted.rows(query), query)[0]

    @remembered
    def spread(self, query: Query) -> Mapping[str, Any]:
        """Tell between which edges a Query's incidents lie; see `map_grid.spread`."""
        return self.answers(self.counted.spread(query))[0]

    @remembered
    def counts(self, query: Query, bbox: BBox | None) -> Mapping[str, int]:
        """Count what a view shows of a Query; see `overview.counts`."""
        return self.answers(self.counted.counts(query, bbox))[0]

    def robust_totals(
        self, query: Query, assumptions: Mapping[str, Assumption] = ASSUMPTIONS
    ) -> list[dict[str, Any]]:
        """Sum the people killed under each assumption; see `sums.robust_totals`."""
        narrower = (Query(**one.fields) for one in assumptions.values())
        summaries = tuple(one.summaries for one in assumptions.values())
        (row,) = self.rows(sums.robust_totals, self.incidents, query, *narrower, summaries=summaries)
        return [
            {"assumption": name, **{column: row[f"{number}_{column}"] for column in KILLED}}
            for number, name in enumerate(assumptions)
        ]

    @remembered
    def facets(self, query: Query) -> Mapping[str, Mapping[str, Having]]:
        """Tell, for a Query, what has each value of each facet under the other filters, BLANK last.

        Only facets that have values in this data set are told of, and who is involved only if others than
        those are to whom incidents are attributed.
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
        """Whether anything is known of who says what: without claims, silence says nothing."""
        return self.report.rows_accepted(CLAIMS.name) > 0

    def unknown_values(self, query: Query) -> list[tuple[str, str]]:
        """Find what a Query asks for that no incident has, from its point of view or from all claims.

        A value that is only unknown to a point of view is no mistake: that it reports nothing of it is an
        answer. Returned are pairs of parameter and value.
        """
        given = [(name, value) for name in MULTIPLE for value in getattr(query, name)]
        if not given:
            return []
        everybodys, theirs = (self.facets(Query(according_to=whose)) for whose in ("", query.according_to))
        known: dict[str, Collection[str]] = {
            name: everybodys.get(name, {}).keys() | theirs.get(name, {}).keys()
            for name in everybodys.keys() | theirs.keys()
        }
        known.setdefault(INVOLVING, known.get("actor", ()))
        if query.incident_id:
            wanted = Query(incident_id=query.incident_id)
            found = self.listed(wanted, len(wanted.incident_id))
            known["incident_id"] = {row["incident_id"] for row in found}
        return [(name, one) for name, one in given if one != BLANK and one not in known.get(name, ())]

    def _counted(self, query: Query, names: Sequence[str]) -> dict[str, dict[str, Having]]:
        counts: dict[str, dict[str, Having]] = {name: {} for name in names}
        rows = self.counted.rows(query, *names)
        for row in self.rows(counting.facets, rows, query, names=tuple(names)) if names else ():
            counts[row["facet"]][row["value"] or BLANK] = Having(row["n"], row["aggregates"])
        for values in counts.values():
            if (having := values.pop(BLANK, None)) is not None:
                values[BLANK] = having
        return counts

    @remembered
    def timeline(self, query: Query, size: int = 0) -> Sequence[Mapping[str, Any]]:
        """Tell the counts of a Query by first day, last day and actor; see `counting.timeline`.

        Days that share a bar are counted together: so many (`size`) from the first day of the data on, or
        as many as in a timeline of all the data.
        """
        rows = self.counted.rows(query)
        return self.rows(counting.timeline, rows, query, first=self.days[0], size=size or self.bin_size)

    @remembered
    def coverage(self, query: Query, size: int = 0) -> Sequence[Mapping[str, Any]]:
        """Tell how many sources report anything, by the bars of `timeline`; see `coverage.by_day`."""
        first, last = self.days
        if first is None:
            return []
        fixed = {"days": (first, last), "size": size or self.bin_size, "sides": self.sides}
        return self.rows(coverage.by_day, self.incidents, self.claims, query, **fixed)

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides on which claimants stand, by name."""
        return tuple(self.conflict.sides)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries of all incidents."""
        return tuple(row["country"] for row in self.rows(coverage.countries, self.incidents))

    @cached_property
    def held(self) -> SumsByScope:
        """What the whole data set holds of the scope of each official total; see `official.by_last_day`."""
        scopes = [*dict.fromkeys(total.same_scope for total in self.official if total.same_scope)]
        rows = self.rows(official.by_last_day, self.incidents, *scopes) if scopes else []
        return {scope: [row for row in rows if row["number"] == n] for n, scope in enumerate(scopes)}

    @property
    def bin_size(self) -> int:
        """How many days a bar of the timeline has."""
        first, last = self.days
        return bar_size(first, last) if first else 1

    def listed(self, query: Query, limit: int) -> list[dict[str, Any]]:
        """Return the first `limit` matching incidents."""
        if not limit:
            return []
        return self.rows(records.incidents_of, self.incidents, query, limit)

    def incidents_at(self, positions: Asked, query: Query, *given: Any, **fixed: Hashable) -> list[Row]:
        """Return the incidents at the positions that a question finds, in its order, with people harmed.

        Finding positions first and reading few rows then is much quicker than sorting rows with all columns.
        """
        found = self.rows(positions, self.incidents, query, *given, **fixed)
        return self.rows_at([row[ROW_ORDER] for row in found], query.according_to)

    def rows_at(self, positions: Sequence[int], according_to: str) -> list[Row]:
        """Return the incidents at some positions (`ROW_ORDER`), in the same order, with people harmed."""
        return self._known_rows.at(positions, according_to, self._read_at)

    @cached_property
    def _known_rows(self) -> Rows:
        return Rows()

    def _read_at(self, according_to: str, positions: Sequence[int]) -> dict[int, Row]:
        whose = Query(according_to=according_to)
        found = self.rows(records.incidents_at, self.incidents, whose, list(positions))
        return {row[ROW_ORDER]: row for row in found}

    def incidents_on(self, query: Query, page: Page) -> list[Row]:
        """Return the incidents on a page of their table; see `incidents_at`."""
        return self.incidents_at(pages.sorted_rows, query, page.limit, page.offset, sort=page.sort)

    def incident(self, incident_id: str, according_to: str = "") -> dict[str, Any] | None:
        """Return one incident as a point of view has it.

        None if it has none of that identifier, or if rows are not given out.
        """
        if not self.gives_rows:
            return None
        return self._incident(Query(incident_id=(incident_id,), according_to=according_to))

    @remembered
    def _incident(self, query: Query) -> dict[str, Any] | None:
        return next(iter(self.listed(query, limit=1)), None)

    def claims_about(self, incident_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
        """Return each incident's claims in file order, each with its source (or None) under `source`."""
        found = self.rows(records.claims_about, self.claims, incident_ids)
        sources = self._sources({claim["source_id"] for claim in found if claim["source_id"]})
        claims: dict[str, list[dict[str, Any]]] = {incident_id: [] for incident_id in incident_ids}
        for claim in found:
            claims[claim["incident_id"]].append(claim | {"source": sources.get(claim["source_id"])})
        return claims

    def denials(self, incident_ids: list[str], whose: str) -> dict[str, list[dict[str, Any]]]:
        """Return the claims that count and deny each incident, of those whom a point of view hears."""
        facts = self.rows(records.facts_about, self.claims, incident_ids, conflict=self.conflict)
        counting = {row["claim_id"] for row in facts if row["denied"]}
        return {
            incident_id: [
                claim
                for claim in claims
                if claim["claim_id"] in counting
                and self.conflict.hears(whose, claim["claimant_side"] or "", claim["stance"])
            ]
            for incident_id, claims in self.claims_about(incident_ids).items()
        }

    def claims_behind(self, query: Query, page: Page) -> tuple[list[dict[str, Any]], int]:
        """Return a page of the claims about the matching incidents, and how many there are in all.

        Each has its incident under `incident`, its source (or None) under `source`, and whether it counts
        (`counts`), the Query's point of view hears it (`heard`) and both hold of figures that it gives
        (`figures`).
        """
        given = (self.claims, self.incidents, query)
        (number,) = self.rows(records.number_of_claims, *given)
        on_page = self.rows(pages.claims_behind, *given, page.limit, page.offset, sort=page.sort)
        wanted = [row["claim_id"] for row in on_page]
        rows = {row["claim_id"]: row for row in self.rows(records.claims_called, self.claims, wanted)}
        facts = {
            row["claim_id"]: row
            for row in self.rows(records.facts_of, self.claims, wanted, conflict=self.conflict)
        }
        about = tuple({row["incident_id"] for row in rows.values()})
        incidents = {row["incident_id"]: row for row in self.listed(Query(incident_id=about), len(about))}
        sources = self._sources({row["source_id"] for row in rows.values() if row["source_id"]})
        return [
            row
            | {
                "incident": incidents[row["incident_id"]],
                "source": sources.get(row["source_id"]),
                "counts": facts[identifier][COUNTS],
                "heard": heard,
                "figures": heard and facts[identifier]["figures"] and _gives_figures(row),
            }
            for identifier in wanted
            for row in (rows[identifier],)
            for heard in (self.conflict.hears(query.according_to, row["claimant_side"] or "", row["stance"]),)
        ], number["n"]

    def _sources(self, identifiers: Iterable[str]) -> dict[str, dict[str, Any]]:
        found = self.rows(records.sources_called, self.sources, list(identifiers))
        return {row["source_id"]: row for row in found}

    def sources_called(self, identifiers: pa.Array) -> pa.Table:
        """Return the sources of some identifiers, in no order; where there are few in all, from memory."""
        if self.report.rows_accepted(SOURCES.name) > SOURCES_HELD:
            return self.run(records.sources_called, self.sources, identifiers.to_pylist())
        return self._all_sources.filter(pc.is_in(self._all_sources[SOURCES.key], identifiers))

    @cached_property
    def _all_sources(self) -> pa.Table:
        return self.run(records.all_sources, self.sources)

    def facts(self, incident_id: str) -> dict[str, dict[str, bool]]:
        """Return, by identifier, what the rules take from each claim about an incident."""
        found = self.rows(records.facts_about, self.claims, [incident_id], conflict=self.conflict)
        return {row.pop("claim_id"): row for row in found}

    def all_sources(self) -> list[dict[str, Any]]:
        """Return every source, by publisher and date."""
        return self.rows(records.all_sources, self.sources)

    def warm_up(self) -> None:
        """Ask what every page asks first, so that its reader does not wait for the answers."""
        everything = Query()
        self.facets(everything)
        self.totals(everything)
        if self.days[0]:
            self.timeline(everything)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """All actors of the data set, the most frequent first; the order in which colours are given.

        The last is "" if some incident has none.
        """
        return tuple(self.facets(Query()).get("actor", (BLANK,)))

    @cached_property
    def grades(self) -> frozenset[str]:
        """All strengths of evidence of the data set that marks may show; "" if some incident has none."""
        if not self.gives_rows:
            return frozenset()
        return frozenset(self.facets(Query()).get("harm_status", (BLANK,)))

    @cached_property
    def occurring(self) -> frozenset[str]:
        """What of `derived.MARKS` there is in the data set."""
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
