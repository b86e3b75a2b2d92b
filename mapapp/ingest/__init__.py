"""Files -> typed tables and a report of every fault; the only way data comes in."""

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from mapapp.ingest.adapters import translated
from mapapp.ingest.beside import conflict_beside, tables_beside
from mapapp.ingest.checking import checked, table_of
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
"""Says how the sheet of incidents is to be read."""


def read_dataset(
    path: Path, mapping: Mapping | Recogniser | None = None, *, drafts: bool = False
) -> Ingested:
    """Read the incidents file at `path`, and the claims and sources that lie beside it.

    `mapping` says which of its columns hold what, or is asked once the file has been read, unless a
    mapping.toml beside it does. With `drafts`, what is not published is read too.
    Raises UnreadableFile if a file can't be read as a table, BadDescription for a bad `conflict.toml`. Faulty
    rows and cells are in the report; a data set without one accepted row is returned like any other. A
    history that can't be read is only reported.
    """
    path = incidents_file(path)
    found = dataset_files(path)
    return _ingested(path, _sheets(found), found, mapping, with_drafts=drafts)


def _sheets(found: dict[str, Path]) -> dict[str, Sheet]:
    parts = {name: found[key] for name, key in TIMEMAP_FILES.items() if key in found}
    return {
        table.name: without_missing(
            read_sheet(table.name, found[table.name], parts if table is INCIDENTS else {}), found[table.name]
        )
        for table in TABLES
        if table.name in found
    }


def read_alone(sheet: Sheet, mapping: Mapping | None = None) -> Ingested:
    """Read a sheet as the incidents of a data set beside which nothing lies."""
    return _ingested(sheet.file.path, {INCIDENTS.name: sheet}, {}, mapping)


def _ingested(
    path: Path,
    files: dict[str, Sheet],
    found: dict[str, Path],
    mapping: Mapping | Recogniser | None,
    *,
    with_drafts: bool = False,
) -> Ingested:
    if callable(mapping):
        mapping = mapping(files[INCIDENTS.name])
    if mapping is None and MAPPING in found:
        mapping = read_mapping(found[MAPPING])
    conflict = conflict_beside(found)
    fingerprint = _fingerprint([*(sheet.file.data for sheet in files.values()), _written(mapping)])
    modified = max(sheet.file.modified for sheet in files.values())
    files = {name: sheet.without_bytes() for name, sheet in files.items()}
    named = {INCIDENTS.name: mapping.columns.get(PUBLICATION_STATE, ())} if mapping else {}
    unrelated = mapping.unrelated if mapping else ()
    marks = {name: drafts_in(file, named.get(name, ()), unrelated) for name, file in files.items()}
    sheets = _in_our_columns(files[INCIDENTS.name], mapping) | {
        n: file for n, file in files.items() if n != INCIDENTS.name
    }
    sheets, held = (all_rows(sheets), {}) if with_drafts else published(sheets, marks)
    del files  # what was read is held only as long as it is needed: it may be large
    drafts, conflict = checked(sheets, conflict)
    beside = tables_beside(found, conflict, drafts[INCIDENTS.name])
    told = [TableReport.of(draft) for draft in (*drafts.values(), *beside.values())]
    read = partial(
        Ingested,
        path=path,
        extra_columns=drafts[INCIDENTS.name].extra,
        report=report_of(told),
        fingerprint=fingerprint,
        modified=modified,
        history=history_of({table.name: beside[table.name] for table in HISTORY}).without(
            *(held.get(one.name, frozenset()) for one in (INCIDENTS, CLAIMS))
        ),
        official=totals_of(beside[TOTALS.name]),
        record_numbers=drafts[INCIDENTS.name].values.index,
        columns=drafts[INCIDENTS.name].columns,
        conflict=conflict,
        held=held,
        with_drafts=with_drafts,
        is_translated=drafts[INCIDENTS.name].is_translated,
        losses=Losses(tuple(one.losses for one in told)),
    )
    del told  # each draft goes as it becomes a table
    return read(**{table.name: table_of(drafts.pop(table.name)) for table in TABLES})


def _in_our_columns(sheet: Sheet, mapping: Mapping | None) -> dict[str, Sheet]:
    if mapping is not None and mapping.reads_columns:
        return {INCIDENTS.name: mapped(sheet, mapping)}
    return translated(with_coordinates(sheet))


def _written(mapping: Mapping | None) -> bytes:
    return mapping.as_toml().encode() if mapping else b""


def read_table(path: Path, table: Table) -> tuple[list[dict[str, str]], list[Fault]]:
    """Read a table that is not a part of a data set: its accepted rows as text, and what is wrong with it.

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
