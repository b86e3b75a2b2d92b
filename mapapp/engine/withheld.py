"""What others get of a data set whose licence lets no rows out: cells, counts, totals. It is decided here.

Such a data set is asked through tables that hold neither the texts nor the exact places of its rows, and only
what is marked as `sums_up`: a question that is added later is refused until somebody has thought about it.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import ibis
import ibis.expr.types as ir

from mapapp.engine.about import About
from mapapp.errors import BadQuery, RowsWithheld
from mapapp.geo.mercator import degrees, mercator_y
from mapapp.geo.places import KM_PER_DEGREE
from mapapp.messages import notice
from mapapp.model.corrections import History
from mapapp.model.derived import SEARCH, X, Y
from mapapp.model.filters import BBox
from mapapp.model.official_totals import Total
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, RESERVED_PREFIX, ROLES, SOURCES, Column, Kind, Table

GRID = 1024
"""So many cells span the world, 39 km wide at the equator, 30 km at 40° north: no place is told better."""

SINGLING = ("incident_id", "place_id", "q", "filter")
"""Filters by which a single row could be found, or guessed word by word."""

OWN = (INCIDENTS, CLAIMS, SOURCES)
"""The tables whose rows are withheld; districts and places are the program's own."""

_KEPT = frozenset({"incident_id", "source_id", "claimant_side", "country", *ROLES})
"""Columns of text that counting needs, beside those with a vocabulary and those that can be filtered by."""

Question = TypeVar("Question", bound=Callable[..., ir.Table])
_summing: set[Callable[..., ir.Table]] = set()


def sums_up(question: Question) -> Question:
    """Mark a question whose answer is counts, sums and ends of ranges, and holds no row."""
    _summing.add(question)
    return question


def require_sum(question: Callable[..., ir.Table], queries: Iterable[Query]) -> None:
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


def blurred(table: Table, rows: ir.Table) -> ir.Table:
    """Blank the texts of a table's rows, and move each incident to the middle of its cell."""
    told = {column.name for column in table.columns if _is_told(column)}
    endings = tuple(f"_{name}" for name in told)
    blank = {
        name: ibis.null(rows[name].type())
        for name in rows.columns
        if name not in told and not _is_derived(rows, name, endings)
    }
    return rows.mutate(**blank, **(_moved(rows) if table is INCIDENTS else {}))


def _is_told(column: Column) -> bool:
    is_text = column.kind in {Kind.TEXT, Kind.LIST, Kind.URL, Kind.PARTIAL_DATE}
    is_category = column.facet or column.vocabulary is not None or column.name in _KEPT
    return column.name not in SINGLING[1:] and (is_category or not is_text)


def _is_derived(rows: ir.Table, name: str, endings: tuple[str, ...]) -> bool:
    """Tell whether a column is one that the engine has derived, and of text only what is told."""
    is_ours = name.startswith(RESERVED_PREFIX) and name != SEARCH
    return is_ours and (not rows[name].type().is_string() or name.endswith(endings))


def _moved(rows: ir.Table) -> Mapping[str, Any]:
    x, y = _middle(rows[X]), _middle(rows[Y])
    latitude = (2 * ((1 - 2 * y) * math.pi).exp().atan() - math.pi / 2) * (180 / math.pi)
    return {X: x, Y: y, "longitude": (x - 0.5) * 360, "latitude": latitude}


def _middle(position: Any) -> Any:
    return ((position * GRID).floor().clip(0, GRID - 1) + 0.5) / GRID


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
