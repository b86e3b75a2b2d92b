"""Writing files of any readable kind as a single data set of our own: incidents, claims and sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.errors import BadQuery, UnwritableFile
from mapapp.exports.csv import batches_file
from mapapp.exports.saving import remove_remains, reporting_unwritable, save_all
from mapapp.ingest import Ingested, Recogniser, read_dataset
from mapapp.ingest.in_parts import read_in_parts
from mapapp.ingest.spilled_rows import FilteredRows, Rows, RowsInMemory
from mapapp.maintenance.atomic_writing import exclusive_writing
from mapapp.messages import fault, notice
from mapapp.model.dataset_files import dataset_files, file_beside, incidents_file
from mapapp.model.report import Report
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, TABLES, Table

_TABLE_BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was read: its report, and its accepted rows by table."""

    path: Path
    report: Report
    rows: Mapping[str, Rows]

    @classmethod
    def of(cls, data: Ingested) -> "ImportedFile":
        """Use the rows of a data set in memory."""
        tables = {INCIDENTS.name: data.incidents, CLAIMS.name: data.claims, SOURCES.name: data.sources}
        return cls(data.path, data.report, {name: RowsInMemory(table) for name, table in tables.items()})


def read_files(
    files: Iterable[Path], to: Path, recogniser: Recogniser, *, large_in_parts: bool = True
) -> list[ImportedFile]:
    """Read files to be written as the data set of `to`.

    `recogniser` returns the mapping of each file's columns, None if it needs none. With `large_in_parts`, it
    is not called for a file that an adapter recognises and that is large enough to be read in parts. No file
    is overwritten: raises UnreadableFile, UnwritableFile if one exists, and BadQuery for a name that does not
    end in .csv.
    """
    _require_free(to, list(_targets(to).values()))
    return [_import(file, to, recogniser, large_in_parts=large_in_parts) for file in files]


def _import(file: Path, to: Path, recogniser: Recogniser, *, large_in_parts: bool) -> ImportedFile:
    if large_in_parts:
        path = incidents_file(file)
        with reporting_unwritable(to):
            parts = read_in_parts(path, to.parent)
        if parts:
            return ImportedFile(path, *parts)
    return ImportedFile.of(read_dataset(file, recogniser))


def write_joined(files: Sequence[ImportedFile], to: Path) -> tuple[list[int], list[Path]]:
    """Write the accepted rows of several data sets as one.

    Returns how many incidents of each repeat those of earlier ones, and the files written. Of incidents with
    the same identifier, that of the first data set is kept. Columns without a value are left out. Raises
    UnwritableFile, and writes none of the files, if there is no room, if one exists by now, or if another run
    writes in that folder.
    """
    targets = _targets(to)
    tables, repeated = _without_repeats(files)
    table_names = [name for name in targets if any(rows.number for rows in tables[name])]
    with exclusive_writing(to):
        _require_free(to, list(targets.values()))
        save_all({targets[name]: _file(_TABLE_BY_NAME[name], tables[name]) for name in table_names})
    return repeated, [targets[name] for name in table_names]


def _targets(to: Path) -> dict[str, Path]:
    return {table.name: file_beside(to, table) for table in (CLAIMS, SOURCES)} | {INCIDENTS.name: to}


def _require_free(to: Path, targets: Sequence[Path]) -> None:
    if to.suffix.lower() != ".csv":
        raise BadQuery("to", str(to), notice("expected-csv"))
    remove_remains(to.parent)
    existing = [str(file) for file in (*targets, *dataset_files(to).values()) if file.exists()]
    if existing:
        has_incidents = "yes" if to.exists() else "no"
        raise UnwritableFile(*fault("import-there", file=existing[0], incidents=str(to), whole=has_incidents))


def _without_repeats(files: Sequence[ImportedFile]) -> tuple[dict[str, list[Rows]], list[int]]:
    """Leave out of each data set what earlier ones have; count the incidents left out."""
    joined: dict[str, list[Rows]] = {table.name: [] for table in TABLES}
    repeated = []
    for file in files:
        rows = {table.name: file.rows[table.name] for table in TABLES}
        for table in (INCIDENTS, SOURCES):
            rows[table.name] = _without_known(rows[table.name], joined[table.name], table.key)
        repeated.append(file.rows[INCIDENTS.name].number - rows[INCIDENTS.name].number)
        if repeated[-1]:
            ids = _column([rows[INCIDENTS.name]], INCIDENTS.key)
            rows[CLAIMS.name] = FilteredRows(rows[CLAIMS.name], partial(_is_in, INCIDENTS.key, ids))
        for name, added in rows.items():
            joined[name].append(added)
    return joined, repeated


def _without_known(rows: Rows, earlier: Sequence[Rows], key: str) -> Rows:
    """Return the rows that no earlier data set has; without earlier rows, nothing is compared."""
    if not any(data.number for data in earlier):
        return rows
    known_identifiers = _column(earlier, key)
    return FilteredRows(rows, lambda batch: pc.invert(_is_in(key, known_identifiers, batch)))


def _column(row_sets: Iterable[Rows], name: str) -> pa.Array:
    """Return a column of identifiers from all rows."""
    columns = (batch[name] for rows in row_sets for batch in rows.batches())
    return pa.concat_arrays([pa.array([], pa.string()), *columns])


def _is_in(key: str, identifiers: pa.Array, batch: pa.RecordBatch) -> pa.Array:
    return pc.is_in(batch[key], value_set=identifiers)


def _file(table: Table, parts: Sequence[Rows]) -> Iterator[bytes]:
    """Return rows as CSV; empty columns are left out, unless they are required."""
    required = {column.name for column in table.columns if column.required}
    schema_of_all = pa.unify_schemas([rows.schema for rows in parts])
    filled = required.union(*(rows.filled for rows in parts))
    schema = pa.schema([field for field in schema_of_all if field.name in filled])
    batches = (_with_columns(schema, batch) for rows in parts for batch in rows.batches())
    return batches_file(schema, batches)


def _with_columns(schema: pa.Schema, batch: pa.RecordBatch) -> pa.RecordBatch:
    present = {*batch.schema.names}
    columns = [
        batch[field.name] if field.name in present else pa.nulls(len(batch), field.type) for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
