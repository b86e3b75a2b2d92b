"""What the data hold of the scope of official totals: expressions, nothing is run here.

Counted are single incidents, not entries that sum up others. Where an incident has no highest figure, the
lowest stands in for it; where it has no lowest, none.
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
    """Sum what the data hold of each scope by the incidents' last possible day; one scope at least.

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
