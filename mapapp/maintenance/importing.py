"""Writing files of any kind that is read as one data set of our own: incidents, claims and sources."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.errors import BadQuery, UnwritableFile
from mapapp.exports.csv import table_file
from mapapp.exports.saving import remove_remains, save_all
from mapapp.ingest import Ingested, Recogniser, read_dataset
from mapapp.maintenance.together import writing_alone
from mapapp.messages import fault, notice
from mapapp.model.dataset_files import dataset_files, file_beside
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, Table


def read_files(files: Iterable[Path], to: Path, recogniser: Recogniser) -> list[Ingested]:
    """Read files that are to be written as the data set of `to`.

    `recogniser` says of each which of its columns hold what, None that they need no mapping. No file is
    overwritten: raises UnreadableFile, UnwritableFile if one is there, and BadQuery for a name that does not
    end in .csv.
    """
    _require_free(to, list(_targets(to).values()))
    return [read_dataset(file, recogniser) for file in files]


def write_joined(everything: Sequence[Ingested], to: Path) -> tuple[list[int], list[Path]]:
    """Write the accepted rows of data sets as one; return what each repeats of earlier ones, and the files.

    Of incidents with one identifier the first data set's is kept. Columns without a value are left out.
    Raises UnwritableFile, and writes none of the files, if there is no room for one, if one is there by now,
    or if another run writes in that folder.
    """
    targets = _targets(to)
    tables, repeated = _joined(everything)
    written = [name for name in targets if len(tables[name])]
    with writing_alone(to):
        _require_free(to, list(targets.values()))
        save_all({targets[name]: table_file(tables[name]) for name in written})
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


def _joined(everything: Sequence[Ingested]) -> tuple[dict[str, pa.Table], list[int]]:
    """Join the tables of all data sets; count for each the incidents that an earlier one has already."""
    parts: dict[str, list[pa.Table]] = {table.name: [] for table in (INCIDENTS, CLAIMS, SOURCES)}
    repeated = []
    for data in everything:
        incidents = _new(data.incidents, parts[INCIDENTS.name], INCIDENTS.key)
        repeated.append(len(data.incidents) - len(incidents))
        claims = data.claims
        if repeated[-1]:
            claims = claims.filter(_among(claims[INCIDENTS.key], [incidents[INCIDENTS.key]]))
        sources = _new(data.sources, parts[SOURCES.name], SOURCES.key)
        for name, rows in ((INCIDENTS.name, incidents), (CLAIMS.name, claims), (SOURCES.name, sources)):
            parts[name].append(rows)
    schemas = {INCIDENTS.name: INCIDENTS, CLAIMS.name: CLAIMS, SOURCES.name: SOURCES}
    joined = {name: pa.concat_tables(tables, promote_options="default") for name, tables in parts.items()}
    return {name: _filled(schemas[name], table) for name, table in joined.items()}, repeated


def _new(rows: pa.Table, earlier: Sequence[pa.Table], key: str) -> pa.Table:
    """Return the rows that no earlier table has; where none can be left out, nothing is copied."""
    if not any(map(len, earlier)):
        return rows
    return rows.filter(pc.invert(_among(rows[key], [table[key] for table in earlier])))


def _among(ids: pa.ChunkedArray, columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    known = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string())
    return pc.is_in(ids, value_set=known.combine_chunks())


def _filled(schema: Table, table: pa.Table) -> pa.Table:
    """Leave out the columns in which nothing stands, unless the schema requires them."""
    required = {column.name for column in schema.columns if column.required}
    return table.select(list(_with_values(table, required)))


def _with_values(table: pa.Table, required: set[str]) -> Iterator[str]:
    for name in table.column_names:
        if name in required or table[name].null_count < len(table):
            yield name
