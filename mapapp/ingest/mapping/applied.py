"""A sheet, read as a mapping says: its columns under our names."""

from dataclasses import replace
from difflib import get_close_matches

import pandas as pd

from mapapp.errors import UnreadableFile, shortened
from mapapp.ingest.degrees import pair_meant
from mapapp.ingest.header import require_distinct
from mapapp.ingest.mapping.dates import day_of, from_parts
from mapapp.ingest.mapping.mapping import Columns, Mapping
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import notice
from mapapp.model.schema import INCIDENTS

DAYS = ("date_start", "date_end")
AXES = ("latitude", "longitude")


def mapped(sheet: Sheet, mapping: Mapping) -> Sheet:
    """Give the columns that a mapping names our names; all others stay as they are.

    Rows without a column of identifiers are numbered, which a note says; columns of coordinates that nothing
    is read into are blank. Raises UnreadableFile if the file lacks a column that the mapping names.
    """
    theirs = [name.strip() or f"column_{place}" for place, name in enumerate(sheet.names, 1)]
    require_distinct(sheet.file.path, theirs)
    cells = sheet.cells.set_axis(theirs, axis=1)
    _require_columns(sheet, mapping, theirs)
    mapping = mapping.with_columns(_own_days(mapping, theirs))
    ours = _ours(cells, mapping)
    used = {name for names in mapping.columns.values() for name in names}
    rest = cells[[name for name in cells if name not in used]]
    rest = rest.rename(columns={name: _apart(name, cells) for name in rest if name in ours})
    joined = ours.join(rest)
    return replace(
        sheet, names=tuple(map(str, joined)), cells=joined, notes=(*sheet.notes, *_notes(sheet, mapping))
    )


def _own_days(mapping: Mapping, theirs: list[str]) -> dict[str, Columns]:
    """Name the columns of days that have our names already: order and language hold for them too."""
    return {name: (name,) for name in DAYS if name in theirs and name not in mapping.columns}


def _require_columns(sheet: Sheet, mapping: Mapping, theirs: list[str]) -> None:
    if "date_start" not in (*mapping.columns, *theirs):
        raise UnreadableFile(
            notice("mapping-undated", file=str(sheet.file.path)),
            remedy=notice("mapping-column-missing-remedy", columns=shortened(", ".join(theirs), 500)),
        )
    for ours, names in mapping.columns.items():
        for name in names:
            if name not in theirs:
                near = dict.fromkeys([*get_close_matches(name, theirs, n=3), *theirs])
                raise UnreadableFile(
                    notice(
                        "mapping-column-missing", file=str(sheet.file.path), ours=ours, theirs=shortened(name)
                    ),
                    remedy=notice("mapping-column-missing-remedy", columns=shortened(", ".join(near), 500)),
                )


def _ours(cells: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    columns = {ours: cells[names[0]] for ours, names in mapping.columns.items() if len(names) == 1}
    if "incident_id" not in (*columns, *cells):
        columns["incident_id"] = pd.Series([f"row-{row}" for row in cells.index], cells.index, dtype="str")
    for axis in AXES:
        if axis not in (*columns, *cells):
            columns[axis] = pd.Series(None, cells.index, dtype="str")
    if len(parts := mapping.columns.get("date_start", ())) > 1:
        columns |= {str(name): column for name, column in from_parts(cells[list(parts)]).items()}
    for name in columns.keys() & set(DAYS):
        columns[name] = _days(columns[name], mapping)
    if _in_one_column(mapping):
        columns |= _pairs(columns["latitude"])
    return pd.DataFrame({name: columns[name] for name in INCIDENTS.names if name in columns})


def _days(texts: "pd.Series[str]", mapping: Mapping) -> "pd.Series[str]":
    if not (mapping.date_order or mapping.language):
        return texts
    bare = trimmed(texts)
    meant = {text: day_of(text, mapping.date_order, mapping.language) for text in bare.dropna().unique()}
    return bare.map(meant).astype("str")


def _in_one_column(mapping: Mapping) -> bool:
    latitude, longitude = (mapping.columns.get(axis) for axis in AXES)
    return latitude is not None and latitude == longitude


def _pairs(texts: "pd.Series[str]") -> dict[str, "pd.Series[str]"]:
    """Take pairs of coordinates apart; any other text stays in both, to be told as what it is."""
    meant = {text: pair_meant(text) or (text, text) for text in texts.dropna().unique()}
    return {
        axis: texts.map({text: pair[end] for text, pair in meant.items()}).astype("str")
        for end, axis in enumerate(AXES)
    }


def _apart(name: object, cells: pd.DataFrame) -> str:
    """Name a column of the file that is called as one of ours, which something else is read into."""
    kept = f"{name}_in_file"
    while kept in cells:
        kept += "_"
    return kept


def _notes(sheet: Sheet, mapping: Mapping) -> list[str]:
    file = sheet.file.path.name
    read = ", ".join(
        f"{' + '.join(map(shortened, names))} → {ours}" for ours, names in mapping.columns.items()
    )
    notes = [notice("mapping-read", file=file, columns=read)]
    if "incident_id" not in (*mapping.columns, *sheet.names):
        notes.append(notice("mapping-numbered", file=file))
    if any(axis not in (*mapping.columns, *sheet.names) for axis in AXES):
        notes.append(notice("mapping-nowhere", file=file))
    return notes
