"""Files -> typed tables and a report of every fault; the only way in for data."""

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from mapapp.ingest.adapters import translated
from mapapp.ingest.checking import checked, table_of
from mapapp.ingest.companions import companion_conflict, companion_tables
from mapapp.ingest.drafting import drafted
from mapapp.ingest.finding import Losses
from mapapp.ingest.history import history_of
from mapapp.ingest.mapping.applying import mapped
from mapapp.ingest.mapping.mapping import Mapping, read_mapping
from mapapp.ingest.missing_values import without_missing
from mapapp.ingest.official import totals_of
from mapapp.ingest.one_column import with_coordinates
from mapapp.ingest.publication import all_rows, drafts_in, published
from mapapp.ingest.reading import Ingested
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.sheets import read_sheet
from mapapp.ingest.table_reports import TableReport, report_of
from mapapp.model.dataset_files import MAPPING, TIMEMAP_FILES, dataset_files, incidents_file
from mapapp.model.report import Fault
from mapapp.model.schema import (
    CLAIMS,
    HISTORY,
    INCIDENTS,
    PUBLICATION_STATE,
    TABLES,
    TOTALS,
    Table,
)

__all__ = ["Ingested", "Recogniser", "read_alone", "read_dataset", "read_table"]

Recogniser = Callable[[Sheet], Mapping | None]
"""Decides how the sheet of incidents is to be read."""


def read_dataset(
    path: Path, mapping: Mapping | Recogniser | None = None, *, drafts: bool = False
) -> Ingested:
    """Read the incidents file at `path`, and the claims and sources next to it.

    `mapping` says what its columns mean, or is a function that decides so once the file has been read;
    without one, a mapping.toml next to the file does. With `drafts`, unpublished rows are read too.
    Raises UnreadableFile if a file can't be read as a table, BadDescription for a bad `conflict.toml`. Faulty
    rows and cells are in the report; a data set with no accepted row is returned like any other. A history
    that can't be read is only reported.
    """
    path = incidents_file(path)
    paths = dataset_files(path)
    return _ingested(path, _sheets(paths), paths, mapping, with_drafts=drafts)


def _sheets(paths: dict[str, Path]) -> dict[str, Sheet]:
    parts = {name: paths[key] for name, key in TIMEMAP_FILES.items() if key in paths}
    return {
        table.name: without_missing(
            read_sheet(table.name, paths[table.name], parts if table is INCIDENTS else {}), paths[table.name]
        )
        for table in TABLES
        if table.name in paths
    }


def read_alone(sheet: Sheet, mapping: Mapping | None = None) -> Ingested:
    """Read a sheet as the incidents of a data set that has no other files."""
    return _ingested(sheet.file.path, {INCIDENTS.name: sheet}, {}, mapping)


def _ingested(
    path: Path,
    files: dict[str, Sheet],
    paths: dict[str, Path],
    mapping: Mapping | Recogniser | None,
    *,
    with_drafts: bool = False,
) -> Ingested:
    if callable(mapping):
        mapping = mapping(files[INCIDENTS.name])
    if mapping is None and MAPPING in paths:
        mapping = read_mapping(paths[MAPPING])
    conflict = companion_conflict(paths)
    fingerprint = _fingerprint([*(sheet.file.data for sheet in files.values()), _as_bytes(mapping)])
    modified = max(sheet.file.modified for sheet in files.values())
    files = {name: sheet.without_bytes() for name, sheet in files.items()}
    state_columns = {INCIDENTS.name: mapping.columns.get(PUBLICATION_STATE, ())} if mapping else {}
    unrelated = mapping.unrelated if mapping else ()
    drafts_by_table = {
        name: drafts_in(file, state_columns.get(name, ()), unrelated) for name, file in files.items()
    }
    sheets = _in_our_columns(files[INCIDENTS.name], mapping) | {
        name: file for name, file in files.items() if name != INCIDENTS.name
    }
    sheets, held = (all_rows(sheets), {}) if with_drafts else published(sheets, drafts_by_table)
    del files  # they may be large
    drafts, conflict = checked(sheets, conflict)
    companions = companion_tables(paths, conflict, drafts[INCIDENTS.name])
    table_reports = [TableReport.of(draft) for draft in (*drafts.values(), *companions.values())]
    ingested = partial(
        Ingested,
        path=path,
        extra_columns=drafts[INCIDENTS.name].extra,
        report=report_of(table_reports),
        fingerprint=fingerprint,
        modified=modified,
        history=history_of({table.name: companions[table.name] for table in HISTORY}).without(
            *(held.get(table.name, frozenset()) for table in (INCIDENTS, CLAIMS))
        ),
        official=totals_of(companions[TOTALS.name]),
        record_numbers=drafts[INCIDENTS.name].values.index,
        columns=drafts[INCIDENTS.name].columns,
        conflict=conflict,
        held=held,
        with_drafts=with_drafts,
        is_translated=drafts[INCIDENTS.name].is_translated,
        losses=Losses(tuple(report.losses for report in table_reports)),
    )
    del table_reports  # each draft is dropped as it becomes a table
    return ingested(**{table.name: table_of(drafts.pop(table.name)) for table in TABLES})


def _in_our_columns(sheet: Sheet, mapping: Mapping | None) -> dict[str, Sheet]:
    if mapping is not None and mapping.reads_columns:
        return {INCIDENTS.name: mapped(sheet, mapping)}
    return translated(with_coordinates(sheet))


def _as_bytes(mapping: Mapping | None) -> bytes:
    return mapping.as_toml().encode() if mapping else b""


def read_table(path: Path, table: Table) -> tuple[list[dict[str, str]], list[Fault]]:
    """Read a table that is not part of a data set; return its accepted rows as text, and its faults.

    Raises UnreadableFile if the file can't be read as a table.
    """
    draft = drafted(table, read_sheet(table.name, path))
    draft.settle()
    rows = draft.values[list(table.names)].fillna("").to_dict("records")
    return [{str(name): str(cell) for name, cell in row.items()} for row in rows], list(draft.faults())


def _fingerprint(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()
