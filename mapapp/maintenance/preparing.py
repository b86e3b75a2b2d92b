"""Preparing a data set: a file with everything checked and decided, and a list of what could not be used."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import chain, islice
from pathlib import Path
from time import monotonic

import pyarrow as pa

from mapapp.engine import prepared
from mapapp.engine.opening import require_incidents
from mapapp.errors import BadQuery
from mapapp.exports.csv import pages_file
from mapapp.exports.saving import reporting_unwritable, save
from mapapp.ingest import read_dataset
from mapapp.ingest.in_parts.dataset import read_dataset_in_parts
from mapapp.ingest.in_parts.pieces import is_large
from mapapp.ingest.mapping.mapping import read_mapping
from mapapp.ingest.reading import AnyReading
from mapapp.messages import notice
from mapapp.model.dataset_files import dataset_files
from mapapp.model.report import Fault, Report
from mapapp.model.schema import INCIDENTS

FAULTS_PER_PAGE = 1 << 13
SECONDS_PER_REPORT = 5.0
"""Between two progress reports."""
_COLUMNS = pa.schema(
    [(field.name, pa.int64() if field.name == "row" else pa.large_string()) for field in fields(Fault)]
)


def prepare(
    file: Path, to: Path, mapping: Path | None = None, report: Callable[[str], None] = lambda _: None
) -> tuple[Report, Path | None]:
    """Prepare the data set of an incidents file as `to`; return its report and the file of losses.

    `report` receives a line at each step, with the rate of the previous one, and every few seconds the number
    of rows read or written and the time left: for a large file that is read in parts, and for rows without
    claims. A file at `to` is replaced completely or not at all. Raises UnreadableFile, FaultyData,
    UnwritableFile, and BadQuery for a name that does not end in .mapapp.
    """
    if to.suffix.lower() != prepared.SUFFIX:
        raise BadQuery("to", str(to), notice("expected-prepared"))
    files = [path for path in dataset_files(file).values() if path.exists()]
    size, begun = sum(path.stat().st_size for path in files), monotonic()
    report(notice("prepare-reading", file=file.name, megabytes=f"{size / 1e6:,.1f}"))
    data = _read(file, mapping, to, report)
    report(_rate(data.report, monotonic() - begun))
    require_incidents(file, data, mapping)
    rows = data.report.rows_accepted(INCIDENTS.name)
    on_progress = _handing_over(rows, report) if data.lies_in_a_file else _writing(rows, report)
    with prepared.writing(data, to, on_progress) as about:
        rejected = _list_losses(data.losses, to.with_name(f"{to.stem}-rejected.csv"))
    return about.report, rejected


def _read(file: Path, mapping: Path | None, to: Path, report: Callable[[str], None]) -> AnyReading:
    """Read a large file in parts, spilled next to `to`; any other as a whole."""
    if mapping is None:
        with reporting_unwritable(to):
            parts = read_dataset_in_parts(file, to.parent, _reading(file, report))
        if parts:
            return parts
        if is_large(file):
            report(notice("prepare-whole", file=file.name))
    return read_dataset(file, read_mapping(mapping) if mapping else None)


def _reading(file: Path, report: Callable[[str], None]) -> Callable[[int, int], None]:
    """Report how many rows are read, how fast, and the time left."""
    progress = _Progress("prepare-reading-on", report)
    return lambda bytes_read, rows: progress.update(bytes_read, file.stat().st_size, rows)


def _writing(rows: int, report: Callable[[str], None]) -> Callable[[int], None]:
    """Report how many of the rows are written, how fast, and the time left."""
    progress = _Progress("prepare-writing", report, rows=rows)
    return lambda rows_written: progress.update(rows_written, rows, rows_written)


def _handing_over(rows: int, report: Callable[[str], None]) -> Callable[[int], None]:
    """Report how many rows the engine has received; once it has all, it sorts and writes them."""
    progress = _Progress("prepare-handing-over", report, rows=rows)

    def update(rows_taken: int) -> None:
        progress.update(rows_taken, rows, rows_taken)
        if rows_taken == rows:
            report(notice("prepare-putting-in-order", count=rows))

    return update


class _Progress:
    """Reports every few seconds on the progress of a step that began when this was created."""

    def __init__(self, identifier: str, report: Callable[[str], None], **arguments: int) -> None:
        self._begun = self._last_report = monotonic()
        self._identifier, self._report, self._arguments = identifier, report, arguments

    def update(self, position: int, total: int, rows: int) -> None:
        """Report the progress, if it is time to and something is left."""
        now = monotonic()
        if now - self._last_report < SECONDS_PER_REPORT or position >= total:
            return
        self._last_report, elapsed = now, now - self._begun
        rate, seconds_left = round(rows / elapsed), f"{elapsed * (total - position) / position:,.0f}"
        self._report(notice(self._identifier, count=rows, rate=rate, seconds=seconds_left, **self._arguments))


def _rate(report: Report, seconds: float) -> str:
    rows = sum(count.rows_in for count in report.counts)
    return notice("prepare-checked", count=rows, seconds=f"{seconds:,.0f}", rate=round(rows / seconds))


def _list_losses(losses: Iterable[Fault], to: Path) -> Path | None:
    """List each rejected row and each cell left out; remove an older list if there are none."""
    pages = _pages(losses)
    first_page = next(pages, None)
    if first_page is None:
        to.unlink(missing_ok=True)
        return None
    save(pages_file(_COLUMNS.empty_table(), chain([first_page], pages)), to)
    return to


def _pages(losses: Iterable[Fault]) -> Iterator[pa.Table]:
    """Return faults as tables of a few thousand rows each, so that a million need no more memory."""
    remaining = iter(losses)
    while page := list(islice(remaining, FAULTS_PER_PAGE)):
        cells = [[getattr(fault, name) for fault in page] for name in _COLUMNS.names]
        yield pa.table(cells, schema=_COLUMNS)
