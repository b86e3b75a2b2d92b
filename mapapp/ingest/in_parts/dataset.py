"""A large data set with our own columns: its incidents are read part by part, and spilled to disk."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.errors import UnreadableFile
from mapapp.ingest.adapters import is_ours
from mapapp.ingest.checking import checked, table_of
from mapapp.ingest.companions import companion_conflict, companion_tables
from mapapp.ingest.draft import Draft
from mapapp.ingest.drafting import drafted, texts_of
from mapapp.ingest.each_value import mostly_repeats
from mapapp.ingest.finding import Losses
from mapapp.ingest.habits import Habits
from mapapp.ingest.header import match_names
from mapapp.ingest.history import history_of
from mapapp.ingest.in_parts.combined_reports import combined
from mapapp.ingest.in_parts.identifiers import Identifiers
from mapapp.ingest.in_parts.pieces import LINKING_COLUMNS, WholeNeeded, parts_of_file
from mapapp.ingest.links import known_places
from mapapp.ingest.missing_values import without_missing
from mapapp.ingest.publication import drafts_in, may_hold_drafts
from mapapp.ingest.reading import KEYS, MAX_NUMBERED, ReadInParts
from mapapp.ingest.sheet import Sheet, has_any, trimmed
from mapapp.ingest.sheets import read_sheet
from mapapp.ingest.spellings import notice_habits
from mapapp.ingest.spilled_rows import SpilledRows
from mapapp.ingest.table_reports import TableReport, report_of
from mapapp.model.dataset_files import CONFLICT, GAZETTEER, LINES, dataset_files, incidents_file
from mapapp.model.schema import CLAIMS, FACETS, HISTORY, INCIDENTS, SOURCES, Table

ALLOWED_NEIGHBOURS = frozenset(
    {CONFLICT, GAZETTEER, LINES, *(table.name for table in (CLAIMS, SOURCES, *HISTORY))}
)


def read_dataset_in_parts(
    path: Path, folder: Path, on_progress: Callable[[int, int], None] = lambda *_: None
) -> ReadInParts | None:
    """Read the data set of an incidents file as `read_dataset` does, in the memory of a single part.

    Claims and sources are read as a whole. The rows are spilled to files in `folder`; raises OSError if there
    is no room. `on_progress` receives the number of bytes and rows read so far. None if the file is small or
    must be read as a whole.
    Raises BadDescription for a bad `conflict.toml`.
    """
    path = incidents_file(path)
    try:
        try:
            return _read(_WholeFile(path, folder), on_progress)
        except HabitsNeeded:
            return _read(_WholeFile(path, folder, _habits_of(path)), on_progress)
    except (UnreadableFile, WholeNeeded):
        return None


class HabitsNeeded(Exception):
    """What a cell means depends on how other cells of its column are written."""


def _read(reader: "_WholeFile", on_progress: Callable[[int, int], None]) -> ReadInParts:
    for sheet in parts_of_file(reader.path, ALLOWED_NEIGHBOURS, reader.add_bytes):
        reader.take(sheet)
        on_progress(reader.bytes, reader.rows_in)
    return reader.finish()


def _habits_of(path: Path) -> Habits:
    """Read a file only for its habits."""
    habits = Habits()
    for sheet in parts_of_file(path, ALLOWED_NEIGHBOURS):
        names = match_names(INCIDENTS, path, sheet.names).names
        notice_habits(habits, INCIDENTS, texts_of(INCIDENTS, sheet.cells.set_axis(list(names), axis=1)))
    return habits


class _WholeFile:
    """What must be known of the whole file: identifiers, facet values, report and rows."""

    def __init__(self, path: Path, folder: Path, habits: Habits | None = None) -> None:
        self.bytes = 0
        self.path, self._folder, self._habits = path, folder, habits
        self._files = dataset_files(path)
        self._conflict = companion_conflict(self._files)
        self._digest = hashlib.sha256()
        self._knows_places: set[bool] = set()
        self._values: dict[str, set[str]] = {facet: set() for facet in FACETS}
        self._keys: list[pa.Table] = []
        self._report: TableReport | None = None
        self._rows: SpilledRows | None = None
        self._columns: frozenset[str] = frozenset()
        self._extra: tuple[str, ...] = ()

    @cached_property
    def _identifiers(self) -> Identifiers:
        return Identifiers(self._folder)

    @property
    def rows_in(self) -> int:
        """The number of rows read so far."""
        return self._report.rows_in if self._report else 0

    def add_bytes(self, data: memoryview) -> None:
        """Add the bytes of the next part."""
        self._digest.update(data)
        self.bytes += len(data)

    def take(self, sheet: Sheet) -> None:
        """Read the next part of the file's rows."""
        drafts_in(sheet)
        names = match_names(INCIDENTS, self.path, sheet.names).names
        cells = dict(zip(names, (cells for _, cells in sheet.cells.items()), strict=True))
        if not is_ours(sheet) or has_any(cells.get("related_incidents", pd.Series(dtype="str"))):
            raise WholeNeeded
        repeated = self._identifiers.take(trimmed(cells[INCIDENTS.key]))
        part = replace(sheet, repeated=repeated, habits=self._habits)
        drafts, self._conflict = checked({INCIDENTS.name: part}, self._conflict)
        incidents = drafts[INCIDENTS.name]
        if incidents.depends_on_column:
            raise HabitsNeeded
        self._require_consistent_places(incidents)
        self._columns, self._extra = incidents.columns, incidents.extra
        report, numbers = TableReport.of(incidents), incidents.values.index.to_numpy()
        self._report = combined(self._report, report) if self._report else report
        table = table_of(incidents)
        if CLAIMS.name in self._files:
            linked = table.select(KEYS.names[:-1]).append_column("number", pa.array(numbers, pa.int64()))
            self._keys.append(linked.cast(KEYS))
        self._spill(table)

    def _require_consistent_places(self, incidents: Draft) -> None:
        """Raise WholeNeeded if one part names places of a gazetteer and another none: some may be unknown."""
        places = incidents.values["place_id"]
        if has_any(places):
            self._knows_places.add(bool(known_places(places, self._conflict).any()))
        if len(self._knows_places) > 1:
            raise WholeNeeded

    def _spill(self, table: pa.Table) -> None:
        for facet, values in self._values.items():
            if len(values) <= MAX_NUMBERED:
                values.update(pc.unique(table[facet]).drop_null().to_pylist())
        if self._rows is None:
            self._rows = SpilledRows(self._folder, _dictionary_schema(table))
        self._rows.add(_with_schema(self._rows.schema, table))

    def finish(self) -> ReadInParts:
        """Return the whole data set, once all parts are read."""
        if self._report is None or self._rows is None:
            raise WholeNeeded
        self._modified = [datetime.fromtimestamp(self.path.stat().st_mtime, UTC)]
        keys = pa.concat_tables([KEYS.empty_table(), *self._keys]).combine_chunks()
        sheets = {table.name: self._sheet(table) for table in (CLAIMS, SOURCES) if table.name in self._files}
        held = {name: frozenset[str]() for name in (INCIDENTS.name, *sheets)}
        drafts, conflict = checked(sheets, self._conflict, _checked_incidents(keys))
        claims, sources = drafts[CLAIMS.name], drafts[SOURCES.name]
        companions = companion_tables(self._files, conflict, drafted(INCIDENTS, None))
        reports = [self._report, *map(TableReport.of, (claims, sources, *companions.values()))]
        return ReadInParts(
            path=self.path,
            incidents=self._rows,
            keys=keys,
            values={facet: pa.array(values, pa.string()) for facet, values in self._values.items()},
            claims=table_of(claims),
            sources=table_of(sources),
            extra_columns=self._extra,
            report=report_of(reports),
            fingerprint=self._digest.hexdigest(),
            modified=max(self._modified),
            history=history_of({table.name: companions[table.name] for table in HISTORY}),
            columns=self._columns,
            conflict=conflict,
            held=held,
            losses=Losses(tuple(report.losses for report in reports)),
        )

    def _sheet(self, table: Table) -> Sheet:
        """Read a file next to the incidents; WholeNeeded if it may hold drafts."""
        file = self._files[table.name]
        sheet = without_missing(read_sheet(table.name, file), file)
        if may_hold_drafts(sheet):
            raise WholeNeeded
        drafts_in(sheet)
        self._digest.update(sheet.file.data)
        self._modified.append(sheet.file.modified)
        return sheet.without_bytes()


def _checked_incidents(keys: pa.Table) -> Draft:
    """Return a draft of incidents that were checked before; only their identifiers are known."""
    incidents = drafted(INCIDENTS, None)
    linking = incidents.values[[*LINKING_COLUMNS]].reindex(pd.RangeIndex(len(keys)))
    incidents.values = linking.assign(**{INCIDENTS.key: keys[INCIDENTS.key].to_pandas()})
    incidents.has_file = True
    return incidents


def _dictionary_schema(table: pa.Table) -> pa.Schema:
    """Return the schema with texts as dictionaries in columns where many repeat."""
    dictionary = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            field.with_type(dictionary)
            if field.type == pa.string() and mostly_repeats(table[field.name])
            else field
            for field in table.schema
        ]
    )


def _with_schema(schema: pa.Schema, table: pa.Table) -> pa.Table:
    columns = (
        table[field.name].dictionary_encode() if pa.types.is_dictionary(field.type) else table[field.name]
        for field in schema
    )
    return pa.table([*columns], schema=schema)
