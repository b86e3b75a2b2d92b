"""The tables of a data set whose rows are not published, as they are queried instead; see `withheld`."""

import math
from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.engine.withheld import GRID, SINGLE_ROW_FILTERS
from mapapp.model.collections import COLLECTIONS
from mapapp.model.derived import SEARCH, X, Y
from mapapp.model.schema import INCIDENTS, RESERVED_PREFIX, ROLES, Column, Kind

_NEEDED_TEXTS = frozenset({"incident_id", "source_id", "claimant_side", "country", *ROLES})
"""Columns of text that counting needs, besides those with a vocabulary and those that filters use."""


def blurred(name: str, rows: ir.Table) -> ir.Table:
    """Blank the texts of a table's rows, and move each incident to the centre of its cell."""
    published = {column.name for column in COLLECTIONS[name].table.columns if _is_published(column)}
    endings = tuple(f"_{name}" for name in published)
    blank = {
        name: ibis.null(rows[name].type())
        for name in rows.columns
        if name not in published and not _is_derived(rows, name, endings)
    }
    return rows.mutate(**blank, **(_moved_to_centre(rows) if name == INCIDENTS.name else {}))


def _is_published(column: Column) -> bool:
    is_text = column.kind in {Kind.TEXT, Kind.LIST, Kind.URL, Kind.PARTIAL_DATE}
    is_category = column.facet or column.vocabulary is not None or column.name in _NEEDED_TEXTS
    return column.name not in SINGLE_ROW_FILTERS[1:] and (is_category or not is_text)


def _is_derived(rows: ir.Table, name: str, endings: tuple[str, ...]) -> bool:
    """Return whether a column is derived by the engine; a text column must also be published."""
    is_ours = name.startswith(RESERVED_PREFIX) and name != SEARCH
    return is_ours and (not rows[name].type().is_string() or name.endswith(endings))


def _moved_to_centre(rows: ir.Table) -> Mapping[str, Any]:
    x, y = _centre(rows[X]), _centre(rows[Y])
    latitude = (2 * ((1 - 2 * y) * math.pi).exp().atan() - math.pi / 2) * (180 / math.pi)
    return {X: x, Y: y, "longitude": (x - 0.5) * 360, "latitude": latitude}


def _centre(position: Any) -> Any:
    return ((position * GRID).floor().clip(0, GRID - 1) + 0.5) / GRID
