"""From a Query to the rows that it means; filters exist only here."""

from functools import reduce
from operator import and_
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine import evidence
from mapapp.engine.columns import DERIVED
from mapapp.model.derived import ROW_ORDER
from mapapp.model.query import Query


def matching(incidents: ir.Table, query: Query) -> ir.Table:
    """Select the incidents that the Query means, as those have them according to whom it asks."""
    return narrowed(evidence.according_to(incidents, query.according_to), query)


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


def row_order(rows: ir.Table, limit: int | None = None, offset: int = 0) -> ir.Table:
    """Find the positions (`ROW_ORDER`), ascending, of the rows from `offset` on; `limit` of them if given."""
    return ordered(rows).select(ROW_ORDER).limit(limit, offset=offset)


def stretch(rows: ir.Table, first: int, last: int) -> ir.Table:
    """Select the rows at positions `first` to `last` of the one order, both included."""
    return rows.filter((rows[ROW_ORDER] >= first) & (rows[ROW_ORDER] <= last))


def without_derived(rows: ir.Table, *kept: str) -> ir.Table:
    """Leave out the derived columns, save those to be kept."""
    return rows.drop(*(name for name in DERIVED if name in rows.columns and name not in kept))


def claims_of(claims: ir.Table, incidents: ir.Table) -> ir.Table:
    """Select the claims about the given incidents."""
    return claims.semi_join(incidents, "incident_id")


def sources_of(sources: ir.Table, claims: ir.Table) -> ir.Table:
    """Select the sources of the given claims, by identifier."""
    return sources.semi_join(claims, "source_id").order_by("source_id")
