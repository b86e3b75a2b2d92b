"""Which of a data set's tables is used for counting: precomputed counts, or the incidents.

For a large data set, loading makes the table `by_place` and, if enough incidents are alike, `alike`
(`questions/alike.py`). They answer Queries for days and values of facets; any other is answered from the
incidents.
"""

from typing import Any, NamedTuple

from mapapp.engine.engines.engine import HeldTable
from mapapp.engine.questions import AnyQuestion, map_grid, overview
from mapapp.engine.view import FINEST_COUNTED, View, box
from mapapp.model.filters import BBox
from mapapp.model.query import Query
from mapapp.model.schema import FACETS, INVOLVING, columns_with

ALIKE, BY_PLACE = "alike", "by_place"


class Ask(NamedTuple):
    """A question and its arguments; see `statements`."""

    question: AnyQuestion
    arguments: tuple[Any, ...]


class Counted(NamedTuple):
    """The tables used for counting; None for a table that a data set does not have."""

    incidents: HeldTable
    by_place: HeldTable | None = None
    alike: HeldTable | None = None

    def rows(self, query: Query, *facets: str) -> HeldTable:
        """Choose the table in which the matches of a Query, or their values of facets, are counted."""
        return self.alike if self.alike and _answers(self.alike, query, facets) else self.incidents

    def cells(self, query: Query, view: View) -> Ask:
        """Ask for the cells of a view; see `map_grid.cells`."""
        fits = view.grid <= FINEST_COUNTED and FINEST_COUNTED % view.grid == 0
        if fits and (tables := self._precomputed(query)):
            arguments = (*tables, query, box(view.bbox), FINEST_COUNTED // view.grid)
            return Ask(map_grid.cells_counted, arguments)
        return Ask(map_grid.cells, (self._placed(query), query, view.bbox, view.grid))

    def beyond(self, query: Query, bbox: BBox) -> Ask:
        """Ask what lies outside a view; see `map_grid.beyond`."""
        if tables := self._precomputed(query):
            return Ask(map_grid.beyond_counted, (*tables, query, box(bbox)))
        return Ask(map_grid.beyond, (self._placed(query), query, bbox))

    def counts(self, query: Query, bbox: BBox | None) -> Ask:
        """Ask how many a view shows; see `overview.counts`."""
        if bbox and (tables := self._precomputed(query)):
            return Ask(overview.counts_counted, (*tables, query, box(bbox)))
        return Ask(overview.counts, (self._placed(query) if bbox else self.rows(query), query, bbox))

    def spread(self, query: Query) -> Ask:
        """Ask where nearly all matches of a Query lie; see `map_grid.spread`."""
        if self.alike and _answers(self.alike, query):
            return Ask(map_grid.spread_counted, (self.alike, query))
        return Ask(map_grid.spread, (self._placed(query), query))

    def _precomputed(self, query: Query) -> tuple[HeldTable, HeldTable] | None:
        by_place, alike = self.by_place, self.alike
        return (alike, by_place) if alike and by_place and _answers(alike, query) else None

    def _placed(self, query: Query) -> HeldTable:
        """Choose the table of single incidents: `by_place` if it has every column that the Query needs."""
        return self.by_place if self.by_place and _answers(self.by_place, query) else self.incidents


def _answers(table: HeldTable, query: Query, facets: tuple[str, ...] = ()) -> bool:
    """Return whether a table has what a Query asks for, and the columns of facets."""
    parameters = query.to_params().keys() - {"datetime", "ended_by"}
    needed = {column for name in (*parameters, *facets) for column in columns_with(name)}
    return parameters <= {*FACETS, INVOLVING} and needed <= {*table.columns.names}
