"""Preparing a data set: a file in which all is checked and decided, and a list of what could not be used."""

from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from time import monotonic

import pyarrow as pa

from mapapp.engine import prepared
from mapapp.engine.opening import LOSSES, require_incidents
from mapapp.errors import BadQuery
from mapapp.exports.csv import table_file
from mapapp.exports.saving import save
from mapapp.ingest import read_dataset
from mapapp.ingest.mapping.mapping import Mapping
from mapapp.messages import notice
from mapapp.model.dataset_files import dataset_files
from mapapp.model.report import Effect, Fault, Report


def prepare(
    file: Path, to: Path, mapping: Mapping | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[Report, Path | None]:
    """Prepare the data set of an incidents file as `to`; return its report and where losses are listed.

    `tell` is given a line at each step, with the rate of the one before. What stands at `to` is replaced as a
    whole or not at all. Raises UnreadableFile, FaultyData, UnwritableFile, and BadQuery for a name that does
    not end in .mapapp.
    """
    if to.suffix.lower() != prepared.SUFFIX:
        raise BadQuery("to", str(to), notice("expected-prepared"))
    size, begun = sum(one.stat().st_size for one in dataset_files(file).values() if one.exists()), monotonic()
    tell(notice("prepare-reading", file=file.name, megabytes=f"{size / 1e6:,.1f}"))
    ingested = read_dataset(file, mapping)
    tell(_rate(ingested.report, monotonic() - begun))
    require_incidents(file, ingested.report)
    report = prepared.write(ingested, to).report
    return report, _list_losses(report, to.with_name(f"{to.stem}-rejected.csv"))


def _rate(report: Report, seconds: float) -> str:
    rows = sum(count.rows_in for count in report.counts)
    return notice("prepare-checked", count=rows, seconds=f"{seconds:,.0f}", rate=round(rows / seconds))


def _list_losses(report: Report, to: Path) -> Path | None:
    """List each row that is rejected and each cell left out; remove an older list if there is none."""
    lost = [asdict(fault) for fault in report.faults if fault.effect in {*LOSSES, Effect.CELL_LEFT_OUT}]
    if not lost:
        to.unlink(missing_ok=True)
        return None
    columns = {field.name: pa.array([fault[field.name] for fault in lost]) for field in fields(Fault)}
    save(table_file(pa.table(columns)), to)
    return to
