"""From a Query to Ibis expressions: matching rows, totals, facets, timeline, map cells.

Every function takes the incidents table (columns of `schema.INCIDENTS` plus the derived ones below)
and returns an expression; nothing is run here. Filters exist only in `matching`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine import evidence
from mapapp.model.query import BBox, Query
from mapapp.model.schema import FACETS, HARM_STATUS, SUB_EVENT_TYPE, TARGET_TYPE, WEAPON
from mapapp.model.text_search import folded, search_words

X, Y = "__x", "__y"
"""Web Mercator position in units of the world's width, from the north-west corner; null if unlocated."""

HARMED = "__harmed"
"""People killed and injured at the lowest figures; null if no figure is given."""

SEARCH = "__search"
"""All words of the row, folded to lower case without accents."""

ORDER = "__order"
"""Place in the order of lists, tables and exports: incidents by first day and identifier, claims as filed.

It is a row's number, from 0, and the tables are stored in this order: a stretch of it is quick to read.
"""

DERIVED = (X, Y, HARMED, SEARCH, ORDER, *evidence.STORED)

DENIED = "__denied"
"""How many claimants deny an incident; see `evidence.FACTS`."""

CONTESTED = "contested"
"""The grade of what is denied and not borne out."""

VAGUE_DATES = ("4", "5")
VAGUE_PLACES = ("3", "4", "5", "6", "7")
IN_DISTRICT = ("3", "4")
"""Those of the vague places that lie in a known district or region."""
CELL_PIXELS = 64
TILE_PIXELS = 256
MOST_CELLS = 1500
KM_PER_DEGREE = 111.2


def matching(incidents: ir.Table, query: Query) -> ir.Table:
    """Select the incidents that the Query means, as those have them according to whom it asks."""
    return _narrowed(evidence.according_to(incidents, query.according_to, HARMED), query)


def _narrowed(rows: ir.Table, query: Query) -> ir.Table:
    conditions = _conditions(rows, query)
    return rows.filter(reduce(and_, conditions)) if conditions else rows


def _conditions(t: ir.Table, query: Query) -> list[Any]:
    conditions = [
        t[name].isin(values) for name in ("incident_id", *FACETS) if (values := getattr(query, name))
    ]
    if query.start:
        conditions.append(t.date_end >= query.start)
    if query.end:
        conditions.append(t.date_start <= query.end)
    if query.min_harmed is not None:
        conditions.append(t[HARMED] >= query.min_harmed)
    if query.min_sources is not None:
        conditions.append(t[evidence.SOURCES] >= query.min_sources)
    if query.within_km is not None:
        conditions.append(t.latitude.notnull() & (t.uncertainty_m <= query.within_km * 1000))
    if query.within_days is not None:
        conditions.append(t.date_end.delta(t.date_start, unit="day") < query.within_days)
    if query.disputed:
        disputed = _disputed(t)
        conditions.append(disputed if query.disputed == "yes" else ~disputed)
    if query.bbox:
        conditions.append(inside(t, query.bbox))
    return conditions + [t[SEARCH].contains(word) for word in search_words(folded(query.q))]


def _disputed(t: ir.Table) -> Any:
    """Express that a claim of anyone denies it, or that a grade calls occurrence or blame contested."""
    contested = (ibis.coalesce(t[grade], "") == CONTESTED for grade in evidence.GRADES)
    return reduce(or_, contested, t[DENIED] > 0)


def is_single(t: ir.Table) -> Any:
    """Express that a row is one incident, not an entry that sums up others."""
    return ibis.coalesce(t["aggregate"], "no") != "yes"


def _dated(t: ir.Table) -> Any:
    return ibis.coalesce(t.date_precision, "1").notin(VAGUE_DATES)


def inside(t: ir.Table, bbox: BBox) -> Any:
    """Express that a row lies in (west, south, east, north), edges included; west > east wraps around."""
    west, south, east, north = bbox
    between = (t.longitude >= west) & (t.longitude <= east)
    around = (t.longitude >= west) | (t.longitude <= east)
    return (t.latitude >= south) & (t.latitude <= north) & (between if west <= east else around)


def ordered(rows: ir.Table) -> ir.Table:
    """Put incidents or claims in the one order of lists, tables and exports; see `ORDER`."""
    return rows.order_by(rows[ORDER])


def places_in_order(rows: ir.Table, limit: int | None = None, offset: int = 0) -> ir.Table:
    """Find the places in the one order, ascending, of the rows from `offset` on; `limit` of them if given."""
    return ordered(rows).select(ORDER).limit(limit, offset=offset)


def stretch(rows: ir.Table, first: int, last: int) -> ir.Table:
    """Select the rows at places `first` to `last` of the one order, both included."""
    return rows.filter((rows[ORDER] >= first) & (rows[ORDER] <= last))


def plain(rows: ir.Table, *kept: str) -> ir.Table:
    """Leave out the derived columns, save those to be kept."""
    return rows.drop(*(name for name in DERIVED if name in rows.columns and name not in kept))


def claims_of(claims: ir.Table, incidents: ir.Table) -> ir.Table:
    """Select the claims about the given incidents."""
    return claims.semi_join(incidents, "incident_id")


def sources_of(sources: ir.Table, claims: ir.Table) -> ir.Table:
    """Select the sources of the given claims, by identifier."""
    return sources.semi_join(claims, "source_id").order_by("source_id")


def totals(incidents: ir.Table, query: Query) -> ir.Table:
    """Count what matches, in one row: incidents, unlocated, sums of people, first and last day.

    Aggregate rows are counted as `aggregates` and enter nothing else, unless they are all that matches: then
    the days are theirs. Sums are null where no row has a figure; `*_rows` says how many rows have one. A date
    known only to the month or the year moves the first and the last day, both inclusive, no further than it
    takes for one of its days to lie between them.
    """
    rows = matching(incidents, query)
    single = is_single(rows)
    dated = single & _dated(rows)
    start, end = rows.date_start, rows.date_end
    sums = {
        f"{kind}_{end}": rows[f"{kind}_{end}"].sum(where=single)
        for kind in ("killed", "injured")
        for end in ("low", "high")
    }
    return rows.aggregate(
        matched=rows.count(),
        incidents=rows.count(where=single),
        aggregates=rows.count(where=~single),
        unlocated=rows.count(where=rows.latitude.isnull()),
        killed_rows=rows.killed_low.count(where=single),
        injured_rows=rows.injured_low.count(where=single),
        first=ibis.least(_of(start.min, dated, single), _of(end.min, single)),
        last=ibis.greatest(_of(end.max, dated, single), _of(start.max, single)),
        **sums,
    )


def _of(extreme: Callable[..., Any], *wanted: Any) -> Any:
    """Take an extreme of the rows of the first condition that any row meets, or else of all rows."""
    return ibis.coalesce(*(extreme(where=condition) for condition in wanted), extreme())


def days(incidents: ir.Table) -> ir.Table:
    """Find the days of all rows, aggregate ones too, in one row: first and last, both inclusive.

    No row lies wholly outside; a date known only to the month or the year moves the last day no further.
    """
    start, end = incidents.date_start, incidents.date_end
    last = ibis.greatest(_of(end.max, _dated(incidents)), start.max())
    return incidents.aggregate(first=start.min(), last=last)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a total counts: what the fields of a Query leave, and summary entries too if wanted."""

    fields: Mapping[str, Any]
    summaries: bool = False


ASSUMPTIONS: Mapping[str, Assumption] = {
    "all": Assumption({}),
    "not contested": Assumption({"harm_status": ("confirmed", "fair", "weak")}),
    "not disputed": Assumption({"disputed": "no"}),
    "fair": Assumption({"harm_status": ("confirmed", "fair")}),
    "confirmed": Assumption({"harm_status": ("confirmed",)}),
    "two sources": Assumption({"min_sources": 2}),
    "with summaries": Assumption({}, summaries=True),
}
"""Ways to count a total, from the widest."""


def robust_totals(
    incidents: ir.Table, query: Query, assumptions: Mapping[str, Assumption] = ASSUMPTIONS
) -> ir.Table:
    """Sum the people killed under each assumption, one row each: assumption, position, sums.

    Columns: incidents, stated (those with a lowest figure), killed_low, killed_high, best (the sum of best
    figures), best_rows (how many have one), open_rows (with a lowest but no highest figure). Aggregate rows
    are left out unless the assumption adds them.
    """
    rows = matching(incidents, query)
    single = rows.filter(is_single(rows))
    parts = [
        _killed(_narrowed(rows if one.summaries else single, Query(**one.fields)), name, position)
        for position, (name, one) in enumerate(assumptions.items())
    ]
    return reduce(ir.Table.union, parts).order_by("position")


def _killed(rows: ir.Table, assumption: str, position: int) -> ir.Table:
    return rows.aggregate(
        assumption=ibis.literal(assumption),
        position=ibis.literal(position),
        incidents=rows.count(),
        stated=rows.killed_low.count(),
        killed_low=rows.killed_low.sum(),
        killed_high=ibis.coalesce(rows.killed_high, rows.killed_low).sum(),
        best=rows.killed_best.sum(),
        best_rows=rows.killed_best.count(),
        open_rows=rows.count(where=rows.killed_low.notnull() & rows.killed_high.isnull()),
    )


def moving(incidents: ir.Table, query: Query, limit: int) -> ir.Table:
    """Find the places of the incidents that move the total of people killed most.

    First those whose sources differ most, then those with the most people killed.
    """
    rows = matching(incidents, query)
    rows = rows.filter(is_single(rows) & rows.killed_low.notnull())
    spread = ibis.coalesce(rows.killed_high - rows.killed_low, 0)
    return (
        rows.order_by([ibis.desc(spread), ibis.desc(rows.killed_low), rows[ORDER]]).select(ORDER).limit(limit)
    )


def differing(incidents: ir.Table, query: Query, other: Query) -> ir.Table:
    """Find the incidents on which two Queries differ: in one only, or with other figures, actor or grades.

    Columns: ORDER, incident_id, and the decided columns of each with the endings _here and _there (null where
    it has no such incident), in the one order.
    """
    names = (ORDER, "incident_id", *evidence.DECIDED)
    here, there = (matching(incidents, one).select(*names) for one in (query, other))
    both = here.outer_join(there, ORDER, rname="{name}_there")
    differs = [~both[name].identical_to(both[f"{name}_there"]) for name in ("incident_id", *evidence.DECIDED)]
    rows = both.filter(reduce(or_, differs))
    return rows.select(
        **{name: ibis.coalesce(rows[name], rows[f"{name}_there"]) for name in (ORDER, "incident_id")},
        here=rows.incident_id.notnull(),
        there=rows.incident_id_there.notnull(),
        **{f"{name}_here": rows[name] for name in evidence.DECIDED},
        **{f"{name}_there": rows[f"{name}_there"] for name in evidence.DECIDED},
    ).order_by(ORDER)


def facets(incidents: ir.Table, query: Query, names: Sequence[str]) -> list[ir.Table]:
    """Count the values of facet columns, each under all other filters, the most frequent first.

    Columns: facet, value, n (incidents), aggregates (summary entries, which no total counts). What the Query
    does not filter by is counted together, in one pass over the rows.
    """
    free = [name for name in names if not getattr(query, name)]
    together = [_counted(matching(incidents, query), free)] if free else []
    filtered = [name for name in names if name not in free]
    return together + [_counted(matching(incidents, query.without(name)), [name]) for name in filtered]


def _counted(rows: ir.Table, names: Sequence[str]) -> ir.Table:
    narrow = rows.select(*names, single=is_single(rows))
    counts = (_counted_one(narrow, name) for name in names)
    return reduce(ir.Table.union, counts).order_by([ibis.desc("n"), ibis.desc("aggregates"), "value"])


def _counted_one(rows: ir.Table, name: str) -> ir.Table:
    known = rows.filter(rows[name].notnull())
    counted = known.group_by(value=known[name]).aggregate(
        n=known.count(where=known.single), aggregates=known.count(where=~known.single)
    )
    return counted.select(
        facet=ibis.literal(name), value=counted.value, n=counted.n, aggregates=counted.aggregates
    )


def timeline(incidents: ir.Table, query: Query, first: date | None = None, size: int = 1) -> ir.Table:
    """Count matching incidents by first day, last day and actor.

    Columns: date_start, date_end, actor, n, killed_low, killed_high (sums; null without a figure).
    Aggregate rows are left out: their incidents stand in rows of their own. With a `size`, days are taken
    together by so many from the day `first` on; a row then has the first and the last day of what it counts.
    """
    rows = matching(incidents, query)
    rows = rows.filter(is_single(rows))
    bins = {f"bin_{name}": _bin(rows[name], first, size) for name in ("date_start", "date_end")}
    counted = rows.group_by(**bins, actor=rows.actor).aggregate(
        n=lambda t: t.count(),
        killed_low=lambda t: t.killed_low.sum(),
        killed_high=lambda t: t.killed_high.sum(),
        date_start=lambda t: t.date_start.min(),
        date_end=lambda t: t.date_end.max(),
    )
    return counted.drop(*bins).order_by(["date_start", "date_end", "actor"])


def _bin(day: Any, first: date | None, size: int) -> Any:
    return day if first is None or size == 1 else day.delta(first, unit="day") // size


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: a bounding box in degrees (WGS84) and an integer zoom level."""

    bbox: BBox
    zoom: int

    @property
    def grid(self) -> int:
        """How many cells span the world: 64 px each at this zoom, fewer if the view would hold too many."""
        grid: int = 2**self.zoom * TILE_PIXELS // CELL_PIXELS
        while grid > 1 and self._cells(grid) > MOST_CELLS:
            grid //= 2
        return grid

    def _cells(self, grid: int) -> int:
        west, south, east, north = self.bbox
        columns = ((east - west) % 360 or 360) / 360 * grid + 1
        rows = (mercator_y(south) - mercator_y(north)) * grid + 1
        return math.ceil(columns) * math.ceil(rows)


def mercator_y(latitude: float) -> float:
    """Project a latitude to Web Mercator, 0 at 85.05° north to 1 at 85.05° south."""
    sine = math.sin(math.radians(max(-85.0511, min(85.0511, latitude))))
    return 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def cells(incidents: ir.Table, query: Query, view: View) -> ir.Table:
    """Count what a view shows by grid cell, actor, and whether the place is known.

    Columns: gx, gy (the cell), actor, vague (known to the district at best), admin1 (of vague rows in a known
    district), n, aggregates, first_id, sum_x, sum_y, west, south, east, north, uncertainty_m (the largest),
    harmed, killed_low, killed_high (sums without aggregate rows).
    """
    rows = matching(incidents, query)
    rows = rows.filter(inside(rows, view.bbox))
    single = is_single(rows)
    cell = {
        "gx": (rows[X] * view.grid).floor().cast("int64"),
        "gy": (rows[Y] * view.grid).floor().cast("int64"),
    }
    precision = ibis.coalesce(rows.location_precision, "")
    known = {
        "vague": precision.isin(VAGUE_PLACES),
        "admin1": precision.isin(IN_DISTRICT).ifelse(rows.admin1, ibis.null("string")),
    }
    return rows.group_by(**cell, actor=rows.actor, **known).aggregate(
        n=single.sum(),
        aggregates=(~single).sum(),
        first_id=rows.incident_id.min(),
        sum_x=rows[X].sum(),
        sum_y=rows[Y].sum(),
        west=rows.longitude.min(),
        south=rows.latitude.min(),
        east=rows.longitude.max(),
        north=rows.latitude.max(),
        uncertainty_m=rows.uncertainty_m.max(),
        harmed=rows[HARMED].sum(where=single),
        killed_low=rows.killed_low.sum(where=single),
        killed_high=rows.killed_high.sum(where=single),
    )


def in_view(incidents: ir.Table, query: Query, view: View) -> ir.Table:
    """Select the matching incidents that a view shows."""
    rows = matching(incidents, query)
    return rows.filter(inside(rows, view.bbox))


def extent(incidents: ir.Table) -> ir.Table:
    """Find the bounds of all located incidents, in one row: west, south, east, north."""
    return incidents.aggregate(
        west=incidents.longitude.min(),
        south=incidents.latitude.min(),
        east=incidents.longitude.max(),
        north=incidents.latitude.max(),
    )


def listing(incidents: ir.Table, query: Query, bbox: BBox | None, limit: int) -> ir.Table:
    """Find the places of the first incidents inside `bbox` (anywhere if None), then of the unlocated."""
    rows = matching(incidents, query)
    rows = rows.filter(_seen(rows, bbox) | rows.latitude.isnull())
    return rows.order_by([rows.latitude.isnull(), rows[ORDER]]).select(ORDER).limit(limit)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a table: `limit` of them from `offset` on, by one of its sorts; in the one order for ""."""

    by: str
    descending: bool
    limit: int
    offset: int


INCIDENT_SORTS: Mapping[str, tuple[str, ...]] = {
    "date": ("date_start",),
    "title": ("title", "incident_id"),
    "place": ("place_name",),
    "actor": ("actor",),
    "killed": ("killed_low", "killed_high"),
    "injured": ("injured_low", "injured_high"),
    **{name: (name,) for name in ("sub_event_type", "weapon", "target_type", "harm_status")},
}
"""What the table of incidents can be sorted by: the columns that say it, the first that is stated."""

_RANKED: Mapping[str, Sequence[str]] = {
    "sub_event_type": sorted(SUB_EVENT_TYPE, key=SUB_EVENT_TYPE.__getitem__),
    "weapon": sorted(WEAPON, key=WEAPON.__getitem__),
    "target_type": sorted(TARGET_TYPE, key=TARGET_TYPE.__getitem__),
    "harm_status": tuple(HARM_STATUS),
}
"""Values in the order in which a table sorts them: by the words it shows; evidence from the strongest."""

CLAIM_SORTS: Mapping[str, tuple[str, ...]] = {
    "date": ("date_start",),
    "claimant": ("claimant",),
    "killed": ("killed_low", "killed_high"),
    "injured": ("injured_low", "injured_high"),
}
"""The same for the table of claims."""


def sorted_places(incidents: ir.Table, query: Query, page: Page) -> ir.Table:
    """Find the places of the incidents on a page of their table; see `Page`."""
    rows = matching(incidents, query)
    return _page(rows, INCIDENT_SORTS, page, rows[ORDER]).select(ORDER)


def claims_behind(claims: ir.Table, incidents: ir.Table, query: Query, page: Page) -> ir.Table:
    """Find the claims on a page of the table of claims about the matching incidents: claim_id."""
    found = matching(incidents, query)
    about = found.select("incident_id", "date_start", place=found[ORDER])
    rows = claims.inner_join(about, "incident_id")
    return _page(rows, CLAIM_SORTS, page, rows.place, rows[ORDER]).select("claim_id")


def _page(rows: ir.Table, sorts: Mapping[str, tuple[str, ...]], page: Page, *order: Any) -> ir.Table:
    """Sort rows, those that do not state it last and equal ones by `order`, and take a page of them."""
    names = sorts.get(page.by, ())
    keys = [_sortable(rows, name) for name in (reversed(names) if page.descending else names)]
    key = ibis.coalesce(*keys) if len(keys) > 1 else keys[0] if keys else None
    sort = [] if key is None else [key.isnull(), ibis.desc(key) if page.descending else ibis.asc(key)]
    return rows.order_by([*sort, *order]).limit(page.limit, offset=page.offset)


def _sortable(rows: ir.Table, name: str) -> Any:
    if name not in _RANKED:
        return rows[name]
    return rows[name].cases(*((value, rank) for rank, value in enumerate(_RANKED[name])))


def counts(incidents: ir.Table, query: Query, bbox: BBox | None) -> ir.Table:
    """Count in one row: matching rows inside `bbox` (`seen`), those of them that sum up others (`summaries`).

    `unlocated` counts the matching rows without any location.
    """
    rows = matching(incidents, query)
    seen = _seen(rows, bbox)
    return rows.aggregate(
        seen=rows.count(where=seen),
        summaries=rows.count(where=seen & ~is_single(rows)),
        unlocated=rows.count(where=rows.latitude.isnull()),
    )


def busiest_place(incidents: ir.Table, query: Query, bbox: BBox | None) -> ir.Table:
    """Find the place name that most single incidents inside `bbox` have, in one row, with its mean position.

    Columns: place_name, place_id, n, latitude, longitude; no row if none has a place name.
    """
    rows = _seen_singles(incidents, query, bbox)
    named = rows.filter(rows.place_name.notnull())
    counted = named.group_by("place_name").aggregate(
        place_id=lambda t: t.place_id.min(),
        n=lambda t: t.count(),
        latitude=lambda t: t.latitude.mean(),
        longitude=lambda t: t.longitude.mean(),
    )
    return counted.order_by([ibis.desc("n"), "place_name"]).limit(1)


def by_day(
    incidents: ir.Table, query: Query, bbox: BBox | None, around: tuple[float, float], km: float
) -> ir.Table:
    """Count single incidents inside `bbox` by day (null: not known to the day).

    Columns: day, n, near: how many lie within `km` of `around` (latitude, longitude).
    """
    rows = _seen_singles(incidents, query, bbox)
    known = _dated(rows) & (rows.date_start == rows.date_end)
    counted = rows.group_by(day=known.ifelse(rows.date_start, ibis.null("date"))).aggregate(
        n=rows.count(), near=rows.count(where=_within(rows, around, km))
    )
    return counted.order_by("day")


def _seen_singles(incidents: ir.Table, query: Query, bbox: BBox | None) -> ir.Table:
    rows = matching(incidents, query)
    return rows.filter(_seen(rows, bbox) & is_single(rows))


def _within(rows: ir.Table, around: tuple[float, float], km: float) -> Any:
    """Express that a row lies within a few kilometres of a point, on a plane that touches the earth there."""
    latitude, longitude = around
    north = (rows.latitude - latitude) * KM_PER_DEGREE
    east = (rows.longitude - longitude) * (KM_PER_DEGREE * math.cos(math.radians(latitude)))
    return north * north + east * east <= km * km


def _seen(rows: ir.Table, bbox: BBox | None) -> Any:
    return inside(rows, bbox) if bbox else rows.latitude.notnull()
