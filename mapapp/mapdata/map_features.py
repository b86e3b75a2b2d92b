"""What the map's layer receives for a view: single incidents where there is room, otherwise cells."""

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
"""The most incidents of a view to return one by one, for the map to separate."""
NEAREST = 0.7
"""Least distance between two marks, in widths of a cell."""
FINE_GRID = 2048
"""From this many cells around the world (15 km wide at 40° north), vague places are shown separately."""
LONGEST_NAME = 200
Key = tuple[int, int, tuple[bool, str]]
"""A cell's column and row, and what separates its rows: whether the place is vague, and its district."""
PRECISE = (False, "")
Row = Mapping[str, Any]
Feature = dict[str, Any]


def view_features(store: Store, query: Query, view: View, order: NameOrder = AS_GIVEN) -> list[Feature]:
    """Make the features of a view: cells of several rows, and incidents that are alone in their cell.

    If rows are withheld, there are only cells.
    """
    if not store.gives_rows:
        return _cells_only(store, query, view)
    rows = store.answers(store.counted.cells(query, view))
    groups = [
        part
        for group in _groups(rows, view, fine=view.grid >= FINE_GRID)
        for part in _split_by_vagueness(group)
    ]
    if len(groups) > MAX_MAP_FEATURES:
        groups = _groups(rows, view, fine=False)
    single_positions = sorted(group[0]["first"] for group in groups if _size(group) == 1)
    cells = [_cell(group) for group in groups if _size(group) > 1]
    return cells + _incidents(store.rows_at(single_positions, query.according_to), order)


def singles(store: Store, query: Query, view: View, order: NameOrder = AS_GIVEN) -> list[Feature]:
    """Make a feature for each incident of a view that holds at most `MOST_SINGLE`, in order.

    If rows are withheld, cells replace them; likewise in `expanded`.
    """
    if not store.gives_rows:
        return _cells_only(store, query, view)
    rows = store.incidents_at(map_grid.first_in_view, query, view.bbox, MOST_SINGLE)
    return _incidents(rows, order)


def beyond(store: Store, query: Query, view: View) -> list[dict[str, Any]]:
    """Return what is outside a view, by side: how many incidents, and within which bounds."""
    return [
        {
            "side": row["side"],
            "count": row["n"],
            "bounds": [row[edge] for edge in ("west", "south", "east", "north")],
        }
        for row in store.answers(store.counted.beyond(query, view.bbox))
    ]


def expanded(store: Store, query: Query, view: View, order: NameOrder = AS_GIVEN) -> list[Feature]:
    """Make a feature for each of the first 200 incidents of a view, in order."""
    if not store.gives_rows:
        return _cells_only(store, query, view)
    return _incidents(store.incidents_at(map_grid.first_in_view, query, view.bbox, MAX_EXPANDED), order)


def _cells_only(store: Store, query: Query, view: View) -> list[Feature]:
    """Make cells of all that a view shows, even for one incident; the finest grid is `withheld.GRID`."""
    view = replace(view, finest=withheld.GRID)
    rows = store.answers(store.counted.cells(query, view))
    return [_outlined(_cell(group)) for group in _groups(rows, view, fine=False)]


def _outlined(cell: Feature) -> Feature:
    """Widen a cell to the bounds that may hold its incidents, with its uncertainty if it is one point."""
    properties = cell["properties"]
    bounds = withheld.outline(properties["bounds"])
    uncertainty = properties["uncertainty_m"] or 0
    metres = round(uncertainty + withheld.reach(bounds)) if properties["same_point"] else None
    return cell | {
        "properties": properties | {"bounds": bounds, "same_point": False, "uncertainty_m": metres}
    }


def _incidents(rows: Iterable[Row], order: NameOrder) -> list[Feature]:
    return [incident_feature(row, order) for row in rows]


def _groups(rows: Iterable[Row], view: View, *, fine: bool) -> list[list[Row]]:
    by_cell: dict[Key, list[Row]] = {}
    for row in rows:
        by_cell.setdefault((row["gx"], row["gy"], _vagueness(row) if fine else PRECISE), []).append(row)
    return _joined(by_cell, view)


def _vagueness(row: Row) -> tuple[bool, str]:
    """Return whether a row's place is vague and, if so, its district, if any."""
    return (True, row["admin1"] or "") if row["vague"] else PRECISE


def _split_by_vagueness(rows: list[Row]) -> list[list[Row]]:
    """Split rows at one point, which zooming can't separate, by vagueness and district."""
    west, south, east, north = _bounds(rows)
    if (west, south) != (east, north):
        return [rows]
    parts: dict[tuple[bool, str], list[Row]] = {}
    for row in rows:
        parts.setdefault(_vagueness(row), []).append(row)
    return list(parts.values())


def _bounds(rows: list[Row]) -> tuple[float, float, float, float]:
    west, south = (min(row[edge] for row in rows) for edge in ("west", "south"))
    east, north = (max(row[edge] for row in rows) for edge in ("east", "north"))
    return west, south, east, north


def _joined(by_cell: Mapping[Key, list[Row]], view: View) -> list[list[Row]]:
    """Join neighbouring cells whose centres are so close that their marks would overlap."""
    groups: dict[Key, list[Row]] = {}
    for cell, rows in sorted(by_cell.items(), key=lambda item: (-_size(item[1]), item[0])):
        x, y, group_key = cell
        neighbours = ((x + dx, y + dy, group_key) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        near_cells = (
            n for n in neighbours if n in groups and _distance(groups[n], rows) * view.grid < NEAREST
        )
        groups.setdefault(next(near_cells, cell), []).extend(rows)
    return list(groups.values())


def _distance(rows: list[Row], other_rows: list[Row]) -> float:
    return math.dist(_middle(rows), _middle(other_rows))


def _middle(rows: list[Row]) -> tuple[float, float]:
    size = _size(rows)
    return sum(row["sum_x"] for row in rows) / size, sum(row["sum_y"] for row in rows) / size


def _size(rows: Iterable[Row]) -> int:
    return sum(row["n"] + row["aggregates"] for row in rows)


def _cell(rows: list[Row]) -> Feature:
    """Make a Feature of kind "cell" from one row per actor; `count` and `by_actor` exclude aggregate rows.

    `vague` counts the rows located to a district at best; `somewhere` is their district if that is true of
    all rows and they share one district, otherwise "". `uncertainty_m` is the largest of the rows if they
    share a district or a point.
    """
    west, south, east, north = _bounds(rows)
    killed = words.sum_ranges((row["killed_low"], row["killed_high"]) for row in rows)
    stated, count = (sum(row[name] for row in rows) for name in ("killed_rows", "n"))
    district, same_point = _common_district(rows), (west, south) == (east, north)
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
            "somewhere": district,
            "uncertainty_m": _largest(rows, "uncertainty_m") if district or same_point else None,
            "harmed": _sum(rows, "harmed"),
            "killed": words.people_summed(*killed, "killed", stated, count),
        },
    }


def _common_district(rows: list[Row]) -> str:
    districts = {_vagueness(row) for row in rows}
    (_, district) = districts.pop() if len(districts) == 1 else PRECISE
    return shortened(district, LONGEST_NAME)


def _largest(rows: Iterable[Row], name: str) -> float | None:
    return max((row[name] for row in rows if row[name] is not None), default=None)


def _by_actor(rows: list[Row]) -> Counter[str]:
    actors: Counter[str] = Counter()
    for row in rows:
        actors[row["actor"] or ""] += row["n"]
    return +actors


def _sum(rows: Iterable[Row], name: str) -> int | None:
    stated = [row[name] for row in rows if row[name] is not None]
    return sum(stated) if stated else None
