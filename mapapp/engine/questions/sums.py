"""Sums of people, under several assumptions; where two Queries differ: expressions."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.assumptions import KILLED
from mapapp.engine.questions.alike import is_located, meant, number
from mapapp.engine.questions.filtering import is_single, matching
from mapapp.engine.withheld import sums_up
from mapapp.model.decided import DECIDED
from mapapp.model.derived import ROW_ORDER
from mapapp.model.query import Query
from mapapp.model.schema import HARM_MANNER, HARMS

VAGUE_DATES = ("4", "5")
MAX_NAMED = 50
"""Incidents of one sum that are named, where no filter can ask for them."""


def is_dated(t: ir.Table) -> Any:
    """Express that a date is known better than to the month."""
    return ibis.coalesce(t.date_precision, "1").notin(VAGUE_DATES)


@sums_up
def totals(incidents: ir.Table, query: Query) -> ir.Table:
    """Count what matches, in one row: incidents, located ones, unlocated rows, sums of people, the days.

    Aggregate rows are counted as `aggregates` and enter nothing else, unless they are all that matches: then
    the days are theirs. Sums are null where no row has a figure, those of highest figures as `highest` says;
    `*_rows` says how many rows have one, `beyond_period` how many have days outside the Query's. A date
    known only to the month or the year moves the first and the last day, both inclusive, no further than it
    takes for one of its days to lie between them.
    """
    rows = meant(incidents, query)
    single = is_single(rows)
    dated = single & is_dated(rows)
    start, end = rows.date_start, rows.date_end
    sums: dict[str, Any] = {}
    for harm in HARMS:
        sums |= {
            f"{harm}_low": rows[f"{harm}_low"].sum(where=single),
            f"{harm}_high": highest(rows, harm, single),
        }
    return rows.aggregate(
        matched=number(rows),
        incidents=number(rows, single),
        aggregates=number(rows, ~single),
        located=number(rows, single & is_located(rows)),
        unlocated=number(rows, ~is_located(rows)),
        beyond_period=number(rows, single & _goes_beyond(rows, query)),
        killed_rows=number(rows, single & rows.killed_low.notnull()),
        injured_rows=number(rows, single & rows.injured_low.notnull()),
        first=ibis.least(_of(start.min, dated, single), _of(end.min, single)),
        last=ibis.greatest(_of(end.max, dated, single), _of(start.max, single)),
        **sums,
    )


def _goes_beyond(rows: ir.Table, query: Query) -> Any:
    """Express that a row's days begin before the Query's or end after them."""
    first, last = (query.operands()[name] for name in ("start", "end"))
    before = [] if first is None else [rows.date_start < first]
    after = [] if last is None else [rows.date_end > last]
    return reduce(or_, [*before, *after], ibis.literal(False))


@sums_up
def by_actor(incidents: ir.Table, query: Query) -> ir.Table:
    """Count and sum what matches by actor, without aggregate rows; see `totals` for the sums.

    Columns: actor, incidents, killed_low, killed_high, killed_rows, injured_low, injured_high, injured_rows;
    the most incidents first.
    """
    every = meant(incidents, query)
    rows = every.filter(is_single(every))
    everyone = ibis.literal(True)
    sums = {f"{harm}_low": rows[f"{harm}_low"].sum() for harm in HARMS}
    sums |= {f"{harm}_high": highest(rows, harm, everyone) for harm in HARMS}
    sums |= {f"{harm}_rows": number(rows, rows[f"{harm}_low"].notnull()) for harm in HARMS}
    counted = rows.group_by("actor").aggregate(incidents=number(rows), **sums)
    return counted.order_by([ibis.desc("incidents"), "actor"])


def highest(rows: ir.Table, harm: str, where: Any) -> Any:
    """Express the sum of highest figures; null if a row has a lowest only, for then it has no upper end."""
    low, high = rows[f"{harm}_low"], rows[f"{harm}_high"]
    is_open = (where & low.notnull() & high.isnull()).any().fill_null(False)
    return is_open.ifelse(ibis.null("int64"), high.sum(where=where))


def _of(extreme: Callable[..., Any], *wanted: Any) -> Any:
    """Take an extreme of the rows of the first condition that any row meets, or else of all rows."""
    return ibis.coalesce(*(extreme(where=condition) for condition in wanted), extreme())


@sums_up
def days(incidents: ir.Table) -> ir.Table:
    """Find the days of all rows, aggregate ones too, in one row: first and last, both inclusive.

    No row lies wholly outside; a date known only to the month or the year moves the last day no further.
    """
    start, end = incidents.date_start, incidents.date_end
    last = ibis.greatest(_of(end.max, is_dated(incidents)), start.max())
    return incidents.aggregate(first=start.min(), last=last)


@sums_up
def robust_totals(incidents: ir.Table, query: Query, *narrower: Query, summaries: Sequence[bool]) -> ir.Table:
    """Sum the people killed of what narrower Queries leave, in one pass; one row.

    Columns are KILLED, each with the narrower Query's number, from 0, in front (0_incidents): stated are
    those with a lowest figure; best is the sum of best figures, best_rows how many have one; open_rows are
    those with a lowest but no highest figure. Aggregate rows are left out unless `summaries` has
    True for that Query.
    """
    rows = matching(incidents, query)
    counted = {
        f"in_{place}": reduce(and_, [*one.conditions(rows), *(() if whole else (is_single(rows),))], _YES)
        for place, (one, whole) in enumerate(zip(narrower, summaries, strict=True))
    }
    alike = rows.group_by(**counted).aggregate(**_killed(rows))  # few: what leaves what is looked at once
    return alike.aggregate(
        **{
            f"{place}_{name}": _added(alike, name, alike[f"in_{place}"])
            for place in range(len(narrower))
            for name in KILLED
        }
    )


_YES = ibis.literal(True)


def _added(rows: ir.Table, name: str, where: Any) -> Any:
    """Add up sums, which are null where nothing has a figure, or numbers of rows."""
    added = rows[name].sum(where=where)
    return added if name in _FIGURES else ibis.coalesce(added, 0)


_FIGURES = ("killed_low", "killed_high", "best")


def _killed(rows: ir.Table) -> dict[str, Any]:
    return {
        "incidents": rows.count(),
        "stated": rows.killed_low.count(),
        "killed_low": rows.killed_low.sum(),
        "killed_high": ibis.coalesce(rows.killed_high, rows.killed_low).sum(),
        "best": rows.killed_best.sum(),
        "best_rows": rows.killed_best.count(),
        "open_rows": rows.count(where=rows.killed_low.notnull() & rows.killed_high.isnull()),
    }


@sums_up
def by_manner(incidents: ir.Table, query: Query, parties: int) -> ir.Table:
    """Sum the people killed by how they were harmed, of all places and of those that each party held.

    Columns: control ("" where it is not stated; null of all places), manner (of HARM_MANNER; null for another
    or none), killed_low, killed_high, open_rows, as `robust_totals` has them, and incident_ids where no
    filter asks for what is not stated: all of them, or none if there are more than 50. Left out are aggregate
    rows and those without a figure or where nobody was killed. At most so many `parties` are apart: those
    with the most people killed.
    """
    rows = matching(incidents, query)
    killed = rows.killed_low.notnull() & (ibis.coalesce(rows.killed_high, 1) > 0)
    rows = rows.filter(is_single(rows) & killed)
    rows = rows.select(
        incident_id=rows.incident_id,
        control=ibis.coalesce(rows.control, ""),
        manner=rows.harm_manner.isin(tuple(HARM_MANNER)).ifelse(rows.harm_manner, ibis.null("string")),
        killed_low=rows.killed_low,
        killed_high=ibis.coalesce(rows.killed_high, rows.killed_low),
        is_open=rows.killed_high.isnull(),
    )
    held = rows.group_by("control").aggregate(killed=rows.killed_low.sum())
    most = held.order_by([ibis.desc("killed"), "control"]).limit(parties)
    everywhere = rows.mutate(control=ibis.null("string"))
    counted = rows.semi_join(most, "control").union(everywhere)
    counted = counted.mutate(
        rank=ibis.row_number().over(group_by=["control", "manner"], order_by="incident_id"),
        is_blank=counted.manner.isnull() | (ibis.coalesce(counted.control, "-") == ""),
    )
    return counted.group_by("control", "manner").aggregate(
        killed_low=counted.killed_low.sum(),
        killed_high=counted.killed_high.sum(),
        open_rows=counted.is_open.sum(),
        incident_ids=ibis.ifelse(
            counted.count() > MAX_NAMED,
            ibis.null("array<string>"),
            counted.incident_id.collect(where=counted.is_blank & (counted["rank"] < MAX_NAMED)),
        ),
    )


def moving(incidents: ir.Table, query: Query, limit: int) -> ir.Table:
    """Find the positions of the incidents that move the total of people killed most.

    First those whose sources differ most, then those with the most people killed.
    """
    rows = matching(incidents, query)
    rows = rows.filter(is_single(rows) & rows.killed_low.notnull())
    spread = ibis.coalesce(rows.killed_high - rows.killed_low, 0)
    return (
        rows.order_by([ibis.desc(spread), ibis.desc(rows.killed_low), rows[ROW_ORDER]])
        .select(ROW_ORDER)
        .limit(limit)
    )


def differing(incidents: ir.Table, query: Query, other: Query, limit: int | None = None) -> ir.Table:
    """Find the incidents on which two Queries differ: in one only, or with other figures, actor or grades.

    The first `limit` of them are found if it is given.

    Columns: ROW_ORDER, incident_id, and the decided columns of each with the endings _here and _there (null
    where it has no such incident); those that both have come first, each in the one order.
    """
    names = (ROW_ORDER, "incident_id", *DECIDED)
    here, there = (matching(incidents, one).select(*names) for one in (query, other))
    both = here.outer_join(there, ROW_ORDER, rname="{name}_there")
    differs = [~both[name].identical_to(both[f"{name}_there"]) for name in ("incident_id", *DECIDED)]
    rows = both.filter(reduce(or_, differs))
    found = rows.select(
        **{name: ibis.coalesce(rows[name], rows[f"{name}_there"]) for name in (ROW_ORDER, "incident_id")},
        here=rows.incident_id.notnull(),
        there=rows.incident_id_there.notnull(),
        **{f"{name}_here": rows[name] for name in DECIDED},
        **{f"{name}_there": rows[f"{name}_there"] for name in DECIDED},
    )
    shared = (found.here & found.there).ifelse(0, 1)
    return found.order_by([shared, found[ROW_ORDER]]).limit(limit)
