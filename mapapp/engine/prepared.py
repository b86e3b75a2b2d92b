"""Prepared data sets: a file of the engine's in which everything is checked, derived and decided already."""

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
MOST_IN_MEMORY = "500MB"
"""The engine's part while rows are written that are in memory too, and come to it in their order."""
MOST_BESIDE_A_PART = "1GB"
"""Its part while it puts rows in order that lie in a file: with less it packs them on one core.

The same while claims are decided.
"""
UNWRITABLE = (OSError, duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
"""How a file fails that can't be written, in any of its parts: a full disk makes a transaction fail first."""
MAX_TOLD = 200
"""Characters of what the engine says of a problem."""


def write(data: "AnyReading", file: Path) -> About:
    """Prepare a data set in a file, which is replaced as a whole or not at all; return what is told of it.

    What another run left half-written, because it was killed, is removed. Raises UnwritableFile.
    """
    with writing(data, file) as about:
        return about


@contextmanager
def writing(data: "AnyReading", file: Path, hear: Callable[[int], None] = lambda _: None) -> Iterator[About]:
    """Prepare a data set as `write` does; it takes the file's place once this ends, unless by an error.

    `hear` is told how many incidents are written so far; of those with claims nothing, for they are put in
    order once the last has come.
    """
    part = file.with_name(f".{file.name}-{token_hex(4)}.part")
    try:
        with _telling_of(file):
            _remove_remains(file.parent, escape(file.name))
            about = _written_sparingly(data, part, hear)
        yield about
        with _telling_of(file):
            part.replace(file)
    finally:
        with suppress(OSError):
            _remove(part)


@contextmanager
def _telling_of(file: Path) -> Iterator[None]:
    try:
        yield
    except UNWRITABLE as problem:
        raise UnwritableFile(
            notice("file-unwritable", file=str(file), problem=shortened(str(problem), MAX_TOLD)),
            remedy=notice("file-unwritable-remedy"),
        ) from problem


def _written_sparingly(data: "AnyReading", file: Path, hear: Callable[[int], None]) -> About:
    """Write rows in little memory, or in what it takes if that is too little."""
    try:
        if len(data.claims):
            return _written(data, file, MOST_BESIDE_A_PART)
        return _written(data, file, MOST_BESIDE_A_PART if data.lies_in_a_file else MOST_IN_MEMORY, hear)
    except duckdb.OutOfMemoryException:
        _remove(file)
        return _written(data, file)


def _written(
    data: "AnyReading", file: Path, most: str = "", hear: Callable[[int], None] = lambda _: None
) -> About:
    from mapapp.engine.loading import load  # noqa: PLC0415 - not needed for what is prepared

    with database.create_file(file) as made:
        if most:
            made.execute(f"SET memory_limit = '{most}'")
        about = load(data, made, hear)
        made.execute("CREATE TABLE about (mark VARCHAR, told VARCHAR)")
        made.execute("INSERT INTO about VALUES (?, ?)", [mark(), about.as_json()])
        made.execute("CHECKPOINT")  # closing does it too, and says nothing if the disk is full
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
        _remove(part)


def _remove(part: Path) -> None:
    """Remove a file, and what the engine has written beside it."""
    for remains in (part, part.with_name(f"{part.name}.wal")):
        remains.unlink(missing_ok=True)


def read(file: Path) -> tuple[About, DuckDB]:
    """Open a prepared data set; UnreadableFile if it is damaged, or was prepared by another version."""
    try:
        opened = database.open_file(file)
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
    derived = (ROW_ORDER, ABOUT, X, Y, HARMED, SEARCH, *evidence_columns(NOT_DESCRIBED))
    marks = (program_version(), columns, derived, told)
    return hashlib.sha256(repr(marks).encode()).hexdigest()
