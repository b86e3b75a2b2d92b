"""What the map's layer is sent for a view: incidents where they stand apart, cells where they do not."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mapapp import words
from mapapp.engine import withheld
from mapapp.engine.questions import map_grid
from mapapp.engine.store import Store
from mapapp.engine.view import MAX_MAP_FEATURES, View
from mapapp.errors import shortened
from mapapp.geo.mercator import degrees
from mapapp.mapdata.incidents import incident_feature, point
from mapapp.model.query import Query
from mapapp.model.traditions import AS_GIVEN, NameOrder

MAX_EXPANDED = 200
MOST_SINGLE = 300
"""So many incidents of a view may be told one by one, for the map to draw them apart."""
NEAREST = 0.7
"""Least distance between two marks, in widths of a cell."""
FINE = 2048
"""From so many cells around the world on (15 km wide at 40° north), vague places stand apart."""
LONGEST_NAME = 200
Key = tuple[int, int, tuple[bool, str]]
"""A cell's column and row, and what is kept apart in it: whether the place is vague, and its district."""
TOGETHER = (False, "")
Row = Mapping[str, Any]
Feature = dict[str, Any]


def view_features(store: Store, query: Query, view: View, order: NameOrder = AS_GIVEN) -> list[Feature]:
    """Make the features of a view: cells of several rows, and incidents that have a cell to themselves.

    Where no rows are given out, there are cells only.
    """
    if not store.gives_rows:
        return _cells_only(store, query, view)
    rows = store.answers(store.counted.cells(query, view))
    groups = [part for group in _groups(rows, view, fine=view.grid >= FINE) for part in _unmixed(group)]
    if len(groups) > MAX_MAP_FEATURES:
        groups = _groups(rows, view, fine=False)
    alone = sorted(group[0]["first"] for group in groups if _size(group) == 1)
    together = [_cell(group) for group in groups if _size(group) > 1]
    return together + _incidents(store.rows_at(alone, query.according_to), order)


def singles(store: Store, query: Query, view: View, order: NameOrder = AS_GIVEN) -> list[Feature]:
    """Make a feature of each incident of a view that holds at most `MOST_SINGLE`, in order.

    Where no rows are given out, cells stand for them; likewise in `expanded`.
    """
    if not store.gives_rows:
        return _cells_only(store, query, view)
    found = store.incidents_at(map_grid.first_in_view, query, view.bbox, MOST_SINGLE)
    return _incidents(found, order)


def beyond(store: Store, query: Query, view: View) -> list[dict[str, Any]]:
    """Tell what lies outside a view, by its side: how many incidents, and between which edges."""
    return [
        {
            "side": row["side"],
            "count": row["n"],
            "bounds": [row[edge] for edge in ("west", "south", "east", "north")],
        }
        for row in store.answers(store.counted.beyond(query, view.bbox))
    ]


def expanded(store: Store, query: Query, view: View, order: NameOrder = AS_GIVEN) -> list[Feature]:
    """Make a feature of each incident of a view, in order; the first 200."""
    if not store.gives_rows:
        return _cells_only(store, query, view)
    return _incidents(store.incidents_at(map_grid.first_in_view, query, view.bbox, MAX_EXPANDED), order)


def _cells_only(store: Store, query: Query, view: View) -> list[Feature]:
    """Make a cell of all that a view shows, even of a single incident; the finest are `withheld.GRID`."""
    view = replace(view, finest=withheld.GRID)
    rows = store.answers(store.counted.cells(query, view))
    return [_outlined(_cell(group)) for group in _groups(rows, view, fine=False)]


def _outlined(cell: Feature) -> Feature:
    """Say of a cell between which edges its incidents may lie, and how far from its middle if it is one."""
    told = cell["properties"]
    bounds = withheld.outline(told["bounds"])
    own = told["uncertainty_m"] or 0
    metres = round(own + withheld.reach(bounds)) if told["same_point"] else None
    return cell | {"properties": told | {"bounds": bounds, "same_point": False, "uncertainty_m": metres}}


def _incidents(rows: Iterable[Row], order: NameOrder) -> list[Feature]:
    return [incident_feature(row, order) for row in rows]


def _groups(rows: Iterable[Row], view: View, *, fine: bool) -> list[list[Row]]:
    by_cell: dict[Key, list[Row]] = {}
    for row in rows:
        by_cell.setdefault((row["gx"], row["gy"], _known(row) if fine else TOGETHER), []).append(row)
    return _apart(by_cell, view)


def _known(row: Row) -> tuple[bool, str]:
    """Tell what is known of a row's place: whether it is vague, and then its district, if any."""
    return (True, row["admin1"] or "") if row["vague"] else TOGETHER


def _unmixed(rows: list[Row]) -> list[list[Row]]:
    """Part rows of one point, which no zooming would, by what is known of their places."""
    west, south, east, north = _bounds(rows)
    if (west, south) != (east, north):
        return [rows]
    parts: dict[tuple[bool, str], list[Row]] = {}
    for row in rows:
        parts.setdefault(_known(row), []).append(row)
    return list(parts.values())


def _bounds(rows: list[Row]) -> tuple[float, float, float, float]:
    west, south = (min(row[edge] for row in rows) for edge in ("west", "south"))
    east, north = (max(row[edge] for row in rows) for edge in ("east", "north"))
    return west, south, east, north


def _apart(by_cell: Mapping[Key, list[Row]], view: View) -> list[list[Row]]:
    """Join neighbouring cells whose middles lie so close that their marks would cover each other."""
    groups: dict[Key, list[Row]] = {}
    for cell, rows in sorted(by_cell.items(), key=lambda item: (-_size(item[1]), item[0])):
        x, y, kept = cell
        neighbours = ((x + dx, y + dy, kept) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        near = (n for n in neighbours if n in groups and _distance(groups[n], rows) * view.grid < NEAREST)
        groups.setdefault(next(near, cell), []).extend(rows)
    return list(groups.values())


def _distance(some: list[Row], others: list[Row]) -> float:
    return math.dist(_middle(some), _middle(others))


def _middle(rows: list[Row]) -> tuple[float, float]:
    size = _size(rows)
    return sum(row["sum_x"] for row in rows) / size, sum(row["sum_y"] for row in rows) / size


def _size(rows: Iterable[Row]) -> int:
    return sum(row["n"] + row["aggregates"] for row in rows)


def _cell(rows: list[Row]) -> Feature:
    """Make a Feature of kind "cell" from a row per actor; `count` and `by_actor` leave out aggregate rows.

    `vague` says how many of all its rows are known to the district at best; `somewhere` is their district if
    that is all of them and one district, else "". `uncertainty_m` is the largest of theirs if they have one
    district or one point.
    """
    west, south, east, north = _bounds(rows)
    killed = words.sum_ranges((row["killed_low"], row["killed_high"]) for row in rows)
    stated, count = (sum(row[name] for row in rows) for name in ("killed_rows", "n"))
    somewhere, same_point = _somewhere(rows), (west, south) == (east, north)
    return {
        "type": "Feature",
        "geometry": point(*degrees(*_middle(rows))),
        "properties": {
            "kind": "cell",
            "count": count,
            "aggregates": sum(row["aggregates"] for row in rows),
            "by_actor": dict(_by_actor(rows)),
            "bounds": [west, south, east, north],
            "same_point": same_point,
            "vague": _size(row for row in rows if row["vague"]),
            "somewhere": somewhere,
            "uncertainty_m": _most(rows, "uncertainty_m") if somewhere or same_point else None,
            "harmed": _sum(rows, "harmed"),
            "killed": words.people_summed(*killed, "killed", stated, count),
        },
    }


def _somewhere(rows: list[Row]) -> str:
    districts = {_known(row) for row in rows}
    (_, district) = districts.pop() if len(districts) == 1 else TOGETHER
    return shortened(district, LONGEST_NAME)


def _most(rows: Iterable[Row], name: str) -> float | None:
    return max((row[name] for row in rows if row[name] is not None), default=None)


def _by_actor(rows: list[Row]) -> Counter[str]:
    actors: Counter[str] = Counter()
    for row in rows:
        actors[row["actor"] or ""] += row["n"]
    return +actors


def _sum(rows: Iterable[Row], name: str) -> int | None:
    stated = [row[name] for row in rows if row[name] is not None]
    return sum(stated) if stated else None
