"""Writing files of any kind that is read as one data set of our own: incidents, claims and sources."""

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
from mapapp.maintenance.together import writing_alone
from mapapp.messages import fault, notice
from mapapp.model.dataset_files import dataset_files, file_beside, incidents_file
from mapapp.model.report import Report
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, TABLES, Table

_NAMED = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read: what is told of it, and its accepted rows by table."""

    path: Path
    report: Report
    rows: Mapping[str, Rows]

    @classmethod
    def of(cls, data: Ingested) -> "Taken":
        """Take the rows of a data set that is in memory."""
        tables = {INCIDENTS.name: data.incidents, CLAIMS.name: data.claims, SOURCES.name: data.sources}
        return cls(data.path, data.report, {name: RowsInMemory(table) for name, table in tables.items()})


def read_files(
    files: Iterable[Path], to: Path, recogniser: Recogniser, *, as_they_come: bool = True
) -> list[Taken]:
    """Read files that are to be written as the data set of `to`.

    `recogniser` says of each which of its columns hold what, None that they need no mapping. With
    `as_they_come`, it is not asked of one that an adapter knows if it is so large that it is read in parts.
    No file is overwritten: raises UnreadableFile, UnwritableFile if one is there, and BadQuery for a name
    that does not end in .csv.
    """
    _require_free(to, list(_targets(to).values()))
    return [_taken(file, to, recogniser, as_it_comes=as_they_come) for file in files]


def _taken(file: Path, to: Path, recogniser: Recogniser, *, as_it_comes: bool) -> Taken:
    if as_it_comes:
        path = incidents_file(file)
        with reporting_unwritable(to):
            found = read_in_parts(path, to.parent)
        if found:
            return Taken(path, *found)
    return Taken.of(read_dataset(file, recogniser))


def write_joined(everything: Sequence[Taken], to: Path) -> tuple[list[int], list[Path]]:
    """Write the accepted rows of data sets as one; return what each repeats of earlier ones, and the files.

    Of incidents with one identifier the first data set's is kept. Columns without a value are left out.
    Raises UnwritableFile, and writes none of the files, if there is no room for one, if one is there by now,
    or if another run writes in that folder.
    """
    targets = _targets(to)
    tables, repeated = _joined(everything)
    written = [name for name in targets if any(rows.number for rows in tables[name])]
    with writing_alone(to):
        _require_free(to, list(targets.values()))
        save_all({targets[name]: _file(_NAMED[name], tables[name]) for name in written})
    return repeated, [targets[name] for name in written]


def _targets(to: Path) -> dict[str, Path]:
    return {table.name: file_beside(to, table) for table in (CLAIMS, SOURCES)} | {INCIDENTS.name: to}


def _require_free(to: Path, targets: Sequence[Path]) -> None:
    if to.suffix.lower() != ".csv":
        raise BadQuery("to", str(to), notice("expected-csv"))
    remove_remains(to.parent)
    there = [str(file) for file in (*targets, *dataset_files(to).values()) if file.exists()]
    if there:
        whole = "yes" if to.exists() else "no"
        raise UnwritableFile(*fault("import-there", file=there[0], incidents=str(to), whole=whole))


def _joined(everything: Sequence[Taken]) -> tuple[dict[str, list[Rows]], list[int]]:
    """Leave out of each data set what earlier ones have; count its incidents that are left out."""
    kept: dict[str, list[Rows]] = {table.name: [] for table in TABLES}
    repeated = []
    for data in everything:
        rows = {table.name: data.rows[table.name] for table in TABLES}
        for table in (INCIDENTS, SOURCES):
            rows[table.name] = _new(rows[table.name], kept[table.name], table.key)
        repeated.append(data.rows[INCIDENTS.name].number - rows[INCIDENTS.name].number)
        if repeated[-1]:
            ids = _column([rows[INCIDENTS.name]], INCIDENTS.key)
            rows[CLAIMS.name] = FilteredRows(rows[CLAIMS.name], partial(_are_among, INCIDENTS.key, ids))
        for name, some in rows.items():
            kept[name].append(some)
    return kept, repeated


def _new(rows: Rows, earlier: Sequence[Rows], key: str) -> Rows:
    """Return the rows that no earlier data set has; where none can be left out, nothing is looked at."""
    if not any(one.number for one in earlier):
        return rows
    known = _column(earlier, key)
    return FilteredRows(rows, lambda batch: pc.invert(_are_among(key, known, batch)))


def _column(everything: Iterable[Rows], name: str) -> pa.Array:
    """Return a column of identifiers of all rows."""
    found = (batch[name] for rows in everything for batch in rows.batches())
    return pa.concat_arrays([pa.array([], pa.string()), *found])


def _are_among(key: str, known: pa.Array, batch: pa.RecordBatch) -> pa.Array:
    return pc.is_in(batch[key], value_set=known)


def _file(table: Table, parts: Sequence[Rows]) -> Iterator[bytes]:
    """Write rows as CSV; columns in which nothing stands are left out, unless they are required."""
    required = {column.name for column in table.columns if column.required}
    named = pa.unify_schemas([rows.schema for rows in parts])
    filled = required.union(*(rows.filled for rows in parts))
    schema = pa.schema([one for one in named if one.name in filled])
    batches = (_in_columns(schema, batch) for rows in parts for batch in rows.batches())
    return batches_file(schema, batches)


def _in_columns(schema: pa.Schema, batch: pa.RecordBatch) -> pa.RecordBatch:
    there = {*batch.schema.names}
    columns = [batch[one.name] if one.name in there else pa.nulls(len(batch), one.type) for one in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
