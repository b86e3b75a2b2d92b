"""Rows of the collections beside the incidents: expressions.

`wanted` are the values of some fields, by which `model.collections` finds rows; `fields` are their names.
"""

from functools import reduce
from operator import and_
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.sorting import Sorts
from mapapp.model.collections import COLLECTIONS
from mapapp.model.derived import ABOUT, ROW_ORDER


def page(
    rows: ir.Table,
    wanted: tuple[Any, ...],
    limit: int | None,
    offset: int,
    *,
    collection: str,
    fields: tuple[str, ...],
    sorts: Sorts = (),
) -> ir.Table:
    """Read the matching rows from `offset` on, `limit` of them if given, in the collection's own order."""
    found = _matching(rows, wanted, collection, fields)
    own = ROW_ORDER if ROW_ORDER in rows.columns else COLLECTIONS[collection].table.key
    in_order = found.order_by(sorted_by(found, sorts, own)).limit(limit, offset=offset)
    if limit is not None:  # few: sorting rows with all their columns takes longer than finding these
        page_of_it = found.semi_join(in_order.select(own), own)
        in_order = page_of_it.order_by(sorted_by(page_of_it, sorts, own))
    return in_order.drop(*{ROW_ORDER, ABOUT}.intersection(rows.columns))


def count(rows: ir.Table, wanted: tuple[Any, ...], *, collection: str, fields: tuple[str, ...]) -> ir.Table:
    """Count the matching rows, in one row: n."""
    return _matching(rows, wanted, collection, fields).aggregate(n=lambda found: found.count())


def sorted_by(rows: ir.Table, sorts: Sorts, own: str) -> list[Any]:
    """Return keys that sort rows by columns, blanks last, and equal ones by the table's `own` order."""
    keys = [
        key
        for name, descending in sorts
        for key in (rows[name].isnull(), ibis.desc(rows[name]) if descending else ibis.asc(rows[name]))
    ]
    return keys if own in dict(sorts) else [*keys, rows[own]]


def _matching(rows: ir.Table, wanted: tuple[Any, ...], collection: str, fields: tuple[str, ...]) -> ir.Table:
    conditions = COLLECTIONS[collection].conditions(rows, dict(zip(fields, wanted, strict=True)))
    return rows.filter(reduce(and_, conditions)) if conditions else rows
