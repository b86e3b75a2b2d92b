"""What one export holds: its rows' positions in the one order, cut into pages that are read one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine import filtering, records
from mapapp.engine.features import Sorts
from mapapp.engine.store import Store
from mapapp.model.derived import ROW_ORDER
from mapapp.model.filters import BBox
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS, Table

ROWS_PER_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Incidents of a Query, with their claims and the sources of these.

    `positions` are the incidents' numbers in the one order: ascending, unless it is `resorted`.
    """

    store: Store
    query: Query
    positions: pa.ChunkedArray
    resorted: bool = False

    @classmethod
    def of(
        cls, store: Store, query: Query, *, limit: int | None = None, offset: int = 0, sorts: Sorts = ()
    ) -> Self:
        """Select the matching incidents from `offset` on, at most `limit` of them."""
        found = store.run(filtering.positions, store.incidents, query, limit, offset, sorts=sorts)
        return cls(store, query, found[ROW_ORDER], bool(sorts))

    def __len__(self) -> int:
        return len(self.positions)

    def pages(self) -> Iterator[Self]:
        """Cut the selection into pages, so that memory does not grow with it."""
        for start in range(0, len(self), ROWS_PER_PAGE):
            yield replace(self, positions=self.positions.slice(start, ROWS_PER_PAGE))

    def bbox(self) -> BBox | None:
        """Find west, south, east and north of what is located; None if nothing is. It never crosses 180°."""
        row = self.store.rows(records.extent_of_stretch, *self._stretch)[0]
        return None if row["west"] is None else (row["west"], row["south"], row["east"], row["north"])

    def incidents(self, *derived: str) -> pa.Table:
        """Read the incidents, in order; with the derived columns that are named."""
        rows = _large(self.store.run(records.stretch, *self._stretch, kept=(*derived, ROW_ORDER)))
        if self.resorted:
            rows = rows.take(pc.index_in(self.positions.combine_chunks(), value_set=rows[ROW_ORDER]))
        return rows.drop_columns(ROW_ORDER)

    def claims(self, incidents: pa.Table) -> tuple[pa.Table, pa.Array]:
        """Read the claims, in the order of the incidents and then of the file, and each one's row there.

        `incidents` is what `incidents()` returned.
        """
        claims = _large(self.store.run(records.claims_of_stretch, self.store.claims, *self._stretch))
        owners = pc.index_in(claims[INCIDENTS.key], value_set=incidents[INCIDENTS.key]).combine_chunks()
        order = pc.sort_indices(owners)
        return claims.take(order), owners.take(order)

    def sources(self) -> Iterator[pa.Table]:
        """Read the sources of all claims, by identifier, in pieces."""
        given = (self.store.sources, self.store.claims, *self._stretch)
        for batch in self.store.batches(ROWS_PER_PAGE, records.sources_of_stretch, *given):
            yield _large(pa.Table.from_batches([batch]))

    @property
    def has_claims(self) -> bool:
        """Whether the data set has any claim at all."""
        return self.store.has_claims

    def empty(self, table: Table) -> pa.Table:
        """Make a table of no rows with the columns that the rows have."""
        return _large(
            filtering.without_derived(self.store.table(table.name)).schema().to_pyarrow().empty_table()
        )

    @property
    def _stretch(self) -> tuple[Any, Query, records.Stretch]:
        if self.resorted:
            return self.store.incidents, self.query, self.positions.to_pylist() or [-1]
        ends = (self.positions[0].as_py(), self.positions[-1].as_py()) if len(self) else (0, -1)
        return self.store.incidents, self.query, ends


def _large(table: pa.Table) -> pa.Table:
    """Give text the type that holds more than 2 GiB in a column, and every column a single chunk."""
    types = (pa.large_string() if pa.types.is_string(kind) else kind for kind in table.schema.types)
    return table.cast(pa.schema(zip(table.column_names, types, strict=True))).combine_chunks()
