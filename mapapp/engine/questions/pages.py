"""Pages of the lists and tables, sorted: expressions."""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.filtering import matching
from mapapp.engine.questions.overview import located_in
from mapapp.engine.sorting import CLAIM_SORTS, INCIDENT_SORTS, RANKED, Sort
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.model.filters import BBox
from mapapp.model.query import Query
from mapapp.model.schema import HARMS


def listing(incidents: ir.Table, query: Query, bbox: BBox | None, limit: int) -> ir.Table:
    """Find the positions of the first incidents inside `bbox` (anywhere if None), then of those unlocated."""
    rows = matching(incidents, query)
    rows = rows.filter(located_in(rows, bbox) | rows.latitude.isnull())
    return rows.order_by([rows.latitude.isnull(), rows[ROW_ORDER]]).select(ROW_ORDER).limit(limit)


def sorted_rows(incidents: ir.Table, query: Query, limit: int, offset: int, *, sort: Sort) -> ir.Table:
    """Find the positions of the incidents on a page of their table."""
    rows = matching(incidents, query)
    in_order = _sorted(rows, INCIDENT_SORTS, sort, rows[ROW_ORDER]).select(ROW_ORDER)
    return in_order.limit(limit, offset=offset)


def claims_behind(
    claims: ir.Table, incidents: ir.Table, query: Query, limit: int, offset: int, *, sort: Sort
) -> ir.Table:
    """Find the claims on a page of the table of claims about the matching incidents: claim_id."""
    matches = matching(incidents, query)
    about = matches.select("date_start", position=matches[ROW_ORDER])
    rows = claims.inner_join(about, claims[ABOUT] == about.position)
    in_order = _sorted(rows, CLAIM_SORTS, sort, rows.position, rows[ROW_ORDER]).select("claim_id")
    return in_order.limit(limit, offset=offset)


def _sorted(rows: ir.Table, sorts: Mapping[str, tuple[str, ...]], sort: Sort, *order: Any) -> ir.Table:
    """Sort rows, those without a value last and ties by `order`."""
    names = sorts.get(sort.by, ())
    from_the_highest = sort.descending and sort.by in HARMS
    keys = [_sortable(rows, name) for name in (reversed(names) if from_the_highest else names)]
    key = ibis.coalesce(*keys) if len(keys) > 1 else keys[0] if keys else None
    primary = [] if key is None else [key.isnull(), ibis.desc(key) if sort.descending else ibis.asc(key)]
    return rows.order_by([*primary, *order])


def _sortable(rows: ir.Table, name: str) -> Any:
    if name not in RANKED:
        return rows[name]
    return rows[name].cases(*((value, rank) for rank, value in enumerate(RANKED[name])))
