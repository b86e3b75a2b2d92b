"""Counts by value and by day: expressions."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.alike import number, weighted_matches
from mapapp.engine.questions.filtering import is_single
from mapapp.engine.questions.sums import highest
from mapapp.engine.withheld import sums_up
from mapapp.model.derived import NUMBER, ROW_ORDER
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS, LIST_SEPARATOR, Column, Kind, columns_with


@sums_up
def facets(incidents: ir.Table, query: Query, *, names: Sequence[str]) -> ir.Table:
    """Count the values of facet columns, each under all other filters, the most frequent first.

    Columns: facet, value (null for blank cells), n (incidents), aggregates (summary entries, which no total
    counts). Facets by which the Query does not filter are counted together, in one pass over the rows.
    """
    free = [name for name in names if not getattr(query, name)]
    counts = _counted(weighted_matches(incidents, query), free)
    for name in names:
        if name not in free:
            counts += _counted(weighted_matches(incidents, query.without(name)), [name])
    return reduce(ir.Table.union, counts).order_by([ibis.desc("n"), ibis.desc("aggregates"), "value"])


_CARRIED = (ROW_ORDER, NUMBER, "single")


def _counted(rows: ir.Table, names: Sequence[str]) -> list[ir.Table]:
    columns = dict.fromkeys(column for name in names for column in columns_with(name))
    narrow = rows.select(ROW_ORDER, NUMBER, *columns, single=is_single(rows))
    return [_counted_by(narrow, name) for name in names]


def _counted_by(rows: ir.Table, name: str) -> ir.Table:
    values = _values(rows, columns_with(name))
    counted = values.group_by(values.value).aggregate(
        n=number(values, values.single), aggregates=number(values, ~values.single)
    )
    return counted.select(
        facet=ibis.literal(name), value=counted.value, n=counted.n, aggregates=counted.aggregates
    )


def _values(rows: ir.Table, names: Sequence[str]) -> ir.Table:
    """Find the values of each incident in some columns, each only once; null if all are blank."""
    columns = [INCIDENTS[name] for name in names]
    if len(columns) == 1 and columns[0].kind is not Kind.LIST:
        return rows.select(*_CARRIED, value=rows[names[0]])
    rows_without_value = rows.filter(*(rows[name].isnull() for name in names))
    blanks = rows_without_value.select(*_CARRIED, value=ibis.null("string"))
    return reduce(ir.Table.union, (*(_stated(rows, column) for column in columns), blanks)).distinct()


def _stated(rows: ir.Table, column: Column) -> ir.Table:
    """Find the values of each incident in a column; of a list, one row for each that is not blank."""
    stated = rows.filter(rows[column.name].notnull())
    value = stated[column.name]
    if column.kind is not Kind.LIST:
        return stated.select(*_CARRIED, value=value)
    separated = stated.select(*_CARRIED, value=value.split(LIST_SEPARATOR).unnest())
    return separated.filter(separated.value != "")


@sums_up
def timeline(incidents: ir.Table, query: Query, *, first_day: date | None = None, size: int = 1) -> ir.Table:
    """Count matching incidents by first day, last day and actor.

    Columns: date_start, date_end, actor, n, killed_low, killed_high (sums, null without a figure; see
    `sums.highest`), killed_rows (how many have a figure). Aggregate rows are left out: their incidents have
    their own rows. With a `size`, that many days at a time are taken together, from `first_day` on; a row
    then has the first and the last day of what it counts.
    """
    rows = weighted_matches(incidents, query)
    rows = rows.filter(is_single(rows))
    bins = {f"bin_{name}": _bin(rows[name], first_day, size) for name in ("date_start", "date_end")}
    counted = rows.group_by(**bins, actor=rows.actor).aggregate(
        n=number,
        killed_low=lambda t: t.killed_low.sum(),
        killed_high=lambda t: highest(t, "killed", ibis.literal(True)),
        killed_rows=lambda t: number(t, t.killed_low.notnull()),
        date_start=lambda t: t.date_start.min(),
        date_end=lambda t: t.date_end.max(),
    )
    return counted.drop(*bins).order_by(["date_start", "date_end", "actor"])


def _bin(day: Any, first_day: date | None, size: int) -> Any:
    return day if first_day is None or size == 1 else day.delta(first_day, unit="day") // size
