"""What a map shows, by grid cell: expressions."""

from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.alike import each, is_located, number, parted, weighted_matches
from mapapp.engine.questions.filtering import is_single, matching, ordered
from mapapp.engine.questions.sums import highest
from mapapp.engine.view import FINEST_COUNTED, IN_DISTRICT, VAGUE_PLACES, Box
from mapapp.engine.withheld import sums_up
from mapapp.model.derived import CELL_X, CELL_Y, EDGES, HARMED, NUMBER, ROW_ORDER, X, Y
from mapapp.model.filters import BBox, in_box
from mapapp.model.query import Query

OUTLYING = 0.025
"""The share of the incidents that may lie beyond each edge of the map's initial view."""


@sums_up
def cells(incidents: ir.Table, query: Query, bbox: BBox, grid: int) -> ir.Table:
    """Count what a view shows by grid cell (`grid` span the world), actor, and whether the place is known.

    Columns: gx, gy (the cell), actor, vague (known to the district at best), admin1 (of vague rows in a known
    district), n, aggregates, first (the least `ROW_ORDER`), sum_x, sum_y, west, south, east, north,
    uncertainty_m (the largest), harmed, killed_low, killed_high (sums without aggregate rows, see
    `sums.highest`), killed_rows (how many have a figure).
    """
    rows = in_view(incidents, query, bbox)
    x, y = ((rows[axis] * grid).floor() for axis in (X, Y))
    return _by_cell(each(rows), x, y)


@sums_up
def cells_counted(counted: ir.Table, by_place: ir.Table, query: Query, box: Box, times: int) -> ir.Table:
    """Count as `cells` does, from precomputed counts: cells are `times` wider and higher.

    See `alike.parted`.
    """
    rows = parted(counted, by_place, query, box)
    rows = rows.filter(rows.is_inside)
    x, y = ((rows[axis] / times).floor() for axis in (CELL_X, CELL_Y))
    return _by_cell(rows, x, y)


def _by_cell(rows: ir.Table, x: Any, y: Any) -> ir.Table:
    """Count rows that stand for incidents by the cell in which they lie."""
    single = is_single(rows)
    precision = ibis.coalesce(rows.location_precision, "")
    location = {
        "vague": precision.isin(VAGUE_PLACES),
        "admin1": precision.isin(IN_DISTRICT).ifelse(rows.admin1, ibis.null("string")),
    }
    cell = {"gx": x.cast("int64"), "gy": y.cast("int64")}
    return rows.group_by(**cell, actor=rows.actor, **location).aggregate(
        n=number(rows, single),
        aggregates=number(rows, ~single),
        first=rows[ROW_ORDER].min(),
        sum_x=rows[X].sum(),
        sum_y=rows[Y].sum(),
        **_edges(rows),
        uncertainty_m=rows.uncertainty_m.max(),
        harmed=rows[HARMED].sum(where=single),
        killed_low=rows.killed_low.sum(where=single),
        killed_high=highest(rows, "killed", single),
        killed_rows=number(rows, single & rows.killed_low.notnull()),
    )


def in_view(incidents: ir.Table, query: Query, bbox: BBox) -> ir.Table:
    """Select the matching incidents that a view shows."""
    rows = matching(incidents, query)
    return rows.filter(in_box(rows, bbox))


def first_in_view(incidents: ir.Table, query: Query, bbox: BBox, limit: int) -> ir.Table:
    """Find the positions (`ROW_ORDER`) of the first incidents that a view shows, ascending."""
    return ordered(in_view(incidents, query, bbox)).select(ROW_ORDER).limit(limit)


@sums_up
def beyond(incidents: ir.Table, query: Query, bbox: BBox) -> ir.Table:
    """Count the matching incidents outside a view, by its side.

    Those off a corner count as north or south. Columns: side, n, west, south, east, north (the bounds of what
    lies there).
    """
    located = matching(incidents, query)
    rows = located.filter(located.latitude.notnull(), ~in_box(located, bbox))
    return _by_side(each(rows), bbox)


@sums_up
def beyond_counted(counted: ir.Table, by_place: ir.Table, query: Query, box: Box) -> ir.Table:
    """Count as `beyond` does, from precomputed counts; see `alike.parted`."""
    rows = parted(counted, by_place, query, box)
    return _by_side(rows.filter(~rows.is_inside), box[0])


def _by_side(rows: ir.Table, bbox: BBox) -> ir.Table:
    west, south, _, north = bbox
    longitude, latitude = (rows[edge] for edge in EDGES[:2])  # any of them: all lie off the same side
    across = (longitude < west).ifelse("west", "east")
    side = (latitude > north).ifelse("north", (latitude < south).ifelse("south", across))
    return rows.group_by(side=side).aggregate(n=number(rows), **_edges(rows)).order_by("side")


@sums_up
def spread(incidents: ir.Table, query: Query) -> ir.Table:
    """Find the bounds of all matching incidents, and of nearly all, in one row.

    Columns: n; `all_` and `most_` west, south, east, north. Names ending in `_around` are longitudes from 0
    to 360, for incidents around the date line.
    """
    located = matching(incidents, query)
    rows = located.filter(located.latitude.notnull())
    around = (rows.longitude < 0).ifelse(rows.longitude + 360, rows.longitude)
    outermost, outermost_around = _outermost(rows, rows.longitude), _outermost(rows, around)
    nearly_all, nearly_all_around = _nearly_all_bounds(rows, rows.longitude), _nearly_all_bounds(rows, around)
    return rows.aggregate(
        n=rows.count(),
        **{f"all_{name}": edge for name, edge in outermost.items()},
        **{f"most_{name}": edge for name, edge in nearly_all.items()},
        **{f"all_{name}_around": outermost_around[name] for name in ("west", "east")},
        **{f"most_{name}_around": nearly_all_around[name] for name in ("west", "east")},
    )


def _outermost(rows: ir.Table, longitude: Any) -> dict[str, Any]:
    return {
        "west": longitude.min(),
        "south": rows.latitude.min(),
        "east": longitude.max(),
        "north": rows.latitude.max(),
    }


def _nearly_all_bounds(rows: ir.Table, longitude: Any) -> dict[str, Any]:
    return {
        "west": longitude.quantile(OUTLYING),
        "south": rows.latitude.quantile(OUTLYING),
        "east": longitude.quantile(1 - OUTLYING),
        "north": rows.latitude.quantile(1 - OUTLYING),
    }


@sums_up
def spread_counted(counted: ir.Table, query: Query) -> ir.Table:
    """Find the bounds as `spread` does, from precomputed counts: those of nearly all are bounds of cells."""
    rows = matching(counted, query)
    rows = rows.filter(is_located(rows))
    is_west = rows[CELL_X] < FINEST_COUNTED // 2  # the whole cell: just west of 0 counts as 0
    turned = {edge: is_west.ifelse(rows[edge] + 360, rows[edge]) for edge in _ACROSS}
    columns = {name.removeprefix("__"): rows[name] for name in EDGES} | {
        f"{name.removeprefix('__')}_around": column for name, column in turned.items()
    }
    rows = rows.select(CELL_X, CELL_Y, NUMBER, **columns)
    low, high = ("west", "south", "west_around"), ("east", "north", "east_around")
    by_cell = rows.group_by(CELL_X, CELL_Y).aggregate(
        **{NUMBER: rows[NUMBER].sum().cast("int64")},
        **{name: rows[name].min() for name in low},
        **{name: rows[name].max() for name in high},
    )
    ranked = by_cell.mutate(
        **{f"{name}_rank": by_cell[NUMBER].sum().over(order_by=by_cell[name]) for name in low},
        **{f"{name}_rank": by_cell[NUMBER].sum().over(order_by=ibis.desc(by_cell[name])) for name in high},
        all=by_cell[NUMBER].sum().over(),
    )
    within = {name: ranked[f"{name}_rank"] >= OUTLYING * ranked["all"] for name in (*low, *high)}
    return ranked.aggregate(
        n=number(ranked),
        **{f"all_{name}": ranked[name].min() for name in low},
        **{f"all_{name}": ranked[name].max() for name in high},
        **{f"most_{name}": ranked[name].min(where=within[name]) for name in low},
        **{f"most_{name}": ranked[name].max(where=within[name]) for name in high},
    )


_ACROSS = (EDGES[0], EDGES[2])


@sums_up
def extent(incidents: ir.Table) -> ir.Table:
    """Find the bounds of all located incidents, in one row: west, south, east, north."""
    rows = weighted_matches(incidents, Query())
    return rows.aggregate(**_edges(rows))


def _edges(rows: ir.Table) -> dict[str, Any]:
    """Return the outermost edges of rows that stand for incidents."""
    west, south, east, north = (rows[edge] for edge in EDGES)
    return {"west": west.min(), "south": south.min(), "east": east.max(), "north": north.max()}
