"""Drafts: rows that are kept in the files of a data set but are not published with it.

A row is a draft if its `publication_state` is anything but blank or "published", whatever an adapter or a
mapping makes of the file. With it go the claims about a draft incident or from a draft source, and the
sources that only such claims cite, so that nothing is published by way of something else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

import pandas as pd

from mapapp.errors import UnreadableFile
from mapapp.ingest.header import ALIASES
from mapapp.ingest.publication_signs import is_state, lets_out, require_no_other_state
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import fault
from mapapp.model.formula_escaping import original
from mapapp.model.report import Fault
from mapapp.model.schema import CLAIMS, INCIDENTS, LIST_SEPARATOR, PUBLISHED, SOURCES

Sheets = Mapping[str, Sheet]
Marks = Mapping[str, "pd.Series[bool]"]
"""Which rows are drafts, by the number of the record, by table."""
DraftIds = Mapping[str, frozenset[str]]
"""The identifiers of the drafts, by table."""


RESTRICTIONS, HIDDEN = "restrictions", "hidden"
"""The column in which Atlos says, among others, that an incident is hidden from the public, and how."""


def drafts_in(sheet: Sheet, named: Sequence[str] = (), unrelated: Sequence[str] = ()) -> "pd.Series[bool]":
    """Mark the drafts in a file as it comes, before it is translated.

    `named` are columns that are read as the state too, `unrelated` those that do not speak of it. Raises
    UnreadableFile if the file may hold rows back in another way: they would then be published.
    """
    states = [*_states(sheet), *(_named(sheet, name) for name in named), _hidden(sheet)]
    is_said = reduce(or_, (one.notna() for one in states), pd.Series(False, sheet.cells.index))
    require_no_other_state(sheet, is_said, unrelated)
    return _any_draft(sheet, states)


def may_hold_drafts(sheet: Sheet) -> bool:
    """Tell whether a column is called so that the others of its cells may make a draft of a row."""
    states = _places_of_states(sheet) or _position(sheet, RESTRICTIONS) is not None
    return bool(states) or any(map(lets_out, sheet.names))


def require_no_drafts(sheet: Sheet) -> Sheet:
    """Return a sheet of a table that has no drafts; raise UnreadableFile if rows seem to be some."""
    if drafts_in(sheet).any():
        raise UnreadableFile(*fault("state-without-use", file=str(sheet.file.path)))
    return _stateless(sheet)


def published(sheets: Sheets, drafts: Marks) -> tuple[dict[str, Sheet], DraftIds]:
    """Return the sheets without drafts and without the column of the state, and what is held back."""
    held = {name: _any_draft(sheet, _states(sheet)) for name, sheet in sheets.items()}
    for name, marks in drafts.items():
        index = sheets[name].cells.index
        held[name] |= marks.reindex(
            index, fill_value=bool(marks.any())
        )  # a row that nobody marked may be one
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
    known = (one for one in (name, *ALIASES.get(name, ())) if one in spelled)
    return next((spelled.index(one) for one in known), None)


def _column(sheet: Sheet, name: str) -> "pd.Series[str]":
    position = _position(sheet, name)
    if position is None:
        return pd.Series(None, index=sheet.cells.index, dtype="str")
    return trimmed(sheet.cells.iloc[:, position].astype("str"))


def _states(sheet: Sheet) -> list["pd.Series[str]"]:
    return [trimmed(sheet.cells.iloc[:, place].astype("str")) for place in _places_of_states(sheet)]


def _named(sheet: Sheet, name: str) -> "pd.Series[str]":
    """Return the column that a mapping names; blank if there is none, which the mapping's reader tells."""
    spelled = [column.strip() for column in sheet.names]
    blank = pd.Series(None, index=sheet.cells.index, dtype="str")
    return trimmed(sheet.cells.iloc[:, spelled.index(name)].astype("str")) if name in spelled else blank


def _hidden(sheet: Sheet) -> "pd.Series[str]":
    """Return what hides a row on Atlos, whoever reads its export; blank where nothing does."""
    if _position(sheet, RESTRICTIONS) is None:
        return pd.Series(None, index=sheet.cells.index, dtype="str")
    words = _column(sheet, RESTRICTIONS).str.casefold().str.split(r"[,;]\s*", regex=True)
    hides = words.map(lambda found: isinstance(found, list) and HIDDEN in [one.strip() for one in found])
    return pd.Series(HIDDEN, sheet.cells.index, dtype="str").where(hides.astype(bool))


def _places_of_states(sheet: Sheet) -> list[int]:
    return [place for place, name in enumerate(sheet.names) if is_state(name)]


def _any_draft(sheet: Sheet, states: Iterable["pd.Series[str]"]) -> "pd.Series[bool]":
    drafts = (~one.fillna("").str.casefold().isin(["", PUBLISHED]) for one in states)
    return reduce(or_, drafts, pd.Series(False, sheet.cells.index))


def _with_what_hangs_on_them(
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
    kept = sheet.cells[~rows] if rows.any() else sheet.cells
    faults = _told(sheet, set(rows.index[rows])) if sheet.faults else sheet.faults
    return _stateless(replace(sheet, cells=kept, rows_in=sheet.rows_in - int(rows.sum()), faults=faults))


def _told(sheet: Sheet, drafts: set[int]) -> list[Fault]:
    """Leave out what is wrong with drafts, and the text of rows that may be some but can't be read."""
    unread = (
        set() if not _places_of_states(sheet) else {one.row for one in sheet.faults} - {*sheet.cells.index}
    )
    reason, remedy = fault("row-state-unknown")
    return [
        replace(one, value="", reason=reason, remedy=remedy) if one.row in unread else one
        for one in sheet.faults
        if one.row not in drafts
    ]


def _stateless(sheet: Sheet) -> Sheet:
    places = _places_of_states(sheet)
    if not places:
        return sheet
    kept = [place for place in range(len(sheet.names)) if place not in places]
    return replace(sheet, names=tuple(sheet.names[place] for place in kept), cells=sheet.cells.iloc[:, kept])


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
