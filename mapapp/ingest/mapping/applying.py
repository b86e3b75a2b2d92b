"""A sheet read by a mapping: its columns under our names."""

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
from mapapp.model.schema import COORDINATES, INCIDENTS

DAYS = ("date_start", "date_end")


def mapped(sheet: Sheet, mapping: Mapping) -> Sheet:
    """Rename the columns in a mapping to our names; all others stay unchanged.

    Without a column of identifiers, rows are numbered, with a note; without coordinates, their columns are
    blank. Raises UnreadableFile if the file lacks a column that the mapping names.
    """
    names_in_file = [name.strip() or f"column_{number}" for number, name in enumerate(sheet.names, 1)]
    require_distinct(sheet.file.path, names_in_file)
    cells = sheet.cells.set_axis(names_in_file, axis=1)
    _require_columns(sheet, mapping, names_in_file)
    mapping = mapping.with_columns(_own_days(mapping, names_in_file))
    own_columns = _ours(cells, mapping)
    used = {name for names in mapping.columns.values() for name in names}
    unmapped = cells[[name for name in cells if name not in used]]
    unmapped = unmapped.rename(
        columns={name: _free_name(name, cells) for name in unmapped if name in own_columns}
    )
    joined = own_columns.join(unmapped)
    return replace(
        sheet, names=tuple(map(str, joined)), cells=joined, notes=(*sheet.notes, *_notes(sheet, mapping))
    )


def _own_days(mapping: Mapping, names_in_file: list[str]) -> dict[str, Columns]:
    """Return the date columns that have our names already: order and language apply to them too."""
    return {name: (name,) for name in DAYS if name in names_in_file and name not in mapping.columns}


def _require_columns(sheet: Sheet, mapping: Mapping, names_in_file: list[str]) -> None:
    if "date_start" not in (*mapping.columns, *names_in_file):
        raise UnreadableFile(
            notice("mapping-undated", file=str(sheet.file.path)),
            remedy=notice("mapping-column-missing-remedy", columns=shortened(", ".join(names_in_file), 500)),
        )
    for ours, names in mapping.columns.items():
        for name in names:
            if name not in names_in_file:
                nearest = dict.fromkeys([*get_close_matches(name, names_in_file, n=3), *names_in_file])
                raise UnreadableFile(
                    notice(
                        "mapping-column-missing", file=str(sheet.file.path), ours=ours, theirs=shortened(name)
                    ),
                    remedy=notice(
                        "mapping-column-missing-remedy", columns=shortened(", ".join(nearest), 500)
                    ),
                )


def _ours(cells: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    columns = {ours: cells[names[0]] for ours, names in mapping.columns.items() if len(names) == 1}
    if "incident_id" not in (*columns, *cells):
        columns["incident_id"] = pd.Series([f"row-{row}" for row in cells.index], cells.index, dtype="str")
    for axis in COORDINATES:
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
    stripped = trimmed(texts)
    day_by_text = {
        text: day_of(text, mapping.date_order, mapping.language) for text in stripped.dropna().unique()
    }
    return stripped.map(day_by_text).astype("str")


def _in_one_column(mapping: Mapping) -> bool:
    latitude, longitude = (mapping.columns.get(axis) for axis in COORDINATES)
    return latitude is not None and latitude == longitude


def _pairs(texts: "pd.Series[str]") -> dict[str, "pd.Series[str]"]:
    """Split pairs of coordinates; any other text stays in both columns, so that it is reported as it is."""
    pair_by_text = {text: pair_meant(text) or (text, text) for text in texts.dropna().unique()}
    return {
        axis: texts.map({text: pair[end] for text, pair in pair_by_text.items()}).astype("str")
        for end, axis in enumerate(COORDINATES)
    }


def _free_name(name: object, cells: pd.DataFrame) -> str:
    """Return a new name for a column of the file whose name is taken by a mapped column."""
    free_name = f"{name}_in_file"
    while free_name in cells:
        free_name += "_"
    return free_name


def _notes(sheet: Sheet, mapping: Mapping) -> list[str]:
    file = sheet.file.path.name
    pairs = ", ".join(
        f"{' + '.join(map(shortened, names))} → {ours}" for ours, names in mapping.columns.items()
    )
    notes = [notice("mapping-read", file=file, columns=pairs)]
    if "incident_id" not in (*mapping.columns, *sheet.names):
        notes.append(notice("mapping-numbered", file=file))
    if any(axis not in (*mapping.columns, *sheet.names) for axis in COORDINATES):
        notes.append(notice("mapping-nowhere", file=file))
    return notes
