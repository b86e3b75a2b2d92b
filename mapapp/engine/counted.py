"""Of which of a data set's tables something is counted: of what is counted beforehand, or of the incidents.

Loading makes `by_place` of a large data set and, if enough incidents are alike, `alike`
(`questions/alike.py`). They answer Queries that ask for days and values of facets; any other goes to the
incidents.
"""

from typing import Any, NamedTuple

from mapapp.engine.engines.engine import HeldTable
from mapapp.engine.questions import Asked, map_grid, overview
from mapapp.engine.view import FINEST_COUNTED, View, box
from mapapp.model.filters import BBox
from mapapp.model.query import Query
from mapapp.model.schema import FACETS, INVOLVING, columns_with

ALIKE, BY_PLACE = "alike", "by_place"


class Ask(NamedTuple):
    """A question, and of what it is asked; see `statements`."""

    question: Asked
    given: tuple[Any, ...]


class Counted(NamedTuple):
    """The tables of which something is counted; None for those that a data set does not have."""

    incidents: HeldTable
    by_place: HeldTable | None = None
    alike: HeldTable | None = None

    def rows(self, query: Query, *facets: str) -> HeldTable:
        """Choose where what a Query means, or values of facets of it, are counted."""
        return self.alike if self.alike and _answers(self.alike, query, facets) else self.incidents

    def cells(self, query: Query, view: View) -> Ask:
        """Ask for the cells of a view; see `map_grid.cells`."""
        fits = view.grid <= FINEST_COUNTED and FINEST_COUNTED % view.grid == 0
        if fits and (both := self._both(query)):
            given = (*both, query, box(view.bbox), FINEST_COUNTED // view.grid)
            return Ask(map_grid.cells_counted, given)
        return Ask(map_grid.cells, (self._placed(query), query, view.bbox, view.grid))

    def beyond(self, query: Query, bbox: BBox) -> Ask:
        """Ask for what lies outside a view; see `map_grid.beyond`."""
        if both := self._both(query):
            return Ask(map_grid.beyond_counted, (*both, query, box(bbox)))
        return Ask(map_grid.beyond, (self._placed(query), query, bbox))

    def counts(self, query: Query, bbox: BBox | None) -> Ask:
        """Ask how many a view shows; see `overview.counts`."""
        if bbox and (both := self._both(query)):
            return Ask(overview.counts_counted, (*both, query, box(bbox)))
        return Ask(overview.counts, (self._placed(query) if bbox else self.rows(query), query, bbox))

    def spread(self, query: Query) -> Ask:
        """Ask where nearly all of a Query is; see `map_grid.spread`."""
        if self.alike and _answers(self.alike, query):
            return Ask(map_grid.spread_counted, (self.alike, query))
        return Ask(map_grid.spread, (self._placed(query), query))

    def _both(self, query: Query) -> tuple[HeldTable, HeldTable] | None:
        by_place, alike = self.by_place, self.alike
        return (alike, by_place) if alike and by_place and _answers(alike, query) else None

    def _placed(self, query: Query) -> HeldTable:
        """Choose which incidents are looked at one by one: those in the order of places, if they will do."""
        return self.by_place if self.by_place and _answers(self.by_place, query) else self.incidents


def _answers(table: HeldTable, query: Query, facets: tuple[str, ...] = ()) -> bool:
    """Tell whether a table has what a Query asks for, and the columns of facets."""
    asked = query.to_params().keys() - {"datetime", "ended_by"}
    needed = {column for name in (*asked, *facets) for column in columns_with(name)}
    return asked <= {*FACETS, INVOLVING} and needed <= {*table.columns.names}
