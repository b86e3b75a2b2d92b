"""Incidents that are alike in all that anything is counted by, taken together: expressions.

What is counted and summed up is asked of rows that each stand for NUMBER incidents: of the table `alike`, in
which they are counted beforehand, or else of the incidents, each of which stands for itself. Figures, X and
Y are sums, ROW_ORDER is the least position, `uncertainty_m` the largest, EDGES the outermost ones.
A view of the map cuts through cells; what lies in these is asked of `by_place`: every incident, in the order
of places, with what is needed to count it.
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
"""In which columns, beside the cell, incidents that are alike agree; and in whether they have figures."""
PEOPLE = (HARMED, *ENDS)
_SUMS = (X, Y, *PEOPLE)
COLUMNS = (
    *("actor", "admin1", "location_precision", "aggregate"),
    *(*_SUMS, ROW_ORDER, NUMBER, *EDGES, "uncertainty_m"),
)
"""What a map is told of the rows that stand for incidents."""
WITHOUT_FACETS = tuple(name for name in KEYS if name not in {*FACETS, *ROLES} or name in COLUMNS)
"""Of KEYS, what a map and its actors need, where too few incidents agree in all of them."""


_COUNTED = (*KEYS, *_SUMS, ROW_ORDER, "longitude", "latitude", "uncertainty_m")


def by_place(incidents: ir.Table) -> ir.Table:
    """Make the table `by_place` of a data set's incidents: in the order of cells, row by row."""
    cells = {CELL_X: _cell(incidents[X]), CELL_Y: _cell(incidents[Y])}
    rows = incidents.select(*_COUNTED, **cells)
    return rows.order_by(rows[CELL_Y].cast("int64") * (2 * FINEST_COUNTED) + rows[CELL_X])  # one key: quick


def _cell(position: Any) -> Any:
    return (position * FINEST_COUNTED).floor().cast("int32")


def alike(rows: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Make the table `alike` of `by_place`: one row for those that agree in some of KEYS."""
    has_figure = {f"has_{name}": rows[name].notnull() for name in ENDS}  # else a sum would be of some
    edges = (rows.longitude.min(), rows.latitude.min(), rows.longitude.max(), rows.latitude.max())
    counted = rows.group_by(*keys, CELL_X, CELL_Y, **has_figure).aggregate(
        **{name: rows[name].sum() for name in _SUMS},
        **{ROW_ORDER: rows[ROW_ORDER].min(), NUMBER: rows.count()},
        **dict(zip(EDGES, edges, strict=True)),
        uncertainty_m=rows.uncertainty_m.max(),
    )
    return counted.drop(*has_figure)


def meant(incidents: ir.Table, query: Query) -> ir.Table:
    """Select what a Query means, of incidents or of `alike`, as rows that stand for incidents."""
    rows = matching(incidents, query)
    return rows if NUMBER in rows.columns else each(rows)


def each(incidents: ir.Table) -> ir.Table:
    """Let each incident stand for itself, with what is needed to count it."""
    longitude, latitude = incidents.longitude, incidents.latitude
    edges = dict(zip(EDGES, (longitude, latitude, longitude, latitude), strict=True))
    needed = (name for name in (*_COUNTED, CELL_X, CELL_Y) if name in incidents.columns)
    return incidents.select(*needed, **{NUMBER: ibis.literal(1, "int64")}, **edges)


def number(rows: ir.Table, where: Any = None) -> Any:
    """Express how many incidents rows stand for."""
    return ibis.coalesce(rows[NUMBER].sum(where=where), 0).cast("int64")


def is_located(rows: ir.Table) -> Any:
    """Express that what a row stands for has a location."""
    return rows[EDGES[1]].notnull()


def parted(counted: ir.Table, rows: ir.Table, query: Query, box: Box) -> ir.Table:
    """Part what a Query means by whether it `is_inside` a box, with CELL_X and CELL_Y; what is located only.

    Counted are cells that lie wholly inside or outside; of those that the box cuts, each incident of
    `by_place` is looked at.
    """
    whole = matching(counted, query)
    lies = _Lying(whole, box)
    whole = whole.filter(lies.inside | lies.outside).mutate(is_inside=lies.inside)
    cut = matching(rows, query)
    lies = _Lying(cut, box)
    cut = cut.filter(~(lies.inside | lies.outside))
    cut = each(cut).mutate(is_inside=in_box(cut, box[0]))
    columns = (*COLUMNS, CELL_X, CELL_Y, "is_inside")
    return whole.select(*columns).union(cut.select(*columns))


class _Lying:
    """Whether a row's cell lies wholly `inside` a box, or wholly `outside`; of what is located."""

    def __init__(self, rows: ir.Table, box: Box) -> None:
        x, y = rows[CELL_X], rows[CELL_Y]
        bbox, (west, north, east, south) = box
        is_around, is_not = bbox[0] > bbox[2], bbox[0] <= bbox[2]
        between, around = (x > west) & (x < east), (x > west) | (x < east)
        beside, off = (x < west) | (x > east), (x < west) & (x > east)
        level = (y > north) & (y < south)  # else what lies beside a corner would be off two sides
        self.inside = level & (between | (is_around & around))
        self.outside = (y < north) | (y > south) | (level & ((is_not & beside) | (is_around & off)))
