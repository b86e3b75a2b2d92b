"""Preparing a data set: a file in which all is checked and decided, and a list of what could not be used."""

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

FAULTS_AT_ONCE = 1 << 13
SECONDS_BETWEEN = 5.0
"""Between two lines about how far the writing is."""
_COLUMNS = pa.schema(
    [(one.name, pa.int64() if one.name == "row" else pa.large_string()) for one in fields(Fault)]
)


def prepare(
    file: Path, to: Path, mapping: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[Report, Path | None]:
    """Prepare the data set of an incidents file as `to`; return its report and where losses are listed.

    `tell` is given a line at each step, with the rate of the one before, and every few seconds how many rows
    are read or written, and in what time the others will be: of a large file that is read in parts, and of
    rows without claims. What stands at `to` is
    replaced as a whole or not at all. Raises UnreadableFile, FaultyData, UnwritableFile, and BadQuery for a
    name that does not end in .mapapp.
    """
    if to.suffix.lower() != prepared.SUFFIX:
        raise BadQuery("to", str(to), notice("expected-prepared"))
    size, begun = sum(one.stat().st_size for one in dataset_files(file).values() if one.exists()), monotonic()
    tell(notice("prepare-reading", file=file.name, megabytes=f"{size / 1e6:,.1f}"))
    data = _read(file, mapping, to, tell)
    tell(_rate(data.report, monotonic() - begun))
    require_incidents(file, data, mapping)
    rows = data.report.rows_accepted(INCIDENTS.name)
    hear = _handing_over(rows, tell) if data.lies_in_a_file else _writing(rows, tell)
    with prepared.writing(data, to, hear) as about:
        lost = _list_losses(data.losses, to.with_name(f"{to.stem}-rejected.csv"))
    return about.report, lost


def _read(file: Path, mapping: Path | None, to: Path, tell: Callable[[str], None]) -> AnyReading:
    """Read a large file in parts, which are put aside beside `to`; any other as a whole."""
    if mapping is None:
        with reporting_unwritable(to):
            parts = read_dataset_in_parts(file, to.parent, _reading(file, tell))
        if parts:
            return parts
        if is_large(file):
            tell(notice("prepare-whole", file=file.name))
    return read_dataset(file, read_mapping(mapping) if mapping else None)


def _reading(file: Path, tell: Callable[[str], None]) -> Callable[[int, int], None]:
    """Tell how many rows are read, how fast, and when the others will be."""
    progress = _Progress("prepare-reading-on", tell)
    return lambda read, rows: progress.hear(read, file.stat().st_size, rows)


def _writing(rows: int, tell: Callable[[str], None]) -> Callable[[int], None]:
    """Tell how many of the rows are written, how fast, and when the others will be."""
    progress = _Progress("prepare-writing", tell, rows=rows)
    return lambda written: progress.hear(written, rows, written)


def _handing_over(rows: int, tell: Callable[[str], None]) -> Callable[[int], None]:
    """Tell how many of the rows the engine has, which are put in order and written once it has all."""
    progress = _Progress("prepare-handing-over", tell, rows=rows)

    def hear(taken: int) -> None:
        progress.hear(taken, rows, taken)
        if taken == rows:
            tell(notice("prepare-putting-in-order", count=rows))

    return hear


class _Progress:
    """Tells every few seconds how far something is that began when it was made."""

    def __init__(self, identifier: str, tell: Callable[[str], None], **arguments: int) -> None:
        self._begun = self._told = monotonic()
        self._identifier, self._tell, self._arguments = identifier, tell, arguments

    def hear(self, done: int, whole: int, rows: int) -> None:
        """Tell how many rows that is, if it is time to and something is left."""
        now = monotonic()
        if now - self._told < SECONDS_BETWEEN or done >= whole:
            return
        self._told, passed = now, now - self._begun
        rate, left = round(rows / passed), f"{passed * (whole - done) / done:,.0f}"
        self._tell(notice(self._identifier, count=rows, rate=rate, seconds=left, **self._arguments))


def _rate(report: Report, seconds: float) -> str:
    rows = sum(count.rows_in for count in report.counts)
    return notice("prepare-checked", count=rows, seconds=f"{seconds:,.0f}", rate=round(rows / seconds))


def _list_losses(losses: Iterable[Fault], to: Path) -> Path | None:
    """List each row that is rejected and each cell left out; remove an older list if there is none."""
    pages = _pages(losses)
    first = next(pages, None)
    if first is None:
        to.unlink(missing_ok=True)
        return None
    save(pages_file(_COLUMNS.empty_table(), chain([first], pages)), to)
    return to


def _pages(losses: Iterable[Fault]) -> Iterator[pa.Table]:
    """Make tables of faults, a few thousand rows each, so that a million need no more room."""
    rest = iter(losses)
    while lost := list(islice(rest, FAULTS_AT_ONCE)):
        cells = [[getattr(fault, name) for fault in lost] for name in _COLUMNS.names]
        yield pa.table(cells, schema=_COLUMNS)
