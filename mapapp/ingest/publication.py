"""Drafts: rows that are kept in the files of a data set but are not published with it.

A row is a draft if its `publication_state` is anything but blank or "published". With it go the claims about
a draft incident or from a draft source, and the sources that only such claims cite, so that nothing is
published by way of something else.
"""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.model.formula_escaping import original
from mapapp.model.schema import CLAIMS, INCIDENTS, LIST_SEPARATOR, PUBLICATION_STATE, PUBLISHED, SOURCES

Sheets = Mapping[str, Sheet]
Held = Mapping[str, frozenset[str]]
"""The identifiers of the drafts, by table."""


def published(sheets: Sheets) -> tuple[dict[str, Sheet], Held]:
    """Return the sheets without drafts and without the column of the state, and what is held back."""
    held = {name: _drafts(sheet) for name, sheet in sheets.items()}
    held = _with_what_hangs_on_them(sheets, held)
    ids = {name: frozenset(_column(sheets[name], _KEYS[name])[rows].dropna()) for name, rows in held.items()}
    kept = {name: _without(sheet, held[name]) for name, sheet in sheets.items()}
    if ids.get(INCIDENTS.name):
        kept[INCIDENTS.name] = _unlinked(kept[INCIDENTS.name], ids[INCIDENTS.name])
    return kept, ids


def all_rows(sheets: Sheets) -> dict[str, Sheet]:
    """Return the sheets with their drafts, without the column of the state."""
    return {name: _stateless(sheet) for name, sheet in sheets.items()}


_KEYS = {table.name: table.key for table in (INCIDENTS, CLAIMS, SOURCES)}


def _position(sheet: Sheet, name: str) -> int | None:
    spelled = [original(column).strip().casefold() for column in sheet.names]
    return spelled.index(name) if name in spelled else None


def _column(sheet: Sheet, name: str) -> "pd.Series[str]":
    position = _position(sheet, name)
    if position is None:
        return pd.Series(None, index=sheet.cells.index, dtype="str")
    return trimmed(sheet.cells.iloc[:, position].astype("str"))


def _drafts(sheet: Sheet) -> "pd.Series[bool]":
    state = _column(sheet, PUBLICATION_STATE).fillna("").str.casefold()
    return ~state.isin(["", PUBLISHED])


def _with_what_hangs_on_them(
    sheets: Sheets, held: Mapping[str, "pd.Series[bool]"]
) -> dict[str, "pd.Series[bool]"]:
    held = dict(held)
    claims, sources = sheets.get(CLAIMS.name), sheets.get(SOURCES.name)
    if claims is None:
        return held
    for table in (INCIDENTS, SOURCES):
        if table.name in sheets:
            drafts = _column(sheets[table.name], table.key)[held[table.name]].dropna()
            held[CLAIMS.name] |= _column(claims, table.key).isin(drafts)
    if sources is not None:
        cited = _column(claims, SOURCES.key)
        only_by_drafts = set(cited[held[CLAIMS.name]].dropna()) - set(cited[~held[CLAIMS.name]].dropna())
        held[SOURCES.name] |= _column(sources, SOURCES.key).isin(only_by_drafts)
    return held


def _without(sheet: Sheet, rows: "pd.Series[bool]") -> Sheet:
    kept = sheet.cells[~rows] if rows.any() else sheet.cells
    return _stateless(replace(sheet, cells=kept, rows_in=sheet.rows_in - int(rows.sum())))


def _stateless(sheet: Sheet) -> Sheet:
    position = _position(sheet, PUBLICATION_STATE)
    if position is None:
        return sheet
    names = (*sheet.names[:position], *sheet.names[position + 1 :])
    cells = sheet.cells.drop(columns=sheet.cells.columns[position])
    return replace(sheet, names=names, cells=cells)


def _unlinked(incidents: Sheet, drafts: frozenset[str]) -> Sheet:
    """Leave out of related incidents those that are drafts."""
    position = _position(incidents, "related_incidents")
    if position is None:
        return incidents

    def rest(cell: str) -> str | None:
        parts = (part.strip() for part in cell.split(LIST_SEPARATOR))
        return LIST_SEPARATOR.join(part for part in parts if part not in drafts) or None

    column = incidents.cells.columns[position]
    linked = incidents.cells[column].map(rest, na_action="ignore").astype("str")
    return replace(incidents, cells=incidents.cells.assign(**{column: linked}))
