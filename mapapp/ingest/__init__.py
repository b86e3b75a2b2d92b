"""Files -> typed tables and a report of every fault; the only way data comes in."""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pyarrow as pa

from mapapp.errors import UnreadableFile
from mapapp.ingest.adapters import translated
from mapapp.ingest.cell_types import read_cells
from mapapp.ingest.claims import check_claims
from mapapp.ingest.conflict import read_conflict
from mapapp.ingest.conflict.parties import with_parties_of
from mapapp.ingest.draft import Draft
from mapapp.ingest.each_value import side_by_side
from mapapp.ingest.finding import Finding, Losses, as_findings
from mapapp.ingest.header import match_names, unused
from mapapp.ingest.history import check_history, history_of
from mapapp.ingest.links import check_links
from mapapp.ingest.mapping.applied import mapped
from mapapp.ingest.mapping.mapping import Mapping, read_mapping
from mapapp.ingest.missing_values import without_missing
from mapapp.ingest.official import check_totals, totals_of
from mapapp.ingest.one_column import with_coordinates
from mapapp.ingest.publication import Held, all_rows, drafts_in, published, require_no_drafts
from mapapp.ingest.rows import check_rows
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.ingest.sheets import read_sheet
from mapapp.ingest.spellings import respell
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.corrections import NOTHING_WRITTEN, History
from mapapp.model.dataset_files import (
    CONFLICT,
    GAZETTEER,
    LINES,
    MAPPING,
    PARTS,
    dataset_files,
    incidents_file,
)
from mapapp.model.official_totals import Total
from mapapp.model.report import Count, Effect, Fault, Report, first_of_each_kind, many_of
from mapapp.model.schema import (
    BESIDE,
    CLAIMS,
    HISTORY,
    INCIDENTS,
    PUBLICATION_STATE,
    SOURCES,
    TABLES,
    TOTALS,
    Kind,
    Table,
)

__all__ = ["Ingested", "Recogniser", "read_alone", "read_dataset", "read_table"]

Recogniser = Callable[[Sheet], Mapping | None]
"""Says how the sheet of incidents is to be read."""

_ROWS_PER_BATCH = 1 << 18
_ARROW = {Kind.INTEGER: pa.int64(), Kind.NUMBER: pa.float64(), Kind.DATE: pa.date32()}


@dataclass(frozen=True, slots=True)
class Ingested:
    """A data set as it was read: only accepted rows, in file order.

    Each table has every column of its schema, all null where the file lacks it, then the file's own columns
    as unchanged text. Blank cells are null; other text of the schema's columns is trimmed. Whole numbers are
    int64, numbers float64, dates date32, everything else string; a blank `date_end` is filled with
    `date_start`. `extra_columns` are the incidents file's own, `columns` those of the schema that it has.
    `fingerprint` is the SHA-256 of the bytes of the incidents, claims and sources files, one after the other.
    `modified` is when the newest was written. `history` is what is written down of releases and corrections.
    `record_numbers` are the incidents' own, as in the report. `official` are the totals that others gave.
    `conflict` is what it is about. `is_translated` is whether an adapter made it of another data set's
    file. `held` are the identifiers of the drafts, by table, that were left out;
    `with_drafts` is whether they were not. `losses` are all of the report's losses, however many there are.
    """

    path: Path
    incidents: pa.Table
    claims: pa.Table
    sources: pa.Table
    extra_columns: tuple[str, ...]
    report: Report
    fingerprint: str
    modified: datetime
    history: History = NOTHING_WRITTEN
    official: tuple[Total, ...] = ()
    record_numbers: Sequence[int] | pd.Index = ()
    columns: frozenset[str] = frozenset()
    conflict: Conflict = NOT_DESCRIBED
    held: Held = field(default_factory=dict)
    with_drafts: bool = False
    is_translated: bool = False
    losses: Losses = field(default_factory=Losses)


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
    parts = {name: found[key] for name, key in PARTS.items() if key in found}
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
    conflict = _conflict_of(found)
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
    drafts = {table.name: _draft(conflict.widened(table), sheets.pop(table.name, None)) for table in TABLES}
    conflict = with_parties_of(conflict, drafts[CLAIMS.name])
    _name_places(drafts[INCIDENTS.name], conflict)
    for draft in drafts.values():
        if draft.known:
            check_rows(draft, conflict)
            draft.settle()
    check_links(drafts, conflict)
    check_claims(drafts[CLAIMS.name], drafts[SOURCES.name], conflict)
    beside = {table.name: _draft_beside(conflict.widened(table), found.get(table.name)) for table in BESIDE}
    history, totals = {table.name: beside[table.name] for table in HISTORY}, beside[TOTALS.name]
    check_history(history)
    check_totals(totals, drafts[INCIDENTS.name])
    everything = [*drafts.values(), *beside.values()]
    read = partial(
        Ingested,
        path=path,
        extra_columns=drafts[INCIDENTS.name].extra,
        report=_report(everything),
        fingerprint=fingerprint,
        modified=modified,
        history=history_of(history).without(
            *(held.get(one.name, frozenset()) for one in (INCIDENTS, CLAIMS))
        ),
        official=totals_of(totals),
        record_numbers=drafts[INCIDENTS.name].values.index,
        columns=drafts[INCIDENTS.name].columns,
        conflict=conflict,
        held=held,
        with_drafts=with_drafts,
        is_translated=drafts[INCIDENTS.name].is_translated,
        losses=Losses(tuple(draft.losses for draft in everything)),
    )
    del everything  # each draft goes as it becomes a table
    return read(**{table.name: _table(drafts.pop(table.name)) for table in TABLES})


def _conflict_of(found: MappingOf[str, Path]) -> Conflict:
    if CONFLICT not in found:
        return NOT_DESCRIBED
    return read_conflict(found[CONFLICT], found.get(GAZETTEER), found.get(LINES))


def _name_places(incidents: Draft, conflict: Conflict) -> None:
    """Name the places of incidents that name none as the data set's own gazetteer does."""
    if conflict.places:
        values = incidents.values
        named = values["place_id"].map(dict(conflict.places))
        values["place_name"] = values["place_name"].fillna(named)


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
    draft = _draft(table, read_sheet(table.name, path))
    draft.settle()
    rows = draft.values[list(table.names)].fillna("").to_dict("records")
    return [{str(name): str(cell) for name, cell in row.items()} for row in rows], list(draft.faults())


def _fingerprint(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()


def _draft_beside(table: Table, path: Path | None) -> Draft:
    try:
        return _draft(table, None if path is None else require_no_drafts(read_sheet(table.name, path)))
    except UnreadableFile as problem:
        draft = _draft(table, None)
        reason = problem.problem.replace(f"{path.parent}{os.sep}" if path else "", "")
        lost = Fault(table.name, 1, "", "", reason, problem.remedy, Effect.FILE_LEFT_OUT)
        draft.findings += as_findings([lost])
        return draft


def _draft(table: Table, sheet: Sheet | None) -> Draft:
    if sheet is None:
        texts, values = _nothing(table.name)
        return Draft(table, texts.copy(deep=False), values.copy(deep=False), rows_in=0, known=False)
    names = match_names(table, sheet.file.path, sheet.names)
    remarks = [] if sheet.is_translated else unused(table, sheet.file.path.name, names)
    cells = sheet.cells.set_axis(list(names.names), axis=1)
    spelled = respell(table, _texts(table, cells), sheet.file.path.name)
    values, found = read_cells(table, spelled.texts)
    return Draft(
        table,
        spelled.texts,
        values.join(cells[list(names.extra)]) if names.extra else values,
        sheet.rows_in,
        names.extra,
        (*sheet.notes, *names.notes, *remarks, *spelled.notes),
        columns=frozenset(table.names).intersection(names.names),
        ended=sheet.ended,
        blank_lines=sheet.blank_lines,
        findings=[*as_findings(sheet.faults), *_mendable(sheet, [*as_findings(spelled.faults), *found])],
        is_translated=sheet.is_translated,
    )


@cache
def _nothing(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the texts and values of a table that a data set lacks; the same for every data set."""
    table = next(table for table in (*TABLES, *BESIDE) if table.name == name)
    texts = _texts(table, pd.DataFrame(index=pd.RangeIndex(0)))
    return texts, read_cells(table, texts)[0]


def _mendable(sheet: Sheet, found: list[Finding]) -> list[Finding]:
    """Leave out the remarks on a translated file: whoever reads it does not work on it."""
    return [one for one in found if not (sheet.is_translated and one.effect is Effect.REMARK)]


def _texts(table: Table, cells: pd.DataFrame) -> pd.DataFrame:
    nothing = pd.Series(None, index=cells.index, dtype="str")
    given = [name for name in table.names if name in cells]
    texts = dict(zip(given, side_by_side(lambda name: trimmed(cells[name]), given, len(cells)), strict=True))
    return pd.DataFrame({name: texts.get(name, nothing) for name in table.names})


def _table(draft: Draft) -> pa.Table:
    """Make a table of a draft, which is empty then: its columns go as they are taken over."""
    values, draft.texts, draft.values = draft.values, draft.texts.iloc[:0], draft.values.iloc[:0]
    types = {column.name: _ARROW.get(column.kind, pa.string()) for column in draft.table.columns}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in values.columns])
    if values.empty:
        return schema.empty_table()
    if draft.table.name == INCIDENTS.name:
        values = values.assign(date_end=values["date_end"].fillna(values["date_start"]))
    columns = dict(values.items())
    del values
    arrays = [pa.Array.from_pandas(columns.pop(field.name)).cast(field.type) for field in schema]
    table = pa.table(arrays, schema=schema)
    return pa.Table.from_batches(table.to_batches(max_chunksize=_ROWS_PER_BATCH), schema)


def _report(drafts: list[Draft]) -> Report:
    found = (fault for draft in drafts for fault in draft.faults())
    faults, numbers = first_of_each_kind(found, lambda fault: fault.kind)
    return Report(
        faults=tuple(faults),
        many=many_of(numbers),
        counts=tuple(Count(draft.table.name, draft.rows_in, len(draft.values)) for draft in drafts),
        notes=tuple(note for draft in drafts for note in draft.notes),
        unlocated=int(drafts[0].values["latitude"].isna().sum()),
        unended=tuple(draft.table.name for draft in drafts if not draft.ended),
    )
