"""A file -> its cells as text, each with the number of its record; formats differ only up to here."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from mapapp.ingest.csvfile import DELIMITERS, Header, Records, TextFile, read_file, read_header, read_records
from mapapp.model.formula_escaping import original
from mapapp.model.report import Fault


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands in a file: the names of its columns, and its cells as text, blanks missing.

    The index of `cells` holds record numbers (the header is 1). Records that can't be split into cells are
    only in `faults`. `file` is what it was read from. `is_translated` is whether an adapter made it of
    another data set's file: whoever reads it can't mend what it leaves open.
    """

    file: TextFile
    names: tuple[str, ...]
    cells: pd.DataFrame
    rows_in: int
    faults: list[Fault] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    blank_lines: int = 0
    is_translated: bool = False


def read_sheet(table: str, path: Path) -> Sheet:
    """Read the file of a table; UnreadableFile if it can't be read as one."""
    file = read_file(path)
    header = read_header(file)
    records = read_records(table, file, header)
    return Sheet(
        file,
        tuple(map(original, header.cells)),
        _originals(records.cells, file.data),
        records.rows_in,
        records.faults,
        _notes(file, header, records),
        records.blank_lines,
    )


def _originals(cells: pd.DataFrame, data: bytes) -> pd.DataFrame:
    """Take off the apostrophes that our exports put before cells that a spreadsheet would run."""
    if b"'" not in data:
        return cells
    marked = {name: column.str.startswith("'") for name, column in cells.items()}
    return cells.assign(
        **{
            str(name): cells[name].mask(mark, cells[name][mark].map(original))
            for name, mark in marked.items()
            if mark.any()
        }
    )


def trimmed(cells: "pd.Series[str]") -> "pd.Series[str]":
    """Take off white space at both ends; cells of nothing else are missing."""
    if not cells.notna().any():
        return cells
    stripped = cells.str.strip()
    blank = stripped.eq("")
    return stripped.mask(blank) if blank.any() else stripped


def _notes(file: TextFile, header: Header, records: Records) -> tuple[str, ...]:
    notes = []
    if file.data.startswith(b"\xef\xbb\xbf"):
        notes.append(f"{file.path.name} begins with a byte order mark, which is left out.")
    if header.delimiter != ",":
        notes.append(f"{file.path.name} is separated by {DELIMITERS[header.delimiter]}.")
    if records.blank_lines:
        notes.append(f"{file.path.name}: blank lines left out: {records.blank_lines:,}.")
    if not file.ended:
        notes.append(f"{file.path.name} has no line end after its last row; see that it is whole.")
    return tuple(notes)
