"""What the data have within the scope of official totals: expressions, nothing is run here.

Only single incidents count, not entries that sum up others. If an incident has no highest figure, its lowest
is used; if it has no lowest either, it adds nothing.
"""

from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.filtering import is_single, matching
from mapapp.engine.withheld import sums_up
from mapapp.model.query import Query
from mapapp.model.schema import HARMS


@sums_up
def by_last_day(incidents: ir.Table, *scopes: Query) -> ir.Table:
    """Sum what the data have within each scope by the incidents' last possible day; at least one scope.

    Columns: number (of the scope, from 0), day, incidents, killed_low to injured_high, and as killed_open and
    injured_open how many incidents have no highest figure; ascending.
    """
    parts = (_sums(incidents, scope).mutate(number=ibis.literal(n)) for n, scope in enumerate(scopes))
    return reduce(ir.Table.union, parts).order_by("number", "day")


def _sums(incidents: ir.Table, scope: Query) -> ir.Table:
    rows = matching(incidents, scope)
    rows = rows.filter(is_single(rows))
    sums: dict[str, Any] = {}
    for harm in HARMS:
        low, high = rows[f"{harm}_low"], rows[f"{harm}_high"]
        sums[f"{harm}_low"] = ibis.coalesce(low, 0).sum()
        sums[f"{harm}_high"] = ibis.coalesce(high, low, 0).sum()
        sums[f"{harm}_open"] = (low.notnull() & high.isnull()).sum()
    return rows.group_by(day=rows.date_end).aggregate(incidents=rows.count(), **sums)
