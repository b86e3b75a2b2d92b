"""What others get of a data set whose licence lets no rows out: cells, counts, totals. It is decided here.

Such a data set is asked through tables that hold neither the texts nor the exact places of its rows, and only
what is marked as `sums_up`: a question that is added later is refused until somebody has thought about it.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from mapapp.engine.about import About
from mapapp.errors import BadQuery, RowsWithheld
from mapapp.geo.mercator import degrees, mercator_y
from mapapp.geo.places import KM_PER_DEGREE
from mapapp.messages import notice
from mapapp.model.corrections import History
from mapapp.model.filters import BBox
from mapapp.model.official_totals import Total
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

GRID = 1024
"""So many cells span the world, 39 km wide at the equator, 30 km at 40° north: no place is told better."""

SINGLING = ("incident_id", "place_id", "q", "filter")
"""Filters by which a single row could be found, or guessed word by word."""

OWN = (INCIDENTS, CLAIMS, SOURCES)
"""The tables whose rows are withheld; districts and places are the program's own."""

Summing = TypeVar("Summing", bound=Callable[..., Any])
_summing: set[Callable[..., Any]] = set()


def sums_up(question: Summing) -> Summing:
    """Mark a question whose answer is counts, sums and ends of ranges, and holds no row."""
    _summing.add(question)
    return question


def require_sum(question: Callable[..., Any], queries: Iterable[Query]) -> None:
    """Raise RowsWithheld for a question that may give rows out, and for a Query that may single one out."""
    if question not in _summing or any(singling(query) for query in queries):
        raise withheld()


def withheld() -> RowsWithheld:
    """Make the error that says that no rows are given out, and why."""
    return RowsWithheld(notice("rows-withheld"), remedy=notice("rows-withheld-remedy"))


def singling(query: Query) -> list[BadQuery]:
    """Say which filters of a Query may single a row out."""
    asked = query.to_params()
    expected = notice("expected-no-single-row")
    return [BadQuery(name, ", ".join(asked[name]), expected) for name in SINGLING if name in asked]


def outline(bounds: BBox) -> BBox:
    """Widen bounds of middles of cells to the edges of these cells (degrees, WGS84)."""
    west, south, east, north = bounds
    half = 0.5 / GRID
    left, top = degrees(west / 360 + 0.5 - half, float(mercator_y(north)) - half)
    right, bottom = degrees(east / 360 + 0.5 + half, float(mercator_y(south)) + half)
    return left, bottom, right, top


def reach(bounds: BBox) -> float:
    """Return how many metres a corner of a cell is from its middle."""
    west, south, east, north = bounds
    across = (east - west) * math.cos(math.radians((south + north) / 2))
    return math.hypot(across, north - south) / 2 * KM_PER_DEGREE * 1000


def told(about: About) -> Mapping[str, Any]:
    """Return what is told beside the tables, by the name of the field: corrections and faults quote rows."""
    return {
        "report": about.report.unquoted(),
        "disagreements": (),
        "history": History(about.history.releases, ()),
        "official": tuple(_comparable(total) for total in about.official),
        "extra_columns": (),
    }


def _comparable(total: Total) -> Total:
    """Take the comparison from an official total that is compared with single rows."""
    scope = total.same_scope
    return replace(total, same_scope=None) if scope and singling(scope) else total
