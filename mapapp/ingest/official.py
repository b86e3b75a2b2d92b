"""Official totals: the checks of their rows, and the values made of them."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd

from mapapp.errors import BadQuery, quoted
from mapapp.ingest.advice import Words
from mapapp.ingest.draft import Draft
from mapapp.messages import fault
from mapapp.model.official_totals import Total, scope_of
from mapapp.model.query import MULTIPLE
from mapapp.model.report import Effect
from mapapp.model.schema import LIST_SEPARATOR, columns_with


def check_totals(totals: Draft, incidents: Draft) -> None:
    """Record what is wrong in the rows of official totals, and settle them."""
    if totals.has_file:
        is_blank = totals.values["killed"].isna() & totals.values["injured"].isna()
        totals.find(is_blank, "killed", _no_figure, Effect.ROW_REJECTED)
        totals.find(
            totals.texts["same_scope"].map(_is_unreadable), "same_scope", _unreadable, Effect.CELL_LEFT_OUT
        )
        values_of = cache(lambda name: _values(name, incidents))
        is_unknown = totals.texts["same_scope"].map(lambda text: _asks_for_unknown(text, values_of))
        totals.find(is_unknown, "same_scope", _unknown_scope, Effect.KEPT)
    totals.settle()


def totals_of(totals: Draft) -> tuple[Total, ...]:
    """Return the accepted rows of official totals as values, in the order of the file."""
    if totals.values.empty:
        return ()
    rows = totals.values[list(totals.table.names)].to_dict("records")
    return tuple(Total(**{str(name): _value(str(name), cell) for name, cell in row.items()}) for row in rows)


def _value(name: str, cell: Any) -> Any:
    if name in {"killed", "injured"}:
        return None if pd.isna(cell) else int(cell)
    if name == "same_scope":
        return None if pd.isna(cell) else scope_of(cell)
    return "" if pd.isna(cell) else cell


def _problem(text: Any) -> BadQuery | None:
    try:
        scope_of("" if pd.isna(text) else text)
    except BadQuery as problem:
        return problem
    return None


def _is_unreadable(text: Any) -> bool:
    return _problem(text) is not None


def _unreadable(value: str) -> Words:
    problem = _problem(value)
    return str(problem), problem.remedy if problem else ""


def _asks_for_unknown(text: Any, values_of: Callable[[str], set[str]]) -> bool:
    """Return whether a scope requires values that no incident has; `values_of` lists those of a filter."""
    if pd.isna(text) or _is_unreadable(text):
        return False
    scope = scope_of(text)
    required = {name: set(getattr(scope, name)) for name in MULTIPLE}
    return any(values - values_of(name) for name, values in required.items() if values)


def _values(name: str, incidents: Draft) -> set[str]:
    cells = {cell for column in columns_with(name) for cell in incidents.values[column].dropna().unique()}
    return cells | {part for cell in cells for part in cell.split(LIST_SEPARATOR)}


def _no_figure(_value: str) -> Words:
    return fault("total-no-figure")


def _unknown_scope(value: str) -> Words:
    return fault("total-scope-unknown", value=quoted(value))
