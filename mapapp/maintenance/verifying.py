"""Whether a citable bundle is intact, and how its rows differ from today's data."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from pydantic import BaseModel, Field, ValidationError

from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.errors import UnreadableFile, shortened
from mapapp.exports.bundle import ABOUT, SUMS
from mapapp.exports.csv import csv_files
from mapapp.ingest.sheets import sheet_of
from mapapp.ingest.stored import MAX_UNPACKED, StoredFile, read_bytes, require_bounded
from mapapp.messages import notice
from mapapp.model.corrections import Difference, Sources, State, differences, source_differences
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, TABLES, Table

Rows = list[dict[str, str]]


class About(BaseModel):
    """What a bundle says about its rows."""

    query: dict[str, list[str]]
    filter: str
    fingerprint: str
    retrieved: str
    limit: int | None = Field(default=None, ge=0)
    offset: int = Field(default=0, ge=0)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle's files by name, and those that differ from what was packed: missing, changed or added."""

    file: StoredFile
    members: Mapping[str, bytes]
    problems: Mapping[str, str]

    @property
    def about(self) -> About:
        """Read its description of itself; UnreadableFile if that can't be parsed."""
        try:
            return About.model_validate_json(self.members[ABOUT])
        except ValidationError as error:
            raise _no_bundle(self.file, f"{ABOUT}: {error.errors()[0]['msg']}") from None


def opened(path: Path) -> Bundle:
    """Read a bundle; UnreadableFile if it is not one, or is truncated."""
    file = read_bytes(path)
    try:
        with ZipFile(io.BytesIO(file.data)) as archive:
            require_bounded(file, sum(entry.file_size for entry in archive.infolist()), MAX_UNPACKED)
            names = Counter(archive.namelist())
            members = dict(_members(archive))
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise _no_bundle(file, str(error)) from None
    if missing := [name for name in (ABOUT, SUMS) if name not in names]:
        raise _no_bundle(file, notice("verify-file", name=missing[0], problem="missing"))
    return Bundle(file, members, dict(_problems(names, members)))


def _members(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    """Read the files; a damaged one counts as empty, and is so reported as changed."""
    for name in archive.namelist():
        try:
            yield name, archive.read(name)
        except (BadZipFile, OSError, EOFError, ValueError):
            yield name, b""


def _problems(names: Counter[str], members: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    listing = members[SUMS].decode(errors="replace")
    sums = {name: digest for digest, name in re.findall("^([0-9a-f]{64})  (.+)$", listing, re.MULTILINE)}
    required = {ABOUT, *(f"{table.name}.csv" for table in TABLES)}
    for name in sorted({*sums, *required, *names} - {SUMS}):
        if name not in names:
            yield name, "missing"
        elif name not in sums or names[name] > 1:
            yield name, "added"
        elif sha256(members[name]).hexdigest() != sums[name]:
            yield name, "changed"
    if names[SUMS] > 1:
        yield SUMS, "added"


def compared(bundle: Bundle, store: Store) -> tuple[Difference, ...]:
    """Run the bundle's query on today's data and compare the rows; BadQuery if the query is invalid."""
    about = bundle.about
    query = Query.from_params(about.query)
    store.conflict.require_known_sides(query)
    selection = Selection.of(store, query, limit=about.limit, offset=about.offset)
    current_files = {name: b"".join(pieces) for name, pieces in csv_files(selection)}
    current, packed = (_tables(files, bundle.file) for files in (current_files, bundle.members))
    return differences(_state(packed), _state(current)) + source_differences(
        _sources(packed), _sources(current)
    )


def _tables(files: Mapping[str, bytes], file: StoredFile) -> dict[str, Rows]:
    return {table.name: _read(table, files[f"{table.name}.csv"], file) for table in TABLES}


def _read(table: Table, data: bytes, file: StoredFile) -> Rows:
    """Read a table as text, without blank cells."""
    sheet = sheet_of(table.name, StoredFile(Path(f"{table.name}.csv"), data, file.modified, ".csv"))
    return [
        {name: cell for name, cell in zip(sheet.names, cells, strict=True) if isinstance(cell, str)}
        for cells in sheet.cells.itertuples(index=False)
    ]


def _state(tables: Mapping[str, Rows]) -> State:
    incidents = {(row.get(INCIDENTS.key, ""), ""): row for row in tables[INCIDENTS.name]}
    keys = (INCIDENTS.key, CLAIMS.key)
    claims = {(row.get(keys[0], ""), row.get(keys[1], "")): row for row in tables[CLAIMS.name]}
    return incidents | claims


def _sources(tables: Mapping[str, Rows]) -> Sources:
    return {row.get(SOURCES.key, ""): row for row in tables[SOURCES.name]}


def _no_bundle(file: StoredFile, problem: str) -> UnreadableFile:
    message = notice("no-bundle", file=str(file.path), problem=shortened(problem, 200))
    return UnreadableFile(message, remedy=notice("no-bundle-remedy"))
