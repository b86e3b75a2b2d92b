"""A large data set of our own columns: its incidents are read a part at a time, and put aside."""

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
from mapapp.ingest.beside import conflict_beside, tables_beside
from mapapp.ingest.checking import checked, table_of
from mapapp.ingest.draft import Draft
from mapapp.ingest.drafting import drafted, texts_of
from mapapp.ingest.each_value import repeat
from mapapp.ingest.finding import Losses
from mapapp.ingest.habits import Habits
from mapapp.ingest.header import match_names
from mapapp.ingest.history import history_of
from mapapp.ingest.in_parts.identifiers import Identifiers
from mapapp.ingest.in_parts.pieces import OF_OTHER_ROWS, WholeNeeded, parts_of_file
from mapapp.ingest.in_parts.told_together import followed_by
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

MAY_LIE_BESIDE = frozenset(
    {CONFLICT, GAZETTEER, LINES, *(table.name for table in (CLAIMS, SOURCES, *HISTORY))}
)


def read_dataset_in_parts(
    path: Path, folder: Path, hear: Callable[[int, int], None] = lambda *_: None
) -> ReadInParts | None:
    """Read the data set of an incidents file as `read_dataset` does, in the memory that a part of it takes.

    Claims and sources are read as a whole. The rows are put aside in files of `folder`, where OSError is
    raised if there is no room. `hear` is told how many bytes and rows have been read so far. None if the file
    is small or is to be read as a whole.
    Raises BadDescription for a bad `conflict.toml`.
    """
    path = incidents_file(path)
    try:
        try:
            return _read(_Whole(path, folder), hear)
        except HabitsNeeded:
            return _read(_Whole(path, folder, _habits_of(path)), hear)
    except (UnreadableFile, WholeNeeded):
        return None


class HabitsNeeded(Exception):
    """What a cell means hangs on how other cells of its column are written."""


def _read(whole: "_Whole", hear: Callable[[int, int], None]) -> ReadInParts:
    for sheet in parts_of_file(whole.path, MAY_LIE_BESIDE, whole.hear):
        whole.take(sheet)
        hear(whole.bytes, whole.rows_in)
    return whole.finished()


def _habits_of(path: Path) -> Habits:
    """Read a file for its habits alone."""
    habits = Habits()
    for sheet in parts_of_file(path, MAY_LIE_BESIDE):
        names = match_names(INCIDENTS, path, sheet.names).names
        notice_habits(habits, INCIDENTS, texts_of(INCIDENTS, sheet.cells.set_axis(list(names), axis=1)))
    return habits


class _Whole:
    """What must be known of the whole file: identifiers, values of facets, what is told, and the rows."""

    def __init__(self, path: Path, folder: Path, habits: Habits | None = None) -> None:
        self.bytes = 0
        self.path, self._folder, self._habits = path, folder, habits
        self._found = dataset_files(path)
        self._conflict = conflict_beside(self._found)
        self._digest = hashlib.sha256()
        self._knows_places: set[bool] = set()
        self._values: dict[str, set[str]] = {facet: set() for facet in FACETS}
        self._keys: list[pa.Table] = []
        self._told: TableReport | None = None
        self._rows: SpilledRows | None = None
        self._columns: frozenset[str] = frozenset()
        self._extra: tuple[str, ...] = ()

    @cached_property
    def _identifiers(self) -> Identifiers:
        return Identifiers(self._folder)

    @property
    def rows_in(self) -> int:
        """How many rows have been read."""
        return self._told.rows_in if self._told else 0

    def hear(self, data: memoryview) -> None:
        """Take the bytes of the next part."""
        self._digest.update(data)
        self.bytes += len(data)

    def take(self, sheet: Sheet) -> None:
        """Read a part of the file's rows, the next one."""
        drafts_in(sheet)
        names = match_names(INCIDENTS, self.path, sheet.names).names
        cells = dict(zip(names, (cells for _, cells in sheet.cells.items()), strict=True))
        if not is_ours(sheet) or has_any(cells.get("related_incidents", pd.Series(dtype="str"))):
            raise WholeNeeded
        again = self._identifiers.take(trimmed(cells[INCIDENTS.key]))
        part = replace(sheet, repeated=again, habits=self._habits)
        drafts, self._conflict = checked({INCIDENTS.name: part}, self._conflict)
        incidents = drafts[INCIDENTS.name]
        if incidents.depends_on_column:
            raise HabitsNeeded
        self._require_alike_places(incidents)
        self._columns, self._extra = incidents.columns, incidents.extra
        told, numbers = TableReport.of(incidents), incidents.values.index.to_numpy()
        self._told = followed_by(self._told, told) if self._told else told
        table = table_of(incidents)
        if CLAIMS.name in self._found:
            named = table.select(KEYS.names[:-1]).append_column("number", pa.array(numbers, pa.int64()))
            self._keys.append(named.cast(KEYS))
        self._put_aside(table)

    def _require_alike_places(self, incidents: Draft) -> None:
        """Raise WholeNeeded if one part names places of a gazetteer and another none: some may be unknown."""
        places = incidents.values["place_id"]
        if has_any(places):
            self._knows_places.add(bool(known_places(places, self._conflict).any()))
        if len(self._knows_places) > 1:
            raise WholeNeeded

    def _put_aside(self, table: pa.Table) -> None:
        for facet, values in self._values.items():
            if len(values) <= MAX_NUMBERED:
                values.update(pc.unique(table[facet]).drop_null().to_pylist())
        if self._rows is None:
            self._rows = SpilledRows(self._folder, _numbering(table))
        self._rows.add(_as_in(self._rows.schema, table))

    def finished(self) -> ReadInParts:
        """Tell of the whole file, once all parts are read."""
        if self._told is None or self._rows is None:
            raise WholeNeeded
        self._modified = [datetime.fromtimestamp(self.path.stat().st_mtime, UTC)]
        keys = pa.concat_tables([KEYS.empty_table(), *self._keys]).combine_chunks()
        sheets = {table.name: self._sheet(table) for table in (CLAIMS, SOURCES) if table.name in self._found}
        held = {name: frozenset[str]() for name in (INCIDENTS.name, *sheets)}
        drafts, conflict = checked(sheets, self._conflict, _known(keys))
        claims, sources = drafts[CLAIMS.name], drafts[SOURCES.name]
        beside = tables_beside(self._found, conflict, drafted(INCIDENTS, None))
        told = [self._told, *map(TableReport.of, (claims, sources, *beside.values()))]
        return ReadInParts(
            path=self.path,
            incidents=self._rows,
            keys=keys,
            values={facet: pa.array(values, pa.string()) for facet, values in self._values.items()},
            claims=table_of(claims),
            sources=table_of(sources),
            extra_columns=self._extra,
            report=report_of(told),
            fingerprint=self._digest.hexdigest(),
            modified=max(self._modified),
            history=history_of({table.name: beside[table.name] for table in HISTORY}),
            columns=self._columns,
            conflict=conflict,
            held=held,
            losses=Losses(tuple(one.losses for one in told)),
        )

    def _sheet(self, table: Table) -> Sheet:
        """Read a file beside the incidents; WholeNeeded if it may hold drafts."""
        file = self._found[table.name]
        sheet = without_missing(read_sheet(table.name, file), file)
        if may_hold_drafts(sheet):
            raise WholeNeeded
        drafts_in(sheet)
        self._digest.update(sheet.file.data)
        self._modified.append(sheet.file.modified)
        return sheet.without_bytes()


def _known(keys: pa.Table) -> Draft:
    """Make a draft of incidents that were checked before, of which no more than the identifiers is known."""
    known = drafted(INCIDENTS, None)
    linking = known.values[[*OF_OTHER_ROWS]].reindex(pd.RangeIndex(len(keys)))
    known.values, known.has_file = linking.assign(**{INCIDENTS.key: keys[INCIDENTS.key].to_pandas()}), True
    return known


def _numbering(table: pa.Table) -> pa.Schema:
    """Choose which texts are numbered: those of columns in which many repeat."""
    numbered = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            one.with_type(numbered) if one.type == pa.string() and repeat(table[one.name]) else one
            for one in table.schema
        ]
    )


def _as_in(schema: pa.Schema, table: pa.Table) -> pa.Table:
    columns = (
        table[one.name].dictionary_encode() if pa.types.is_dictionary(one.type) else table[one.name]
        for one in schema
    )
    return pa.table([*columns], schema=schema)
