"""From a Query to the rows that match it; filters are applied only here."""

from functools import reduce
from operator import and_
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.evidence import according_to
from mapapp.engine.questions.features import sorted_by
from mapapp.engine.sorting import Sorts
from mapapp.model.derived import ROW_ORDER
from mapapp.model.query import Query
from mapapp.model.schema import RESERVED_PREFIX


def matching(incidents: ir.Table, query: Query) -> ir.Table:
    """Select the incidents that match the Query, as its point of view has them."""
    return narrowed(according_to(incidents, query.according_to), query)


def narrowed(rows: ir.Table, query: Query) -> ir.Table:
    """Select the rows that meet every condition of a Query but its point of view."""
    conditions = query.conditions(rows)
    return rows.filter(reduce(and_, conditions)) if conditions else rows


def is_single(t: ir.Table) -> Any:
    """Express that a row is one incident, not an entry that sums up others."""
    return ibis.coalesce(t["aggregate"], "no") != "yes"


def ordered(rows: ir.Table) -> ir.Table:
    """Put incidents or claims in the one order of lists, tables and exports; see `ROW_ORDER`."""
    return rows.order_by(rows[ROW_ORDER])


def positions(
    incidents: ir.Table, query: Query, limit: int | None, offset: int, *, sorts: Sorts = ()
) -> ir.Table:
    """Find the positions (`ROW_ORDER`) of matches from `offset` on, at most `limit` of them."""
    rows = matching(incidents, query)
    in_order = rows.order_by(sorted_by(rows, sorts, ROW_ORDER))
    return in_order.select(ROW_ORDER).limit(limit, offset=offset)


def without_derived(rows: ir.Table, *kept: str) -> ir.Table:
    """Leave out the derived columns except those in `kept`."""
    derived = (name for name in rows.columns if name.startswith(RESERVED_PREFIX))
    return rows.drop(*(name for name in derived if name not in kept))
