"""Prepared data sets: a DuckDB file in which everything is already checked, derived and decided."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from functools import cache
from glob import escape
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import duckdb

from mapapp.engine import database
from mapapp.engine.about import PARTS, About
from mapapp.engine.engines.duckdb.engine import DuckDB
from mapapp.errors import UnreadableFile, UnwritableFile, shortened
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.decided import evidence_columns
from mapapp.model.derived import ABOUT, HARMED, ROW_ORDER, SEARCH, X, Y
from mapapp.shipped import program_version

if TYPE_CHECKING:
    from mapapp.ingest.reading import AnyReading

SUFFIX = ".mapapp"
MEMORY_FOR_TABLES = "500MB"
"""The engine's memory limit while it writes rows that are also in memory, and already in order."""
MEMORY_FOR_SORTING = "1GB"
"""Its memory limit while it sorts rows from a file, which with less it compresses on one core.

The same while claims are decided.
"""
UNWRITABLE = (OSError, duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
"""The errors for a file that can't be written, in any part; on a full disk a transaction fails first."""
LONGEST_PROBLEM = 200
"""At most this many characters of the engine's message are quoted."""


def write(data: "AnyReading", file: Path) -> About:
    """Prepare a data set in a file, which is replaced completely or not at all; return its About.

    Files that a killed run left half-written are removed. Raises UnwritableFile.
    """
    with writing(data, file) as about:
        return about


@contextmanager
def writing(
    data: "AnyReading", file: Path, on_progress: Callable[[int], None] = lambda _: None
) -> Iterator[About]:
    """Prepare a data set as `write` does; it replaces the file when the context ends without an error.

    `on_progress` is called with the number of incidents written so far; not for those with claims, which
    are sorted after the last has been read.
    """
    part = file.with_name(f".{file.name}-{token_hex(4)}.part")
    try:
        with _refusals_reported(file):
            _remove_remains(file.parent, escape(file.name))
            about = _write_sparingly(data, part, on_progress)
        yield about
        with _refusals_reported(file):
            part.replace(file)
    finally:
        with suppress(OSError):
            _remove(part)


@contextmanager
def _refusals_reported(file: Path) -> Iterator[None]:
    try:
        yield
    except UNWRITABLE as problem:
        raise UnwritableFile(
            notice("file-unwritable", file=str(file), problem=shortened(str(problem), LONGEST_PROBLEM)),
            remedy=notice("file-unwritable-remedy"),
        ) from problem


def _write_sparingly(data: "AnyReading", file: Path, on_progress: Callable[[int], None]) -> About:
    """Write rows using little memory, or as much as it takes if that is too little."""
    try:
        if len(data.claims):
            return _write(data, file, MEMORY_FOR_SORTING)
        return _write(
            data, file, MEMORY_FOR_SORTING if data.lies_in_a_file else MEMORY_FOR_TABLES, on_progress
        )
    except duckdb.OutOfMemoryException:
        _remove(file)
        return _write(data, file)


def _write(
    data: "AnyReading",
    file: Path,
    memory_limit: str = "",
    on_progress: Callable[[int], None] = lambda _: None,
) -> About:
    from mapapp.engine.loading import load  # noqa: PLC0415 - not needed for prepared data sets

    with database.create_file(file) as connection:
        if memory_limit:
            connection.execute(f"SET memory_limit = '{memory_limit}'")
        about = load(data, connection, on_progress)
        connection.execute("CREATE TABLE about (mark VARCHAR, told VARCHAR)")
        connection.execute("INSERT INTO about VALUES (?, ?)", [version_mark(), about.as_json()])
        connection.execute("CHECKPOINT")  # closing does it too, but ignores a full disk
    return about


def _remove_remains(folder: Path, name: str) -> None:
    """Remove what killed runs left; files that another run still writes to are locked."""
    for part in folder.glob(f".{name}-*.part"):
        try:
            duckdb.connect(part, read_only=True).close()
        except duckdb.IOException as problem:
            if "lock" in str(problem):
                continue
        except duckdb.Error:
            pass
        _remove(part)


def _remove(part: Path) -> None:
    """Remove a file, and what the engine has written next to it."""
    for file in (part, part.with_name(f"{part.name}.wal")):
        file.unlink(missing_ok=True)


def read(file: Path) -> tuple[About, DuckDB]:
    """Open a prepared data set; UnreadableFile if it is damaged, or was prepared by another version."""
    try:
        connection = database.open_file(file)
        mark, about = connection.execute("FROM about").fetchall()[0]
        if mark != version_mark():
            raise UnreadableFile(notice("prepared-otherwise", file=str(file)), remedy=notice("prepare-again"))
        return About.from_json(file, about), DuckDB(connection)
    except (duckdb.Error, ValueError, TypeError, LookupError, AttributeError) as problem:
        raise UnreadableFile(
            notice("prepared-damaged", file=str(file)), remedy=notice("prepare-again")
        ) from problem


@cache
def version_mark() -> str:
    """Return a digest of the program's version, the columns and the parts of About, to mark its files."""
    tables = [collection.table for collection in COLLECTIONS.values()]
    columns = [(table.name, column.name, str(column.kind)) for table in tables for column in table.columns]
    parts = [(part.__name__, [field.name for field in fields(part)]) for part in PARTS]
    derived = (ROW_ORDER, ABOUT, X, Y, HARMED, SEARCH, *evidence_columns(NOT_DESCRIBED))
    marks = (program_version(), columns, derived, parts)
    return hashlib.sha256(repr(marks).encode()).hexdigest()
