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
from mapapp.exports.saving import save
from mapapp.ingest import read_dataset
from mapapp.ingest.mapping.mapping import read_mapping
from mapapp.messages import notice
from mapapp.model.dataset_files import dataset_files
from mapapp.model.report import Fault, Report

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

    `tell` is given a line at each step, with the rate of the one before, and while rows without claims are
    written every few seconds how many are, and in what time the others will be. What stands at `to` is
    replaced as a whole or not at all. Raises UnreadableFile, FaultyData, UnwritableFile, and BadQuery for a
    name that does not end in .mapapp.
    """
    if to.suffix.lower() != prepared.SUFFIX:
        raise BadQuery("to", str(to), notice("expected-prepared"))
    size, begun = sum(one.stat().st_size for one in dataset_files(file).values() if one.exists()), monotonic()
    tell(notice("prepare-reading", file=file.name, megabytes=f"{size / 1e6:,.1f}"))
    ingested = read_dataset(file, read_mapping(mapping) if mapping else None)
    tell(_rate(ingested.report, monotonic() - begun))
    require_incidents(file, ingested, mapping)
    with prepared.writing(ingested, to, _Progress(len(ingested.incidents), tell)) as about:
        lost = _list_losses(ingested.losses, to.with_name(f"{to.stem}-rejected.csv"))
    return about.report, lost


class _Progress:
    """Tells every few seconds how many of the rows are written, how fast, and when the others will be."""

    def __init__(self, rows: int, tell: Callable[[str], None]) -> None:
        self._rows, self._tell = rows, tell
        self._begun = self._told = monotonic()

    def __call__(self, written: int) -> None:
        now = monotonic()
        if now - self._told < SECONDS_BETWEEN or written >= self._rows:
            return
        self._told, rate = now, written / (now - self._begun)
        left = f"{(self._rows - written) / rate:,.0f}"
        self._tell(notice("prepare-writing", count=written, rows=self._rows, rate=round(rate), seconds=left))


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
