"""What a map shows, by grid cell: expressions."""

from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.filtering import is_single, matching, ordered
from mapapp.engine.questions.sums import highest
from mapapp.engine.view import IN_DISTRICT, VAGUE_PLACES
from mapapp.engine.withheld import sums_up
from mapapp.model.derived import HARMED, ROW_ORDER, X, Y
from mapapp.model.filters import BBox, inside
from mapapp.model.query import Query

OUTLYING = 0.025
"""Which share of the incidents may lie beyond each edge of what the map shows at first."""


@sums_up
def cells(incidents: ir.Table, query: Query, bbox: BBox, grid: int) -> ir.Table:
    """Count what a view shows by grid cell (`grid` span the world), actor, and whether the place is known.

    Columns: gx, gy (the cell), actor, vague (known to the district at best), admin1 (of vague rows in a known
    district), n, aggregates, first (the least `ROW_ORDER`), sum_x, sum_y, west, south, east, north,
    uncertainty_m (the largest), harmed, killed_low, killed_high (sums without aggregate rows, see
    `sums.highest`), killed_rows (how many have a figure).
    """
    rows = in_view(incidents, query, bbox)
    single = is_single(rows)
    cell = {
        "gx": (rows[X] * grid).floor().cast("int64"),
        "gy": (rows[Y] * grid).floor().cast("int64"),
    }
    precision = ibis.coalesce(rows.location_precision, "")
    known = {
        "vague": precision.isin(VAGUE_PLACES),
        "admin1": precision.isin(IN_DISTRICT).ifelse(rows.admin1, ibis.null("string")),
    }
    return rows.group_by(**cell, actor=rows.actor, **known).aggregate(
        n=single.sum(),
        aggregates=(~single).sum(),
        first=rows[ROW_ORDER].min(),
        sum_x=rows[X].sum(),
        sum_y=rows[Y].sum(),
        west=rows.longitude.min(),
        south=rows.latitude.min(),
        east=rows.longitude.max(),
        north=rows.latitude.max(),
        uncertainty_m=rows.uncertainty_m.max(),
        harmed=rows[HARMED].sum(where=single),
        killed_low=rows.killed_low.sum(where=single),
        killed_high=highest(rows, "killed", single),
        killed_rows=rows.killed_low.count(where=single),
    )


def in_view(incidents: ir.Table, query: Query, bbox: BBox) -> ir.Table:
    """Select the matching incidents that a view shows."""
    rows = matching(incidents, query)
    return rows.filter(inside(rows, bbox))


def first_in_view(incidents: ir.Table, query: Query, bbox: BBox, limit: int) -> ir.Table:
    """Find the positions (`ROW_ORDER`) of the first incidents that a view shows, ascending."""
    return ordered(in_view(incidents, query, bbox)).select(ROW_ORDER).limit(limit)


@sums_up
def beyond(incidents: ir.Table, query: Query, bbox: BBox) -> ir.Table:
    """Count the matching incidents that lie outside a view, by its side.

    What lies off a corner is north or south. Columns: side, n, west, south, east, north (the bounds of what
    lies there).
    """
    west, south, _, north = bbox
    located = matching(incidents, query)
    rows = located.filter(located.latitude.notnull(), ~inside(located, bbox))
    across = (rows.longitude < west).ifelse("west", "east")
    side = (rows.latitude > north).ifelse("north", (rows.latitude < south).ifelse("south", across))
    return rows.group_by(side=side).aggregate(n=rows.count(), **_edges(rows, rows.longitude)).order_by("side")


@sums_up
def spread(incidents: ir.Table, query: Query) -> ir.Table:
    """Find between which edges all matching incidents lie, and between which nearly all do, in one row.

    Columns: n; `all_` and `most_` west, south, east, north. Those whose names end in `_around` are in
    longitudes from 0 to 360, which are right for what lies around the date line.
    """
    located = matching(incidents, query)
    rows = located.filter(located.latitude.notnull())
    around = (rows.longitude < 0).ifelse(rows.longitude + 360, rows.longitude)
    plain, turned = _edges(rows, rows.longitude), _edges(rows, around)
    most, most_turned = _most(rows, rows.longitude), _most(rows, around)
    return rows.aggregate(
        n=rows.count(),
        **{f"all_{name}": edge for name, edge in plain.items()},
        **{f"most_{name}": edge for name, edge in most.items()},
        **{f"all_{name}_around": turned[name] for name in ("west", "east")},
        **{f"most_{name}_around": most_turned[name] for name in ("west", "east")},
    )


def _edges(rows: ir.Table, longitude: Any) -> dict[str, Any]:
    return {
        "west": longitude.min(),
        "south": rows.latitude.min(),
        "east": longitude.max(),
        "north": rows.latitude.max(),
    }


def _most(rows: ir.Table, longitude: Any) -> dict[str, Any]:
    return {
        "west": longitude.quantile(OUTLYING),
        "south": rows.latitude.quantile(OUTLYING),
        "east": longitude.quantile(1 - OUTLYING),
        "north": rows.latitude.quantile(1 - OUTLYING),
    }


@sums_up
def extent(incidents: ir.Table) -> ir.Table:
    """Find the bounds of all located incidents, in one row: west, south, east, north."""
    return incidents.aggregate(
        west=incidents.longitude.min(),
        south=incidents.latitude.min(),
        east=incidents.longitude.max(),
        north=incidents.latitude.max(),
    )
