"""Rows of the collections other than incidents: expressions.

`values` are those of some fields, by which `model.collections` finds rows; `fields` are their names.
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
    values: tuple[Any, ...],
    limit: int | None,
    offset: int,
    *,
    collection: str,
    fields: tuple[str, ...],
    sorts: Sorts = (),
) -> ir.Table:
    """Read the matching rows from `offset` on, at most `limit` of them, in the collection's own order."""
    matches = _matching(rows, values, collection, fields)
    own_order = ROW_ORDER if ROW_ORDER in rows.columns else COLLECTIONS[collection].table.key
    in_order = matches.order_by(sorted_by(matches, sorts, own_order)).limit(limit, offset=offset)
    if limit is not None:  # sorting whole rows takes longer than finding these few
        page_rows = matches.semi_join(in_order.select(own_order), own_order)
        in_order = page_rows.order_by(sorted_by(page_rows, sorts, own_order))
    return in_order.drop(*{ROW_ORDER, ABOUT}.intersection(rows.columns))


def count(rows: ir.Table, values: tuple[Any, ...], *, collection: str, fields: tuple[str, ...]) -> ir.Table:
    """Count the matching rows, in one row: n."""
    return _matching(rows, values, collection, fields).aggregate(n=lambda rows: rows.count())


def sorted_by(rows: ir.Table, sorts: Sorts, own_order: str) -> list[Any]:
    """Return keys that sort rows by columns, blanks last, and ties by the table's own order."""
    keys = [
        key
        for name, descending in sorts
        for key in (rows[name].isnull(), ibis.desc(rows[name]) if descending else ibis.asc(rows[name]))
    ]
    return keys if own_order in dict(sorts) else [*keys, rows[own_order]]


def _matching(rows: ir.Table, values: tuple[Any, ...], collection: str, fields: tuple[str, ...]) -> ir.Table:
    conditions = COLLECTIONS[collection].conditions(rows, dict(zip(fields, values, strict=True)))
    return rows.filter(reduce(and_, conditions)) if conditions else rows
