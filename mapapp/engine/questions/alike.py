"""Incidents that agree in everything by which anything is counted, grouped: expressions.

Counts and sums are calculated from rows that each stand for NUMBER incidents: from the table `alike`, where
they are counted beforehand, or else from the incidents, each of which stands for itself. Figures, X and Y are
sums, ROW_ORDER is the least position, `uncertainty_m` the largest, EDGES the outermost ones. A view of the
map cuts through cells; for these, `by_place` is used: every incident, ordered by cell, with what is needed to
count it.
"""

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.filtering import matching
from mapapp.engine.view import FINEST_COUNTED, Box
from mapapp.model.decided import ENDS
from mapapp.model.derived import CELL_X, CELL_Y, EDGES, HARMED, NUMBER, ROW_ORDER, X, Y
from mapapp.model.filters import in_box
from mapapp.model.query import Query
from mapapp.model.schema import FACETS, ROLES

KEYS = (
    *dict.fromkeys((*FACETS, *ROLES)),
    *("location_precision", "date_start", "date_end", "date_precision", "aggregate"),
)
"""The columns, besides the cell, in which grouped incidents agree; also in whether they have figures."""
PEOPLE = (HARMED, *ENDS)
_SUMS = (X, Y, *PEOPLE)
COLUMNS = (
    *("actor", "admin1", "location_precision", "aggregate"),
    *(*_SUMS, ROW_ORDER, NUMBER, *EDGES, "uncertainty_m"),
)
"""What a map needs of the rows that stand for incidents."""
WITHOUT_FACETS = tuple(name for name in KEYS if name not in {*FACETS, *ROLES} or name in COLUMNS)
"""Those of KEYS that a map and its actors need, for use where too few incidents agree in all of them."""


_COUNTED = (*KEYS, *_SUMS, ROW_ORDER, "longitude", "latitude", "uncertainty_m")


def by_place(incidents: ir.Table) -> ir.Table:
    """Make the table `by_place` from a data set's incidents: one row for each, ordered by cell."""
    cells = {CELL_X: _cell(incidents[X]), CELL_Y: _cell(incidents[Y])}
    rows = incidents.select(*_COUNTED, **cells)
    return rows.order_by(
        rows[CELL_Y].cast("int64") * (2 * FINEST_COUNTED) + rows[CELL_X]
    )  # a single key is quick


def _cell(position: Any) -> Any:
    return (position * FINEST_COUNTED).floor().cast("int32")


def alike(rows: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Make the table `alike` from `by_place`: one row for the incidents that agree in `keys`."""
    has_figure = {f"has_{name}": rows[name].notnull() for name in ENDS}  # otherwise a sum would lack some
    edges = (rows.longitude.min(), rows.latitude.min(), rows.longitude.max(), rows.latitude.max())
    counted = rows.group_by(*keys, CELL_X, CELL_Y, **has_figure).aggregate(
        **{name: rows[name].sum() for name in _SUMS},
        **{ROW_ORDER: rows[ROW_ORDER].min(), NUMBER: rows.count()},
        **dict(zip(EDGES, edges, strict=True)),
        uncertainty_m=rows.uncertainty_m.max(),
    )
    return counted.drop(*has_figure)


def weighted_matches(incidents: ir.Table, query: Query) -> ir.Table:
    """Select the matches of a Query, from the incidents or `alike`, as rows that stand for incidents."""
    rows = matching(incidents, query)
    return rows if NUMBER in rows.columns else each(rows)


def each(incidents: ir.Table) -> ir.Table:
    """Turn incidents into rows that stand for one each, with what is needed to count them."""
    longitude, latitude = incidents.longitude, incidents.latitude
    edges = dict(zip(EDGES, (longitude, latitude, longitude, latitude), strict=True))
    needed = (name for name in (*_COUNTED, CELL_X, CELL_Y) if name in incidents.columns)
    return incidents.select(*needed, **{NUMBER: ibis.literal(1, "int64")}, **edges)


def number(rows: ir.Table, where: Any = None) -> Any:
    """Express how many incidents rows stand for."""
    return ibis.coalesce(rows[NUMBER].sum(where=where), 0).cast("int64")


def is_located(rows: ir.Table) -> Any:
    """Express that the incidents of a row have a location."""
    return rows[EDGES[1]].notnull()


def parted(counted: ir.Table, rows: ir.Table, query: Query, box: Box) -> ir.Table:
    """Mark the located matches of a Query as inside a box or not (`is_inside`), with CELL_X and CELL_Y.

    Cells wholly inside or outside come from `counted`; in those that the box cuts, each incident of
    `by_place` is checked.
    """
    whole = matching(counted, query)
    position = _CellPosition(whole, box)
    whole = whole.filter(position.inside | position.outside).mutate(is_inside=position.inside)
    cut = matching(rows, query)
    position = _CellPosition(cut, box)
    cut = cut.filter(~(position.inside | position.outside))
    cut = each(cut).mutate(is_inside=in_box(cut, box[0]))
    columns = (*COLUMNS, CELL_X, CELL_Y, "is_inside")
    return whole.select(*columns).union(cut.select(*columns))


class _CellPosition:
    """Whether a row's cell lies wholly `inside` a box, or wholly `outside`; for located rows."""

    def __init__(self, rows: ir.Table, box: Box) -> None:
        x, y = rows[CELL_X], rows[CELL_Y]
        bbox, (west, north, east, south) = box
        crosses_180, does_not = bbox[0] > bbox[2], bbox[0] <= bbox[2]
        between, around = (x > west) & (x < east), (x > west) | (x < east)
        aside, off = (x < west) | (x > east), (x < west) & (x > east)
        level = (y > north) & (y < south)  # otherwise what lies off a corner would be off two sides
        self.inside = level & (between | (crosses_180 & around))
        self.outside = (y < north) | (y > south) | (level & ((does_not & aside) | (crosses_180 & off)))
