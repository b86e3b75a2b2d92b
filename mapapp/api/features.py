"""What the map's layer is sent for a view: incidents where they stand apart, cells where they do not."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mapapp import expressions, words
from mapapp.exports import incident_feature, point
from mapapp.expressions import HARMED, View
from mapapp.geodata import Tradition
from mapapp.query import Query
from mapapp.store import Store

MOST_EXPANDED = 200
NEAREST = 0.7
"""Least distance between two marks, in widths of a cell."""
Row = Mapping[str, Any]
Feature = dict[str, Any]


def view_features(store: Store, query: Query, view: View, first: Tradition | None = None) -> list[Feature]:
    """Make the features of a view: cells of several rows, and incidents that have a cell to themselves."""
    by_cell: dict[tuple[int, int], list[Row]] = {}
    for row in store.rows(expressions.cells(store.incidents, query, view)):
        by_cell.setdefault((row["gx"], row["gy"]), []).append(row)
    groups = _apart(by_cell, view)
    alone = [rows[0]["first_id"] for rows in groups if _size(rows) == 1]
    together = [_cell(rows) for rows in groups if _size(rows) > 1]
    return together + (_incidents(store, alone, first) if alone else [])


def expanded(store: Store, query: Query, view: View, first: Tradition | None = None) -> list[Feature]:
    """Make a feature of each incident of a view, in order; the first 200."""
    rows = expressions.in_view(store.incidents, query, view)
    found = store.at_places(expressions.places_in_order(rows, MOST_EXPANDED))
    return [incident_feature(row, first) for row in found]


def _incidents(store: Store, identifiers: Sequence[str], first: Tradition | None) -> list[Feature]:
    rows = expressions.matching(store.incidents, Query(incident_id=tuple(identifiers)))
    found = store.rows(expressions.plain(expressions.ordered(rows), HARMED))
    return [incident_feature(row, first) for row in found]


def _apart(by_cell: Mapping[tuple[int, int], list[Row]], view: View) -> list[list[Row]]:
    """Join neighbouring cells whose middles lie so close that their marks would cover each other."""
    groups: dict[tuple[int, int], list[Row]] = {}
    for cell, rows in sorted(by_cell.items(), key=lambda item: (-_size(item[1]), item[0])):
        neighbours = ((cell[0] + dx, cell[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
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
    """Make a Feature of kind "cell" from a row per actor; `count` and `by_actor` leave out aggregate rows."""
    west, south = (min(row[edge] for row in rows) for edge in ("west", "south"))
    east, north = (max(row[edge] for row in rows) for edge in ("east", "north"))
    return {
        "type": "Feature",
        "geometry": point(*_degrees(*_middle(rows))),
        "properties": {
            "kind": "cell",
            "count": sum(row["n"] for row in rows),
            "aggregates": sum(row["aggregates"] for row in rows),
            "by_actor": dict(_by_actor(rows)),
            "bounds": [west, south, east, north],
            "same_point": (west, south) == (east, north),
            "harmed": _sum(rows, "harmed"),
            "killed": words.people(_sum(rows, "killed_low"), _sum(rows, "killed_high"), "killed"),
        },
    }


def _by_actor(rows: list[Row]) -> Counter[str]:
    actors: Counter[str] = Counter()
    for row in rows:
        actors[row["actor"] or ""] += row["n"]
    return +actors


def _sum(rows: Iterable[Row], name: str) -> int | None:
    stated = [row[name] for row in rows if row[name] is not None]
    return sum(stated) if stated else None


def _degrees(x: float, y: float) -> tuple[float, float]:
    """Turn a Web Mercator position in world widths into degrees: longitude, latitude."""
    return (x - 0.5) * 360, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
