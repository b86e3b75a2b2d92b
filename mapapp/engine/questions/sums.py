"""Sums of people, under several assumptions, and differences between two Queries: expressions."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.assumptions import KILLED
from mapapp.engine.questions.alike import is_located, number, weighted_matches
from mapapp.engine.questions.filtering import is_single, matching
from mapapp.engine.withheld import sums_up
from mapapp.model.decided import DECIDED
from mapapp.model.derived import ROW_ORDER
from mapapp.model.query import Query
from mapapp.model.schema import HARM_MANNER, HARMS

VAGUE_DATES = ("4", "5")
MAX_INCIDENTS_NAMED = 50
"""At most this many incidents of a sum are named, where no filter can ask for them."""


def is_dated(t: ir.Table) -> Any:
    """Express that a date is known more precisely than to the month."""
    return ibis.coalesce(t.date_precision, "1").notin(VAGUE_DATES)


@sums_up
def totals(incidents: ir.Table, query: Query) -> ir.Table:
    """Count what matches, in one row: incidents, located ones, unlocated rows, sums of people, the days.

    Aggregate rows are counted as `aggregates` and nowhere else, unless nothing else matches: then the days
    are theirs. Sums are null where no row has a figure; for those of highest figures see `highest`. `*_rows`
    says how many rows have one, `beyond_period` how many have days outside the Query's. A date known only to
    the month or the year moves the first and the last day, both inclusive, only as far as is needed for one
    of its days to lie between them.
    """
    rows = weighted_matches(incidents, query)
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
    first_day, last_day = (query.operands()[name] for name in ("start", "end"))
    before = [] if first_day is None else [rows.date_start < first_day]
    after = [] if last_day is None else [rows.date_end > last_day]
    return reduce(or_, [*before, *after], ibis.literal(False))


@sums_up
def by_actor(incidents: ir.Table, query: Query) -> ir.Table:
    """Count and sum what matches by actor, without aggregate rows; see `totals` for the sums.

    Columns: actor, incidents, killed_low, killed_high, killed_rows, injured_low, injured_high, injured_rows;
    the most incidents first.
    """
    matches = weighted_matches(incidents, query)
    rows = matches.filter(is_single(matches))
    always = ibis.literal(True)
    sums = {f"{harm}_low": rows[f"{harm}_low"].sum() for harm in HARMS}
    sums |= {f"{harm}_high": highest(rows, harm, always) for harm in HARMS}
    sums |= {f"{harm}_rows": number(rows, rows[f"{harm}_low"].notnull()) for harm in HARMS}
    counted = rows.group_by("actor").aggregate(incidents=number(rows), **sums)
    return counted.order_by([ibis.desc("incidents"), "actor"])


def highest(rows: ir.Table, harm: str, where: Any) -> Any:
    """Express the sum of highest figures; null if a row has only a lowest, because it has no upper end."""
    low, high = rows[f"{harm}_low"], rows[f"{harm}_high"]
    is_open = (where & low.notnull() & high.isnull()).any().fill_null(False)
    return is_open.ifelse(ibis.null("int64"), high.sum(where=where))


def _of(extreme: Callable[..., Any], *conditions: Any) -> Any:
    """Return an extreme of the rows that meet the first condition met by any row, otherwise of all rows."""
    return ibis.coalesce(*(extreme(where=condition) for condition in conditions), extreme())


@sums_up
def days(incidents: ir.Table) -> ir.Table:
    """Find the days of all rows, including aggregates, in one row: first and last, both inclusive.

    No row lies wholly outside; a date known only to the month or the year moves the last day no further.
    """
    start, end = incidents.date_start, incidents.date_end
    last = ibis.greatest(_of(end.max, is_dated(incidents)), start.max())
    return incidents.aggregate(first=start.min(), last=last)


@sums_up
def robust_totals(incidents: ir.Table, query: Query, *narrower: Query, summaries: Sequence[bool]) -> ir.Table:
    """Sum the people killed within narrower Queries, in one pass; one row.

    Columns are KILLED, each prefixed with the narrower Query's number, from 0 (0_incidents): stated is how
    many have a lowest figure; best is the sum of best figures, best_rows how many have one; open_rows is how
    many have a lowest but no highest figure. Aggregate rows are left out unless `summaries` has True for that
    Query.
    """
    rows = matching(incidents, query)
    counted = {
        f"in_{number}": reduce(
            and_, [*narrow.conditions(rows), *(() if has_summaries else (is_single(rows),))], _YES
        )
        for number, (narrow, has_summaries) in enumerate(zip(narrower, summaries, strict=True))
    }
    groups = rows.group_by(**counted).aggregate(**_killed(rows))  # few: conditions are checked only once
    return groups.aggregate(
        **{
            f"{number}_{name}": _added(groups, name, groups[f"in_{number}"])
            for number in range(len(narrower))
            for name in KILLED
        }
    )


_YES = ibis.literal(True)


def _added(rows: ir.Table, name: str, where: Any) -> Any:
    """Add up sums, which are null where no row has a figure, or numbers of rows."""
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
    """Sum the people killed by how they were harmed, for all places and for those that each party held.

    Columns: control ("" where it is not stated; null for all places), manner (of HARM_MANNER; null for
    another or none), killed_low, killed_high, open_rows, as in `robust_totals`, and incident_ids where no
    filter can ask for what is not stated: all of them, or none if there are more than 50. Aggregate rows,
    rows without a figure and rows where nobody was killed are left out. At most this many `parties` are
    listed: those with the most people killed.
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
    by_control = rows.group_by("control").aggregate(killed=rows.killed_low.sum())
    largest = by_control.order_by([ibis.desc("killed"), "control"]).limit(parties)
    everywhere = rows.mutate(control=ibis.null("string"))
    counted = rows.semi_join(largest, "control").union(everywhere)
    counted = counted.mutate(
        rank=ibis.row_number().over(group_by=["control", "manner"], order_by="incident_id"),
        is_blank=counted.manner.isnull() | (ibis.coalesce(counted.control, "-") == ""),
    )
    return counted.group_by("control", "manner").aggregate(
        killed_low=counted.killed_low.sum(),
        killed_high=counted.killed_high.sum(),
        open_rows=counted.is_open.sum(),
        incident_ids=ibis.ifelse(
            counted.count() > MAX_INCIDENTS_NAMED,
            ibis.null("array<string>"),
            counted.incident_id.collect(where=counted.is_blank & (counted["rank"] < MAX_INCIDENTS_NAMED)),
        ),
    )


def moving(incidents: ir.Table, query: Query, limit: int) -> ir.Table:
    """Find the positions of the incidents that most affect the total of people killed.

    Those whose sources differ most come first, then those with the most people killed.
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

    At most `limit` of them are returned.

    Columns: ROW_ORDER, incident_id, and the decided columns of each with the endings _here and _there (null
    where it has no such incident); those in both come first, each in the one order.
    """
    names = (ROW_ORDER, "incident_id", *DECIDED)
    here, there = (matching(incidents, each).select(*names) for each in (query, other))
    both = here.outer_join(there, ROW_ORDER, rname="{name}_there")
    differs = [~both[name].identical_to(both[f"{name}_there"]) for name in ("incident_id", *DECIDED)]
    rows = both.filter(reduce(or_, differs))
    differences = rows.select(
        **{name: ibis.coalesce(rows[name], rows[f"{name}_there"]) for name in (ROW_ORDER, "incident_id")},
        here=rows.incident_id.notnull(),
        there=rows.incident_id_there.notnull(),
        **{f"{name}_here": rows[name] for name in DECIDED},
        **{f"{name}_there": rows[f"{name}_there"] for name in DECIDED},
    )
    in_one_only = (differences.here & differences.there).ifelse(0, 1)
    return differences.order_by([in_one_only, differences[ROW_ORDER]]).limit(limit)
