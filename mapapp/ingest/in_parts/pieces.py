"""A CSV file cut where records end: its rows, part by part, numbered as in the file."""

import os
from collections.abc import Callable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mapapp.ingest.csvfile import MAX_HEADER_BYTES, read_header
from mapapp.ingest.hxl_tags import untagged
from mapapp.ingest.missing_values import missing_values
from mapapp.ingest.one_column import may_hold_coordinates
from mapapp.ingest.publication import may_hold_drafts
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.sheets import is_csv, read_csv
from mapapp.ingest.stored import StoredFile
from mapapp.model.dataset_files import dataset_files
from mapapp.model.schema import INCIDENTS
from mapapp.model.unfinished import unfinished

BYTES_PER_PART = 1 << 25
"""About 50,000 rows of UCDP GED. A file that is no larger is read as a whole."""
LINKING_COLUMNS = frozenset({"place_id", "related_incidents"})
"""Columns whose cells are judged by other rows, or by a gazetteer."""


class WholeNeeded(Exception):
    """Something can't be decided from a part of a file: the whole must be read."""


def is_large(path: Path) -> bool:
    """Return whether a file is large enough to be read in parts."""
    return path.is_file() and path.stat().st_size > BYTES_PER_PART


def parts_of_file(
    path: Path,
    allowed: Set[str] = frozenset(),
    on_bytes: Callable[[memoryview], object] = lambda _: None,
) -> Iterator[Sheet]:
    """Read the rows of a file larger than BYTES_PER_PART, at most that much at a time, and one part ahead.

    `allowed` are the files that may be next to it, named as by `dataset_files`; `on_bytes` receives the bytes
    of each part, in another thread. Raises WholeNeeded if the file is smaller, can't be read in parts or is
    written to meanwhile, UnreadableFile if a part is not a table.
    """
    sheets = _sheets(path, allowed, on_bytes)
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, sheets, None)
        while sheet := following.result():
            following = pool.submit(next, sheets, None)
            yield sheet


def _sheets(path: Path, allowed: Set[str], on_bytes: Callable[[memoryview], object]) -> Iterator[Sheet]:
    _require_large_and_alone(path, allowed)
    header, records, state = b"", 0, _file_state(path)
    names: tuple[str, ...] = ()
    for piece in _pieces(path, BYTES_PER_PART):
        on_bytes(piece)
        file = StoredFile(path, b"".join([header, piece]), datetime.now(UTC), path.suffix.lower())
        header = header or _header_of(file)
        sheet = read_csv(INCIDENTS.name, file).without_bytes()
        if not sheet.in_pairs:  # it may begin or end within a record
            raise WholeNeeded
        if not records:
            _require_independent_rows(sheet)
            names = sheet.names
        if sheet.names != names:
            raise WholeNeeded
        yield renumbered(sheet, records)
        records += sheet.rows_in + sheet.blank_lines
    if _file_state(path) != state:
        raise WholeNeeded


def renumbered(sheet: Sheet, records: int) -> Sheet:
    """Number the rows of a sheet as following that many records."""
    cells = sheet.cells.set_axis(sheet.cells.index + records)
    return replace(
        sheet, cells=cells, faults=[replace(fault, row=fault.row + records) for fault in sheet.faults]
    )


def _require_large_and_alone(path: Path, allowed: Set[str]) -> None:
    is_alone = dataset_files(path).keys() <= {INCIDENTS.name, *allowed} and path.name not in unfinished(
        path.parent
    )
    if not is_alone or missing_values(path) or not is_large(path):
        raise WholeNeeded


def _file_state(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _header_of(file: StoredFile) -> bytes:
    """Return the header from the first part, with which every other part is read."""
    end = read_header(file).end if is_csv(file) else 0
    if not 0 < end <= MAX_HEADER_BYTES:
        raise WholeNeeded
    return file.data[:end]


def _require_independent_rows(sheet: Sheet) -> None:
    """Raise WholeNeeded unless the columns allow each row to be read without the others."""
    if may_hold_drafts(sheet) or may_hold_coordinates(sheet) or untagged(sheet) is not sheet:
        raise WholeNeeded


def _pieces(path: Path, size: int) -> Iterator[memoryview]:
    """Cut a file at line ends outside cells; WholeNeeded if its quotation marks don't show which."""
    try:
        with path.open("rb") as file:
            while data := file.read(size):
                end = _last_end(data) if len(data) == size else len(data)
                if not end:
                    raise WholeNeeded
                yield memoryview(data)[:end]
                file.seek(end - len(data), os.SEEK_CUR)
    except OSError:
        raise WholeNeeded from None


def _last_end(data: bytes) -> int:
    """Return the end of the last line before which as many quotation marks open as close."""
    end = data.rfind(b"\n") + 1
    is_quoted = data.count(b'"', 0, end) % 2
    while end and is_quoted:
        line_start = data.rfind(b"\n", 0, end - 1) + 1
        is_quoted ^= data.count(b'"', line_start, end) % 2
        end = line_start
    return end
