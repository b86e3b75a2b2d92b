"""Who reports anything at all, by day and by district.

Expressions only, nothing is run here. Reports are the claims with a source about the incidents that a Query
means, whatever they say of them: a denial too speaks of the incident. Entries that sum up others are left
out. Nothing found means "no report found", never "nothing happened".
"""

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.filtering import is_single, matching
from mapapp.engine.withheld import sums_up
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.model.query import Query
from mapapp.model.schema import OTHER_SIDE

Days = tuple[date, date]
"""The first and the last, both included."""
LONGEST = 7
"""An incident dated to so many days at most counts on each of them."""


@sums_up
def by_day(
    incidents: ir.Table, claims: ir.Table, query: Query, *, days: Days, size: int, sides: tuple[str, ...]
) -> ir.Table:
    """Count the sources that report something, by cell: so many (`size`) of the `days` taken together.

    Columns: cell (the first is 0), sources, and a column for each of `sides`; ascending, without empty cells.
    An incident dated to more than a week counts only where all its days are in one cell. Other days are
    left out.
    """
    first, last = days
    rows = _reported(incidents, claims, query, sides)
    start = rows.date_start.delta(first, unit="day")
    dated = rows.date_end.delta(rows.date_start, unit="day") + 1
    rows = rows.mutate(
        start=start, days=(dated <= LONGEST).ifelse(dated, 1), end=start + dated - 1, dated=dated
    )
    rows = rows.filter((rows.dated <= LONGEST) | (_cell(rows.start, size) == _cell(rows.end, size)))
    each = rows.mutate(step=ibis.range(0, rows.days).unnest())  # apart: not every engine adds to such a thing
    each = each.mutate(day=each.start + each.step)
    each = each.filter((each.day >= 0) & (each.day <= (last - first).days))
    found = each.select("source_id", "side", cell=_cell(each.day, size)).distinct()  # few: quick to count
    return found.group_by("cell").aggregate(**_sources(found, sides)).order_by("cell")


@sums_up
def by_district(incidents: ir.Table, claims: ir.Table, query: Query, *, sides: tuple[str, ...]) -> ir.Table:
    """Count the sources that report something, by district; null is what has no district.

    Columns: admin1, sources, a column for each of `sides`, and longitude and latitude: the middle of the
    reported incidents, null if none has a location.
    """
    rows = _reported(incidents, claims, query, sides)
    middle = {"longitude": rows.longitude.mean(), "latitude": rows.latitude.mean()}
    return rows.group_by("admin1").aggregate(**_sources(rows, sides), **middle).order_by("admin1")


@sums_up
def countries(incidents: ir.Table) -> ir.Table:
    """Find the countries of all incidents."""
    return incidents.filter(incidents.country.notnull()).select("country").distinct().order_by("country")


def _reported(incidents: ir.Table, claims: ir.Table, query: Query, sides: tuple[str, ...]) -> ir.Table:
    meant = matching(incidents, query)
    told = ("date_start", "date_end", "admin1", "longitude", "latitude")
    meant = meant.filter(is_single(meant)).select(*told, position=meant[ROW_ORDER])
    sourced = claims.filter(claims.source_id.notnull())
    side = sourced.claimant_side
    known = side.isin(sides).ifelse(side, ibis.null("string"))
    sourced = sourced.select("source_id", about=sourced[ABOUT], side=ibis.coalesce(known, OTHER_SIDE))
    return meant.join(sourced, meant.position == sourced.about)


def _sources(rows: ir.Table, sides: tuple[str, ...]) -> dict[str, Any]:
    by_side = {side: rows.source_id.nunique(where=rows.side == side) for side in sides}
    return {"sources": rows.source_id.nunique(), **by_side}


def _cell(day: Any, size: int) -> Any:
    return day // size
