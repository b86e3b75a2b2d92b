"""What one export contains: the positions of its rows in the one order, in pages that are read one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self, TypedDict, Unpack

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.questions import filtering, records
from mapapp.engine.sorting import Kept, Sorts, Stretch
from mapapp.engine.store import Store
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.model.filters import WORLD, BBox
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, RESERVED_PREFIX, SOURCES, Table

ROWS_PER_PAGE = 1_000


class Cut(TypedDict, total=False):
    """Which of the matching incidents an export has: from `offset` on, `limit` of them, sorted by `sorts`.

    `kept` are the columns to export, including the key; claims are nested in an incident if `kept` has their
    name.
    """

    limit: int | None
    offset: int
    sorts: Sorts
    kept: Kept


@dataclass(frozen=True, slots=True)
class Selection:
    """Incidents of a Query, with their claims and the claims' sources.

    `positions` are the incidents' numbers in the one order: ascending, unless it is `resorted`.
    """

    store: Store
    query: Query
    positions: pa.ChunkedArray
    resorted: bool = False
    kept: Kept = None

    @classmethod
    def of(cls, store: Store, query: Query, **cut: Unpack[Cut]) -> Self:
        """Select the part of the matching incidents that `cut` describes; all of them without it."""
        sorts, ends = cut.get("sorts", ()), (cut.get("limit"), cut.get("offset", 0))
        rows = store.run(filtering.positions, store.incidents, query, *ends, sorts=sorts)
        return cls(store, query, rows[ROW_ORDER], bool(sorts), cut.get("kept"))

    def __len__(self) -> int:
        return len(self.positions)

    def pages(self, together: int = 1) -> Iterator[Self]:
        """Divide the selection into pages, so that memory does not grow with it.

        A question takes as long for a few rows as for some thousands: a caller that holds a page only while
        writing it, or needs little memory for a row, reads several pages `together`.
        """
        size = together * ROWS_PER_PAGE
        for start in range(0, len(self), size):
            yield replace(self, positions=self.positions.slice(start, size))

    def read(self, together: int = 1) -> Iterator[tuple[Self, pa.Table]]:
        """Divide the selection into pages, and read their incidents as `incidents_as_held` does.

        If several are read `together` and the engine keeps the order of rows, a single question is asked,
        which costs less; but the engine reads ahead, and a caller that stops early holds those rows.
        """
        if together == 1 or self.resorted or not self.store.engine.keeps_order:
            yield from ((page, page.incidents_as_held()) for page in self.pages(together))
            return
        size, start = together * ROWS_PER_PAGE, 0
        for batch in self.store.batches(size, records.stretch, *self._stretch, kept=(ROW_ORDER,)):
            page, rows = replace(self, positions=self.positions.slice(start, len(batch))), pa.table(batch)
            start += len(batch)
            is_page = rows[ROW_ORDER] == page.positions
            yield page, rows.drop_columns(ROW_ORDER) if is_page else page.incidents_as_held()

    def located(self) -> Self:
        """Leave out the incidents without a location."""
        query = replace(self.query, bbox=self.query.bbox or WORLD)
        located = self.store.run(filtering.positions, self.store.incidents, query, None, 0)[ROW_ORDER]
        return replace(self, query=query, positions=self.positions.filter(pc.is_in(self.positions, located)))

    def none(self) -> Self:
        """Leave out all incidents."""
        return replace(self, positions=self.positions.slice(0, 0))

    def bbox(self) -> BBox | None:
        """Return the located incidents' west, south, east and north, never across 180°; None without any."""
        row = self.store.rows(records.extent_of_stretch, *self._stretch)[0]
        return None if row["west"] is None else (row["west"], row["south"], row["east"], row["north"])

    def incidents(self, *derived: str) -> pa.Table:
        """Read the incidents, in order, with the `derived` columns named."""
        return as_text(self.incidents_as_held(*derived))

    def incidents_as_held(self, *derived: str) -> pa.Table:
        """Read the incidents as `incidents` does; texts may be dictionary-encoded."""
        rows = self.store.as_held(records.stretch, *self._stretch, kept=(*derived, ROW_ORDER))
        if rows[ROW_ORDER] != self.positions:
            rows = rows.take(pc.index_in(self.positions.combine_chunks(), value_set=rows[ROW_ORDER]))
        return rows.drop_columns(ROW_ORDER)

    def claims(self) -> tuple[pa.Table, pa.Array]:
        """Read the claims, in order of incidents and then of the file, and their incidents' row numbers."""
        if not self.has_claims:
            return self.empty(CLAIMS), pa.array([], pa.int32())
        claims = as_text(self.store.run(records.claims_of_stretch, self.store.claims, *self._stretch))
        owners = pc.index_in(claims[ABOUT].combine_chunks(), value_set=self.positions)
        order = pa.array(np.lexsort((claims[ROW_ORDER].to_numpy(), owners.to_numpy())))
        return claims.drop_columns([ABOUT, ROW_ORDER]).take(order), owners.take(order)

    def sources(self) -> Iterator[pa.Table]:
        """Read the sources of all claims, by identifier, in batches."""
        arguments = (self.store.sources, self.store.claims, *self._stretch)
        for batch in self.store.batches(ROWS_PER_PAGE, records.sources_of_stretch, *arguments):
            yield as_text(pa.Table.from_batches([batch]))

    def sources_of(self, claims: pa.Table) -> pa.Table:
        """Read the sources of some claims, in no particular order."""
        source_ids = claims[SOURCES.key].unique().drop_null()
        return as_text(self.store.sources_called(source_ids)) if len(source_ids) else self.empty(SOURCES)

    @property
    def has_claims(self) -> bool:
        """Whether the data set has any claim at all."""
        return self.store.has_claims

    @property
    def nests_claims(self) -> bool:
        """Whether claims are exported as a property of their incidents."""
        return self.kept is None or CLAIMS.name in self.kept

    def shown(self, incidents: pa.Table) -> pa.Table:
        """Return incidents with only the columns to export."""
        kept, names = self.kept, incidents.column_names
        return incidents if kept is None else incidents.select([name for name in names if name in kept])

    def empty(self, table: Table) -> pa.Table:
        """Make a table without rows, with the columns of the exported ones."""
        columns = self.store.table(table.name).columns
        filed = (column for column in columns if not column.name.startswith(RESERVED_PREFIX))
        empty = as_text(pa.schema(filed).empty_table())
        return self.shown(empty) if table is INCIDENTS else empty

    @property
    def _stretch(self) -> tuple[Any, Query, Stretch]:
        if self.resorted:
            return self.store.incidents, self.query, self.positions.to_pylist() or [-1]
        ends = (self.positions[0].as_py(), self.positions[-1].as_py()) if len(self) else (0, -1)
        return self.store.incidents, self.query, ends


def as_text(table: pa.Table) -> pa.Table:
    """Give text the type that can hold more than 2 GiB in a column, and every column a single chunk."""
    return table.cast(schema_of_text(table.schema)).combine_chunks()


def schema_of_text(held: pa.Schema) -> pa.Schema:
    """Return the schema of a table after `as_text`."""
    checks = (pa.types.is_string, pa.types.is_dictionary)
    return pa.schema(
        column.with_type(pa.large_string()) if any(check(column.type) for check in checks) else column
        for column in held
    )
