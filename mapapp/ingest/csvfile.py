"""A file's bytes -> text cells with their record numbers, or the reason why it can't be read."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from mapapp.errors import UnreadableFile, quoted, shortened
from mapapp.ingest.quotes import are_in_pairs, stray_quotes
from mapapp.ingest.stored import StoredFile, likeness_of, may_be_text, read_bytes, require_no_document
from mapapp.messages import fault
from mapapp.model.report import Effect, Fault

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""The characters that may separate cells, and their names."""

_BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 22
"""Bytes that are split at once; blocks larger than the processor's cache take several times as long."""
_LONGEST_RECORD = 1 << 25
_SEPARATOR_LINE = re.compile(rb"sep=([,;\t|])(?:\r\n?|\n)", re.IGNORECASE)
"""A first line that names the separator for Excel, which does not show it as a row."""

MAX_HEADER_BYTES = 1 << 20
"""At most this many bytes may precede the first line end."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first record: its cells, their separator, and where the second record begins."""

    cells: tuple[str, ...]
    delimiter: str
    end: int


@dataclass(frozen=True, slots=True)
class Records:
    """All records under a header, as text, unchanged; blank cells are missing.

    The index of `cells` holds record numbers (the header is 1); blank lines are left out and counted.
    Records that can't be split into cells are only in `faults`. `in_pairs`: whether every quotation mark
    opens a cell, closes it, or is an escaped mark inside one.
    """

    cells: pd.DataFrame
    faults: list[Fault]
    rows_in: int
    blank_lines: int
    in_pairs: bool


def read_file(path: Path) -> StoredFile:
    """Read a file that is UTF-8 text; UnreadableFile if it is anything else."""
    file = read_bytes(path)
    require_text(file)
    return file


def require_text(file: StoredFile) -> None:
    """Raise UnreadableFile unless a file is UTF-8 text, perhaps with a BOM, in lines of reasonable length."""
    require_no_document(file)
    text = file.data.removeprefix(_BOM)
    if not text or text.isspace():
        raise UnreadableFile(*fault("file-empty", file=str(file.path)))
    _require_utf8(file)
    _require_lines(file)


def _require_utf8(file: StoredFile) -> None:
    if (position := _first_not_utf8(file.data)) is not None:
        details = {
            "line": str(file.data.count(b"\n", 0, position) + 1),
            "byte": str(position),
            "value": f"{file.data[position]:02x}",
        }
        likeness = likeness_of(file.data)
        if may_be_text(file.data):
            raise UnreadableFile(*fault("file-not-utf8", file=str(file.path), looks=likeness, **details))
        raise UnreadableFile(*fault("file-no-table", file=str(file.path), looks=likeness))


def _first_not_utf8(data: bytes) -> int | None:
    """Find the first byte that is not UTF-8."""
    texts = pa.LargeStringArray.from_buffers(1, pa.py_buffer(np.array([0, len(data)])), pa.py_buffer(data))
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return _first_not_decoded(data)
    return None


def _first_not_decoded(data: bytes) -> int | None:
    """Find that byte by decoding one block at a time: the data may be large."""
    start = 0
    while start < len(data):
        part = data[start : start + _BLOCK]
        try:
            start += codecs.utf_8_decode(part, "strict", start + _BLOCK >= len(data))[1]
        except UnicodeDecodeError as error:
            return start + error.start
    return None


def _require_lines(file: StoredFile) -> None:
    start = file.data[: MAX_HEADER_BYTES + 1]
    if len(start) > MAX_HEADER_BYTES and b"\n" not in start and b"\r" not in start:
        raise UnreadableFile(*fault("file-endless-line", file=str(file.path), most=MAX_HEADER_BYTES))


def read_header(file: StoredFile) -> Header:
    """Find the delimiter and split the first record; UnreadableFile if there is no record."""
    start = len(_BOM) if file.data.startswith(_BOM) else 0
    delimiters = list(DELIMITERS)
    if line := _SEPARATOR_LINE.match(file.data, start):
        delimiters, start = [line[1].decode()], line.end()
    candidates = [_first_record(file.data, start, delimiter) for delimiter in delimiters]
    header = max(candidates, key=lambda header: len(header.cells))
    if not any(cell.strip() for cell in header.cells):
        raise UnreadableFile(*fault("header-missing", file=str(file.path)))
    if any("\x00" in cell for cell in header.cells):
        raise UnreadableFile(*fault("file-nul-bytes", file=str(file.path)))
    return header


def _first_record(data: bytes, start: int, delimiter: str) -> Header:
    lines: list[str] = []

    def consumed() -> Iterator[str]:
        raw = io.BytesIO(data)
        raw.seek(start)
        for line in io.TextIOWrapper(raw, "utf-8", newline=""):
            lines.append(line)
            yield line

    try:
        cells = next(csv.reader(consumed(), delimiter=delimiter, strict=True), [])
    except csv.Error:
        cells = []
    return Header(tuple(cells), delimiter, start + len("".join(lines).encode()))


def read_records(table: str, file: StoredFile, header: Header) -> Records:
    """Split what follows the header into cells; each damaged record becomes a fault."""
    cells, faults = _split(table, file, header)
    numbers = np.arange(2, len(cells) + len(faults) + 2)
    cells.index = pd.Index(np.setdiff1d(numbers, [damage.row for damage in faults], assume_unique=True))
    in_pairs = are_in_pairs(file.data, header.delimiter, header.end)
    if not in_pairs:
        faults += stray_quotes(table, file.data, header.delimiter, header.end)
    if b"\x00" in file.data:
        faults += _nul_cells(table, cells, header)
    damaged = cells.index.isin([damage.row for damage in faults])
    blank = _blank(cells) & ~damaged
    dropped, blank_lines = blank | damaged, int(blank.sum())
    remaining = cells[~dropped] if dropped.any() else cells
    return Records(remaining, faults, len(numbers) - blank_lines, blank_lines, in_pairs)


def _split(table: str, file: StoredFile, header: Header) -> tuple[pd.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    names = [str(position) for position in range(len(header.cells))]

    def skip(row: arrow_csv.InvalidRow) -> str:
        faults.append(_wrong_count(table, row))
        return "skip"

    if header.end == len(file.data):
        return pd.DataFrame({name: [] for name in names}, dtype="str"), []

    def cells_by(block: int) -> pa.Table:
        # From the header's line end on: a blank record replaces the header, so that records are numbered
        # from 1, and a byte order mark in the first row is not taken for one of the file.
        faults.clear()
        return arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(file.data).slice(header.end - 1)),
            arrow_csv.ReadOptions(use_threads=False, block_size=block, column_names=names),
            arrow_csv.ParseOptions(
                delimiter=header.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[""],
                strings_can_be_null=True,
            ),
        )

    try:
        cells = _with_long_records(cells_by)
    except pa.ArrowInvalid as error:
        strays = stray_quotes(table, file.data, header.delimiter, header.end)
        problem = next((f"row {stray.row}: {stray.reason}" for stray in strays), f"{error}.")
        raise UnreadableFile(*fault("file-unsplittable", file=str(file.path), problem=problem)) from error
    if faults and not file.ended and faults[-1].row == len(cells) + len(faults):
        reason, remedy = fault("row-cut-off")
        faults[-1] = replace(faults[-1], reason=reason, remedy=remedy)
    return cells.slice(1).to_pandas(), faults


def _with_long_records(cells_by: Callable[[int], pa.Table]) -> pa.Table:
    """Split a file in small blocks, or in large ones if a record does not fit into a small one."""
    try:
        return cells_by(_BLOCK)
    except pa.ArrowInvalid:
        return cells_by(_LONGEST_RECORD)


def _wrong_count(table: str, row: arrow_csv.InvalidRow) -> Fault:
    words = fault("row-uneven", found=row.actual_columns, expected=row.expected_columns)
    return Fault(table, row.number, "", shortened(row.text), *words, Effect.ROW_REJECTED)


def _blank(cells: pd.DataFrame) -> "pd.Series[bool]":
    blank = pd.Series(True, index=cells.index)
    for name in cells.columns:
        blank &= cells[name].isna()
        if not blank.any():
            break
    return blank


def _nul_cells(table: str, cells: pd.DataFrame, header: Header) -> Iterator[Fault]:
    for name, column in zip(cells.columns, header.cells, strict=True):
        for row, value in cells[name][cells[name].str.contains("\x00", regex=False)].items():
            words = fault("cell-nul-byte", value=quoted(value))
            yield Fault(table, int(str(row)), column.strip(), shortened(value), *words, Effect.ROW_REJECTED)
