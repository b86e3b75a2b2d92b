"""A CSV file, cut where records end: its rows, a part at a time, numbered as in the file."""

import os
from collections.abc import Callable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mapapp.ingest.csvfile import MAX_OF_A_HEADER, read_header
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

BYTES_OF_A_PART = 1 << 25
"""As many as about 50,000 rows of UCDP GED have. A file that is no larger is read as a whole."""
OF_OTHER_ROWS = frozenset({"place_id", "related_incidents"})
"""Columns whose cells are judged by other rows, or by a gazetteer."""


class WholeNeeded(Exception):
    """Something can't be told by a part of a file: the whole must be read."""


def is_large(path: Path) -> bool:
    """Tell whether a file is read in parts, if it can be."""
    return path.is_file() and path.stat().st_size > BYTES_OF_A_PART


def parts_of_file(
    path: Path,
    beside: Set[str] = frozenset(),
    hear: Callable[[memoryview], object] = lambda _: None,
) -> Iterator[Sheet]:
    """Read the rows of a file of more than BYTES_OF_A_PART, at most so many at a time, and one part ahead.

    `beside` are the files that may lie beside it, as `dataset_files` calls them; `hear` is told the bytes of
    each part, in another thread. Raises WholeNeeded if it is smaller, can't be read so or is written to then,
    UnreadableFile if a part is no table.
    """
    sheets = _sheets(path, beside, hear)
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, sheets, None)
        while sheet := following.result():
            following = pool.submit(next, sheets, None)
            yield sheet


def _sheets(path: Path, beside: Set[str], hear: Callable[[memoryview], object]) -> Iterator[Sheet]:
    _require_large_and_alone(path, beside)
    head, records, state = b"", 0, _state(path)
    names: tuple[str, ...] = ()
    for piece in _pieces(path, BYTES_OF_A_PART):
        hear(piece)
        file = StoredFile(path, b"".join([head, piece]), datetime.now(UTC), path.suffix.lower())
        head = head or _head_of(file)
        sheet = read_csv(INCIDENTS.name, file).without_bytes()
        if not sheet.in_pairs:  # it may begin or end within a record
            raise WholeNeeded
        if not records:
            _require_rows_alone(sheet)
            names = sheet.names
        if sheet.names != names:
            raise WholeNeeded
        yield behind(sheet, records)
        records += sheet.rows_in + sheet.blank_lines
    if _state(path) != state:
        raise WholeNeeded


def behind(sheet: Sheet, records: int) -> Sheet:
    """Number the rows of a sheet as those behind so many records."""
    cells = sheet.cells.set_axis(sheet.cells.index + records)
    return replace(sheet, cells=cells, faults=[replace(one, row=one.row + records) for one in sheet.faults])


def _require_large_and_alone(path: Path, beside: Set[str]) -> None:
    is_alone = dataset_files(path).keys() <= {INCIDENTS.name, *beside} and path.name not in unfinished(
        path.parent
    )
    if not is_alone or missing_values(path) or not is_large(path):
        raise WholeNeeded


def _state(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _head_of(first: StoredFile) -> bytes:
    """Take the line of names off the first part, with which every other one is read."""
    end = read_header(first).end if is_csv(first) else 0
    if not 0 < end <= MAX_OF_A_HEADER:
        raise WholeNeeded
    return first.data[:end]


def _require_rows_alone(first: Sheet) -> None:
    """Raise WholeNeeded unless the columns are such that each row can be read without the others."""
    if may_hold_drafts(first) or may_hold_coordinates(first) or untagged(first) is not first:
        raise WholeNeeded


def _pieces(path: Path, size: int) -> Iterator[memoryview]:
    """Cut a file at line ends that stand in no cell; WholeNeeded if its quotation marks don't show them."""
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
    """Find where the last line ends that has as many opening as closing quotation marks before it."""
    end = data.rfind(b"\n") + 1
    is_within = data.count(b'"', 0, end) % 2
    while end and is_within:
        before = data.rfind(b"\n", 0, end - 1) + 1
        is_within ^= data.count(b'"', before, end) % 2
        end = before
    return end
