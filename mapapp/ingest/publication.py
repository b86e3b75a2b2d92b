"""Drafts: rows that are kept in the files of a data set but are not published with it.

A row is a draft if its `publication_state` is anything but blank or "published", whatever an adapter or a
mapping makes of the file. Claims about a draft incident or from a draft source are held back with it, and so
are sources that only such claims cite, so that nothing is published indirectly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

import pandas as pd

from mapapp.errors import UnreadableFile
from mapapp.ingest.header import ALIASES
from mapapp.ingest.publication_signs import is_state, releases_rows, require_no_other_state
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import fault
from mapapp.model.formula_escaping import original
from mapapp.model.report import Fault
from mapapp.model.schema import CLAIMS, INCIDENTS, LIST_SEPARATOR, PUBLISHED, SOURCES

Sheets = Mapping[str, Sheet]
Marks = Mapping[str, "pd.Series[bool]"]
"""Whether each row is a draft, by record number, by table."""
DraftIds = Mapping[str, frozenset[str]]
"""The identifiers of the drafts, by table."""


RESTRICTIONS, HIDDEN = "restrictions", "hidden"
"""The column of Atlos that says, among other things, that an incident is hidden, and the word for it."""


def drafts_in(sheet: Sheet, named: Sequence[str] = (), unrelated: Sequence[str] = ()) -> "pd.Series[bool]":
    """Mark the drafts in a file before it is translated.

    The columns `named` are read as the state too; those in `unrelated` have nothing to do with it. Raises
    UnreadableFile if the file may hold rows back in another way, because they would then be published.
    """
    states = [*_states(sheet), *(_named(sheet, name) for name in named), _hidden(sheet)]
    is_stated = reduce(or_, (state.notna() for state in states), pd.Series(False, sheet.cells.index))
    require_no_other_state(sheet, is_stated, unrelated)
    return _any_draft(sheet, states)


def may_hold_drafts(sheet: Sheet) -> bool:
    """Return whether the name of a column suggests that its cells may make a row a draft."""
    has_state = _state_positions(sheet) or _position(sheet, RESTRICTIONS) is not None
    return bool(has_state) or any(map(releases_rows, sheet.names))


def require_no_drafts(sheet: Sheet) -> Sheet:
    """Return a sheet of a table that has no drafts; raise UnreadableFile if rows seem to be drafts."""
    if drafts_in(sheet).any():
        raise UnreadableFile(*fault("state-without-use", file=str(sheet.file.path)))
    return _stateless(sheet)


def published(sheets: Sheets, drafts: Marks) -> tuple[dict[str, Sheet], DraftIds]:
    """Return the sheets without drafts and the state column, and the identifiers that are held back."""
    held = {name: _any_draft(sheet, _states(sheet)) for name, sheet in sheets.items()}
    for name, is_draft in drafts.items():
        index = sheets[name].cells.index
        # An unmarked row may be a draft.
        held[name] |= is_draft.reindex(index, fill_value=bool(is_draft.any()))
    held = _with_dependent_rows(sheets, held)
    ids = {name: frozenset(_column(sheets[name], _KEYS[name])[rows].dropna()) for name, rows in held.items()}
    remaining = {name: _without(sheet, held[name]) for name, sheet in sheets.items()}
    if ids.get(INCIDENTS.name):
        remaining[INCIDENTS.name] = _unlinked(remaining[INCIDENTS.name], ids[INCIDENTS.name])
    return remaining, ids


def all_rows(sheets: Sheets) -> dict[str, Sheet]:
    """Return the sheets with their drafts, without the state column."""
    return {name: _stateless(sheet) for name, sheet in sheets.items()}


_KEYS = {table.name: table.key for table in (INCIDENTS, CLAIMS, SOURCES)}


def _position(sheet: Sheet, name: str) -> int | None:
    spelled = [original(column).strip().casefold() for column in sheet.names]
    present = (alias for alias in (name, *ALIASES.get(name, ())) if alias in spelled)
    return next((spelled.index(alias) for alias in present), None)


def _column(sheet: Sheet, name: str) -> "pd.Series[str]":
    position = _position(sheet, name)
    if position is None:
        return pd.Series(None, index=sheet.cells.index, dtype="str")
    return trimmed(sheet.cells.iloc[:, position].astype("str"))


def _states(sheet: Sheet) -> list["pd.Series[str]"]:
    return [trimmed(sheet.cells.iloc[:, position].astype("str")) for position in _state_positions(sheet)]


def _named(sheet: Sheet, name: str) -> "pd.Series[str]":
    """Return the column that a mapping names; blank if absent, which the mapping's reader reports."""
    spelled = [column.strip() for column in sheet.names]
    blank = pd.Series(None, index=sheet.cells.index, dtype="str")
    return trimmed(sheet.cells.iloc[:, spelled.index(name)].astype("str")) if name in spelled else blank


def _hidden(sheet: Sheet) -> "pd.Series[str]":
    """Return the word that hides a row on Atlos from every reader; blank where the row is not hidden."""
    if _position(sheet, RESTRICTIONS) is None:
        return pd.Series(None, index=sheet.cells.index, dtype="str")
    words = _column(sheet, RESTRICTIONS).str.casefold().str.split(r"[,;]\s*", regex=True)
    hides = words.map(lambda parts: isinstance(parts, list) and HIDDEN in [part.strip() for part in parts])
    return pd.Series(HIDDEN, sheet.cells.index, dtype="str").where(hides.astype(bool))


def _state_positions(sheet: Sheet) -> list[int]:
    return [position for position, name in enumerate(sheet.names) if is_state(name)]


def _any_draft(sheet: Sheet, states: Iterable["pd.Series[str]"]) -> "pd.Series[bool]":
    drafts = (~state.fillna("").str.casefold().isin(["", PUBLISHED]) for state in states)
    return reduce(or_, drafts, pd.Series(False, sheet.cells.index))


def _with_dependent_rows(
    sheets: Sheets, held: Mapping[str, "pd.Series[bool]"]
) -> dict[str, "pd.Series[bool]"]:
    held = dict(held)
    claims, sources = sheets.get(CLAIMS.name), sheets.get(SOURCES.name)
    if claims is None or not any(rows.any() for rows in held.values()):
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
    cells = sheet.cells[~rows] if rows.any() else sheet.cells
    faults = _publishable_faults(sheet, set(rows.index[rows])) if sheet.faults else sheet.faults
    return _stateless(replace(sheet, cells=cells, rows_in=sheet.rows_in - int(rows.sum()), faults=faults))


def _publishable_faults(sheet: Sheet, drafts: set[int]) -> list[Fault]:
    """Leave out the faults of drafts, and the text of unreadable rows that may be drafts."""
    unread = (
        {damage.row for damage in sheet.faults} - {*sheet.cells.index} if _state_positions(sheet) else set()
    )
    reason, remedy = fault("row-state-unknown")
    return [
        replace(damage, value="", reason=reason, remedy=remedy) if damage.row in unread else damage
        for damage in sheet.faults
        if damage.row not in drafts
    ]


def _stateless(sheet: Sheet) -> Sheet:
    positions = _state_positions(sheet)
    if not positions:
        return sheet
    kept = [position for position in range(len(sheet.names)) if position not in positions]
    return replace(
        sheet, names=tuple(sheet.names[position] for position in kept), cells=sheet.cells.iloc[:, kept]
    )


def _unlinked(incidents: Sheet, drafts: frozenset[str]) -> Sheet:
    """Remove drafts from the related incidents."""
    position = _position(incidents, "related_incidents")
    if position is None:
        return incidents

    def without_drafts(cell: str) -> str | None:
        parts = (part.strip() for part in cell.split(LIST_SEPARATOR))
        return LIST_SEPARATOR.join(part for part in parts if part not in drafts) or None

    column = incidents.cells.columns[position]
    linked = incidents.cells[column].map(without_drafts, na_action="ignore").astype("str")
    return replace(incidents, cells=incidents.cells.assign(**{column: linked}))
