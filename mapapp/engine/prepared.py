"""Prepared data sets: a file of the engine's in which everything is checked, derived and decided already."""

import hashlib
from dataclasses import fields
from functools import cache
from glob import escape
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import duckdb

from mapapp.engine import database, evidence
from mapapp.engine.about import PARTS, About
from mapapp.engine.engines.duckdb import DuckDB
from mapapp.errors import UnreadableFile, UnwritableFile, shortened
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.settings import program_version

if TYPE_CHECKING:
    from mapapp.ingest import Ingested

SUFFIX = ".mapapp"
MOST_IN_MEMORY = "1GB"
"""What does not find room when rows are put in order is put on the disk."""
MAX_TOLD = 200
"""Characters of what the engine says of a problem."""


def write(ingested: "Ingested", file: Path) -> About:
    """Prepare a data set in a file, which is replaced as a whole or not at all; return what is told of it.

    What another run left half-written, because it was killed, is removed. Raises UnwritableFile.
    """
    try:
        _remove_remains(file.parent, escape(file.name))
        part = file.with_name(f".{file.name}-{token_hex(4)}.part")
        try:
            about = _written_sparingly(ingested, part)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, duckdb.IOException) as problem:
        raise UnwritableFile(
            notice("file-unwritable", file=str(file), problem=shortened(str(problem), MAX_TOLD)),
            remedy=notice("file-unwritable-remedy"),
        ) from problem
    return about


def _written_sparingly(ingested: "Ingested", file: Path) -> About:
    """Put rows in order on the disk if they are many; claims are decided, and joined to them, in memory."""
    try:
        return _written(ingested, file, "" if len(ingested.claims) else MOST_IN_MEMORY)
    except duckdb.OutOfMemoryException:
        file.unlink()
        return _written(ingested, file)


def _written(ingested: "Ingested", file: Path, most: str = "") -> About:
    from mapapp.engine.loading import load  # noqa: PLC0415 - not needed for what is prepared

    with database.written(file) as made:
        if most:
            made.execute(f"SET memory_limit = '{most}'")
        about = load(ingested, made)
        made.execute("CREATE TABLE about (mark VARCHAR, told VARCHAR)")
        made.execute("INSERT INTO about VALUES (?, ?)", [mark(), about.as_json()])
    return about


def _remove_remains(folder: Path, name: str) -> None:
    """Remove what is left of runs that were killed; what another run still writes to is locked."""
    for part in folder.glob(f".{name}-*.part"):
        try:
            duckdb.connect(part, read_only=True).close()
        except duckdb.IOException as problem:
            if "lock" in str(problem):
                continue
        except duckdb.Error:
            pass
        for remains in (part, part.with_name(f"{part.name}.wal")):
            remains.unlink(missing_ok=True)


def read(file: Path) -> tuple[About, DuckDB]:
    """Open a prepared data set; UnreadableFile if it is damaged, or was prepared by another version."""
    try:
        opened = database.read(file)
        its_mark, told = opened.execute("FROM about").fetchall()[0]
        if its_mark != mark():
            raise UnreadableFile(notice("prepared-otherwise", file=str(file)), remedy=notice("prepare-again"))
        return About.from_json(file, told), DuckDB(opened)
    except (duckdb.Error, ValueError, TypeError, LookupError, AttributeError) as problem:
        raise UnreadableFile(
            notice("prepared-damaged", file=str(file)), remedy=notice("prepare-again")
        ) from problem


@cache
def mark() -> str:
    """Tell one version's files from another's: by the program's version, the columns, what else is told."""
    tables = [collection.table for collection in COLLECTIONS.values()]
    columns = [(table.name, column.name, str(column.kind)) for table in tables for column in table.columns]
    told = [(part.__name__, [field.name for field in fields(part)]) for part in PARTS]
    marks = (program_version(), columns, evidence.added(NOT_DESCRIBED), told)
    return hashlib.sha256(repr(marks).encode()).hexdigest()
