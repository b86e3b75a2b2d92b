"""What the public gets of a data set whose licence forbids publishing rows: cells, counts, totals.

That is decided here and nowhere else. Such a data set is queried through tables that hold neither the texts
nor the exact locations of its rows, and only by questions marked with `sums_up`: a question that is added
later is refused until somebody has thought about it.
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

GRID = 1024
"""Cells around the world, 39 km wide at the equator, 30 km at 40° north; no location is more exact."""

SINGLE_ROW_FILTERS = ("incident_id", "place_id", "q", "filter")
"""Filters that could find a single row, or let its text be guessed word by word."""

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])
_summing_questions: set[Callable[..., Any]] = set()


def sums_up(question: AnyFunction) -> AnyFunction:
    """Mark a question whose answer consists of counts, sums and ends of ranges, without any row."""
    _summing_questions.add(question)
    return question


def require_sum(question: Callable[..., Any], queries: Iterable[Query]) -> None:
    """Raise RowsWithheld for a question that may return rows, and for a Query that may single one out."""
    if question not in _summing_questions or any(single_row_problems(query) for query in queries):
        raise rows_withheld()


def rows_withheld() -> RowsWithheld:
    """Return the error that says that rows are not published, and why."""
    return RowsWithheld(notice("rows-withheld"), remedy=notice("rows-withheld-remedy"))


def single_row_problems(query: Query) -> list[BadQuery]:
    """Return a problem for each filter of a Query that may single out a row."""
    parameters = query.to_params()
    expected = notice("expected-no-single-row")
    return [
        BadQuery(name, ", ".join(parameters[name]), expected)
        for name in SINGLE_ROW_FILTERS
        if name in parameters
    ]


def outline(bounds: BBox) -> BBox:
    """Widen bounds of cells' centres to the cells' edges (degrees, WGS84)."""
    west, south, east, north = bounds
    half = 0.5 / GRID
    left, top = degrees(west / 360 + 0.5 - half, float(mercator_y(north)) - half)
    right, bottom = degrees(east / 360 + 0.5 + half, float(mercator_y(south)) + half)
    return left, bottom, right, top


def reach(bounds: BBox) -> float:
    """Return the distance in metres from a cell's centre to its corners."""
    west, south, east, north = bounds
    width = (east - west) * math.cos(math.radians((south + north) / 2))
    return math.hypot(width, north - south) / 2 * KM_PER_DEGREE * 1000


def public_fields(about: About) -> Mapping[str, Any]:
    """Return the public values of fields of About: corrections and faults quote rows."""
    return {
        "report": about.report.unquoted(),
        "disagreements": (),
        "history": History(about.history.releases, ()),
        "official": tuple(_comparable(total) for total in about.official),
        "extra_columns": (),
    }


def _comparable(total: Total) -> Total:
    """Remove the comparison from an official total that is compared with single rows."""
    scope = total.same_scope
    return replace(total, same_scope=None) if scope and single_row_problems(scope) else total
