"""The tables of a data set of which no rows are given out, as they are asked instead; see `withheld`."""

import math
from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.withheld import GRID, SINGLE_ROW_FILTERS
from mapapp.model.collections import COLLECTIONS
from mapapp.model.derived import SEARCH, X, Y
from mapapp.model.schema import INCIDENTS, RESERVED_PREFIX, ROLES, Column, Kind

_KEPT = frozenset({"incident_id", "source_id", "claimant_side", "country", *ROLES})
"""Columns of text that counting needs, beside those with a vocabulary and those that can be filtered by."""


def blurred(name: str, rows: ir.Table) -> ir.Table:
    """Blank the texts of a table's rows, and move each incident to the middle of its cell."""
    told = {column.name for column in COLLECTIONS[name].table.columns if _is_told(column)}
    endings = tuple(f"_{name}" for name in told)
    blank = {
        name: ibis.null(rows[name].type())
        for name in rows.columns
        if name not in told and not _is_derived(rows, name, endings)
    }
    return rows.mutate(**blank, **(_moved(rows) if name == INCIDENTS.name else {}))


def _is_told(column: Column) -> bool:
    is_text = column.kind in {Kind.TEXT, Kind.LIST, Kind.URL, Kind.PARTIAL_DATE}
    is_category = column.facet or column.vocabulary is not None or column.name in _KEPT
    return column.name not in SINGLE_ROW_FILTERS[1:] and (is_category or not is_text)


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
