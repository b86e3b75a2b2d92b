"""A file -> its cells as text, each with its record number; formats matter only up to here."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc

from mapapp.errors import UnreadableFile
from mapapp.ingest.csvfile import DELIMITERS, Header, Records, read_header, read_records, require_text
from mapapp.ingest.each_value import chunked
from mapapp.ingest.gdalfile import kind_of, read_by_gdal
from mapapp.ingest.hxl_tags import untagged
from mapapp.ingest.jsonfile import is_json, read_json
from mapapp.ingest.parquetfile import PARQUET, read_parquet
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.stored import (
    MAX_UNPACKED,
    StoredFile,
    is_stored_plainly,
    read_bytes,
    require_no_document,
    unpacked,
)
from mapapp.messages import Note, fault, notice
from mapapp.model.formula_escaping import original

MAX_COLUMNS = 16_384
"""The columns of a spreadsheet."""


def read_sheet(table: str, path: Path, parts: Mapping[str, Path] = {}) -> Sheet:
    """Read the file of a table, whatever its format; UnreadableFile if it can't be read as a table.

    The format is recognised by how the file begins, not by its name. `parts` are JSON files next to it that
    its rows refer to.
    """
    part_files = {name: read_bytes(part).data for name, part in parts.items()}
    return sheet_of(table, read_bytes(path), parts=part_files)


def sheet_of(
    table: str, stored: StoredFile, limit: int = MAX_UNPACKED, parts: Mapping[str, bytes] = {}
) -> Sheet:
    """Read the bytes of a file, as `read_sheet` does; packed files may hold at most `limit` bytes."""
    file = unpacked(stored, limit)
    require_no_document(file)
    if is_json(file):
        whole = replace(file, data=b"\n".join([file.data, *parts.values()])) if parts else file
        return replace(read_json(table, file, parts), file=whole)
    return untagged(_sheet_of(table, file, limit))


def _sheet_of(table: str, file: StoredFile, limit: int) -> Sheet:
    if file.data.startswith(PARQUET):
        return read_parquet(file, limit)
    if kind := kind_of(file):
        return read_by_gdal(table, file, kind)
    return read_csv(table, file)


def is_csv(file: StoredFile) -> bool:
    """Return whether a file, or a file that begins so, is read as CSV without unpacking."""
    require_no_document(file)
    return is_stored_plainly(file) and not (is_json(file) or file.data.startswith(PARQUET) or kind_of(file))


def read_csv(table: str, file: StoredFile) -> Sheet:
    """Read a text file; UnreadableFile if it is not text or can't be split into cells."""
    require_text(file)
    header = read_header(file)
    _require_few_columns(file, header)
    records = read_records(table, file, header)
    return Sheet(
        file,
        tuple(map(original, header.cells)),
        _originals(records.cells, file.data),
        records.rows_in,
        records.faults,
        _notes(file, header, records),
        records.blank_lines,
        file.ended,
        in_pairs=records.in_pairs,
    )


def _require_few_columns(file: StoredFile, header: Header) -> None:
    if len(header.cells) > MAX_COLUMNS:
        parameters = {"count": len(header.cells), "most": MAX_COLUMNS}
        raise UnreadableFile(*fault("header-too-wide", file=str(file.path), **parameters))


def _originals(cells: pd.DataFrame, data: bytes) -> pd.DataFrame:
    """Remove the apostrophes that our exports put before cells that a spreadsheet would execute."""
    if b"'" not in data:
        return cells
    escaped = {name: column.str.startswith("'") for name, column in cells.items() if _any_escaped(column)}
    return cells.assign(
        **{
            str(name): cells[name].mask(is_escaped, cells[name][is_escaped].map(original))
            for name, is_escaped in escaped.items()
        }
    )


def _any_escaped(cells: "pd.Series[str]") -> bool:
    return bool(pc.any(pc.starts_with(chunked(cells), "'")).as_py())


def _notes(file: StoredFile, header: Header, records: Records) -> tuple[str, ...]:
    name, notes = file.path.name, []
    if file.data.startswith(b"\xef\xbb\xbf"):
        notes.append(notice("bom-left-out", file=name))
    if header.delimiter != ",":
        notes.append(notice("separated-by", file=name, delimiter=DELIMITERS[header.delimiter]))
    if records.blank_lines:
        notes.append(Note.of("blank-lines", file=name, count=records.blank_lines))
    if not file.ended:
        notes.append(Note.of("no-last-line-end", file=name))
    return tuple(notes)
