"""What a view of the map contains, for a sentence: expressions."""

from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.questions.alike import COLUMNS, is_located, number, parted, weighted_matches
from mapapp.engine.questions.filtering import is_single, matching
from mapapp.engine.questions.sums import is_dated
from mapapp.engine.view import VAGUE_PLACES, Box
from mapapp.engine.withheld import sums_up
from mapapp.geo.places import KM_PER_DEGREE
from mapapp.model.derived import HARMED, MARKS
from mapapp.model.filters import BBox, in_box
from mapapp.model.query import Query


@sums_up
def counts(incidents: ir.Table, query: Query, bbox: BBox | None) -> ir.Table:
    """Count in one row: matches inside `bbox` (`in_view`), and how many of them sum up others (`summaries`).

    `unlocated` counts the matching rows without any location.
    """
    rows = weighted_matches(incidents, query)
    in_view = in_box(rows, bbox) if bbox else is_located(rows)
    return rows.aggregate(
        in_view=number(rows, in_view),
        summaries=number(rows, in_view & ~is_single(rows)),
        unlocated=number(rows, ~is_located(rows)),
    )


@sums_up
def counts_counted(counted: ir.Table, by_place: ir.Table, query: Query, box: Box) -> ir.Table:
    """Count as `counts` does, from precomputed counts; see `alike.parted`."""
    located = parted(counted, by_place, query, box)
    rows = matching(counted, query)
    unlocated_rows = rows.filter(~is_located(rows)).select(*COLUMNS).mutate(is_inside=False)
    all_rows = located.select(*COLUMNS, "is_inside").union(unlocated_rows)
    return all_rows.aggregate(
        in_view=number(all_rows, all_rows.is_inside),
        summaries=number(all_rows, all_rows.is_inside & ~is_single(all_rows)),
        unlocated=number(all_rows, ~is_located(all_rows)),
    )


@sums_up
def occurring(incidents: ir.Table) -> ir.Table:
    """Return in one row which of the map's marks, and of the page's words for them, occur in a data set.

    Columns: MARKS.
    """
    rows = weighted_matches(incidents, Query())
    located, single = is_located(rows), is_single(rows)
    vague = ibis.coalesce(rows.location_precision, "").isin(VAGUE_PLACES)
    has_figure = rows[HARMED].notnull()
    marks = {
        "one": number(rows, located) > 0,
        "several": number(rows, located) > 1,
        "area": number(rows, located & (rows.uncertainty_m > 0)) > 0,
        "vague": number(rows, located & vague) > 0,
        "summary": number(rows, ~single) > 0,
        "figure": number(rows, single & has_figure) > 0,
        "no figure": number(rows, single & ~has_figure) > 0,
    }
    return rows.aggregate(**{name: marks[name] for name in MARKS})


@sums_up
def by_day(incidents: ir.Table, query: Query, bbox: BBox | None, km: float) -> ir.Table:
    """Count single incidents inside `bbox` by day (null: not known exactly), and those at the busiest place.

    Columns: day, n, near: how many lie within `km` of the place's centre; place_name and place_id, in every
    row: those of most incidents, null if none has a place name.
    """
    singles = _singles_in_view(incidents, query, bbox)
    rows = singles.drop("place_name", "place_id").left_join(_busiest_place(singles), ibis.literal(True))
    is_one_day = is_dated(rows) & (rows.date_start == rows.date_end)
    counted = rows.group_by(
        "place_name", "place_id", day=is_one_day.ifelse(rows.date_start, ibis.null("date"))
    ).aggregate(n=rows.count(), near=rows.count(where=_within(rows, km)))
    return counted.order_by("day")


def _busiest_place(rows: ir.Table) -> ir.Table:
    """Find the place name that most rows have, in at most one row, with the centre of its incidents."""
    with_name = rows.filter(rows.place_name.notnull())
    counted = with_name.group_by("place_name").aggregate(
        place_id=lambda t: t.place_id.min(),
        same=lambda t: t.count(),
        middle_latitude=lambda t: t.latitude.mean(),
        middle_longitude=lambda t: t.longitude.mean(),
    )
    return counted.order_by([ibis.desc("same"), "place_name"]).limit(1)


def _singles_in_view(incidents: ir.Table, query: Query, bbox: BBox | None) -> ir.Table:
    rows = matching(incidents, query)
    return rows.filter(located_in(rows, bbox) & is_single(rows))


def _within(rows: ir.Table, km: float) -> Any:
    """Express that a row lies within a few kilometres of a point, on a plane tangent to the earth there."""
    north = (rows.latitude - rows.middle_latitude) * KM_PER_DEGREE
    east = (rows.longitude - rows.middle_longitude) * rows.middle_latitude.radians().cos() * KM_PER_DEGREE
    return north * north + east * east <= km * km


def located_in(rows: ir.Table, bbox: BBox | None) -> Any:
    """Express that a row lies inside `bbox`, or has any location if that is None."""
    return in_box(rows, bbox) if bbox else rows.latitude.notnull()
