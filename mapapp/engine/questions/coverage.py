"""Who reports anything at all, by day and by district: expressions, nothing is run here.

Reports are the claims with a source about a Query's incidents, whatever they say: a denial also speaks of the
incident. Entries that sum up others are left out. No result means "no report found", never "nothing
happened".
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
MAX_DAYS = 7
"""An incident dated to at most this many days counts on each of them."""


@sums_up
def by_day(
    incidents: ir.Table, claims: ir.Table, query: Query, *, days: Days, size: int, sides: tuple[str, ...]
) -> ir.Table:
    """Count the sources that report something, by cell: `size` of the `days` taken together.

    Columns: cell (the first is 0), sources, and a column for each of `sides`; ascending, without empty cells.
    An incident dated to more than a week counts only where all its days are in one cell. Other days are
    left out.
    """
    first_day, last_day = days
    rows = _reported(incidents, claims, query, sides)
    start = rows.date_start.delta(first_day, unit="day")
    dated = rows.date_end.delta(rows.date_start, unit="day") + 1
    rows = rows.mutate(
        start=start, days=(dated <= MAX_DAYS).ifelse(dated, 1), end=start + dated - 1, dated=dated
    )
    rows = rows.filter((rows.dated <= MAX_DAYS) | (_cell(rows.start, size) == _cell(rows.end, size)))
    each = rows.mutate(
        step=ibis.range(0, rows.days).unnest()
    )  # apart: not every engine can add to an unnested value
    each = each.mutate(day=each.start + each.step)
    each = each.filter((each.day >= 0) & (each.day <= (last_day - first_day).days))
    sources = each.select(
        "source_id", "side", cell=_cell(each.day, size)
    ).distinct()  # few, so quick to count
    return sources.group_by("cell").aggregate(**_sources(sources, sides)).order_by("cell")


@sums_up
def by_district(incidents: ir.Table, claims: ir.Table, query: Query, *, sides: tuple[str, ...]) -> ir.Table:
    """Count the sources that report something, by district; null stands for no district.

    Columns: admin1, sources, a column for each of `sides`, and longitude and latitude: the mean of the
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
    reported = matching(incidents, query)
    columns = ("date_start", "date_end", "admin1", "longitude", "latitude")
    reported = reported.filter(is_single(reported)).select(*columns, position=reported[ROW_ORDER])
    sourced = claims.filter(claims.source_id.notnull())
    side = sourced.claimant_side
    known_side = side.isin(sides).ifelse(side, ibis.null("string"))
    sourced = sourced.select("source_id", about=sourced[ABOUT], side=ibis.coalesce(known_side, OTHER_SIDE))
    return reported.join(sourced, reported.position == sourced.about)


def _sources(rows: ir.Table, sides: tuple[str, ...]) -> dict[str, Any]:
    by_side = {side: rows.source_id.nunique(where=rows.side == side) for side in sides}
    return {"sources": rows.source_id.nunique(), **by_side}


def _cell(day: Any, size: int) -> Any:
    return day // size
