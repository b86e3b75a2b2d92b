"""The engine's database of one data set: in memory, or a file that is read only as far as needed."""

import atexit
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import duckdb

from mapapp.model.holding import temporary_folder

DATA = "data"
"""The catalogue that holds the tables of a data set, both in memory and in a file."""
HEADERS = 3 * 4096
"""Bytes in a file before its blocks."""
CACHE_OF_A_FILE = "1GB"
"""At most this much of an open file is kept in memory."""


def in_memory() -> duckdb.DuckDBPyConnection:
    """Make an empty database in memory."""
    return _attach(":memory:", "TYPE DUCKDB")


def create_file(file: Path) -> duckdb.DuckDBPyConnection:
    """Make an empty database in a new file, which is complete once the connection is closed."""
    return _attach(str(file), "TYPE DUCKDB")


def open_file(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a file that any number of processes may read; duckdb.Error if it is not a database, or damaged.

    If the file is replaced, a new call opens the new one; open connections keep the old one. Nothing in the
    file can make the engine read another file.
    """
    database = _attach(str(file), "TYPE DUCKDB, READ_ONLY")
    _require_whole(database, file)
    database.execute(f"SET memory_limit = '{CACHE_OF_A_FILE}'")
    database.execute("SET enable_external_access = false")
    return database


def _require_whole(database: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raise duckdb.Error for a truncated file; the engine would notice only on reading the missing part."""
    query = "SELECT block_size * total_blocks FROM pragma_database_size() WHERE database_name = ?"
    ((blocks,),) = database.execute(query, [DATA]).fetchall()
    if file.stat().st_size < HEADERS + blocks:
        raise duckdb.IOException(f"{file} is cut off")


def cursor(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Open another connection, for use in another thread."""
    connection = database.cursor()
    connection.execute(f"USE {DATA}")
    return connection


def statement(sql: str) -> duckdb.Statement:
    """Parse a statement, once for all databases: parsing takes a third of the time of a long one."""
    (parsed,) = _parser().cursor().extract_statements(sql)
    return parsed


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """Return an empty database, which parses statements for the others."""
    return duckdb.connect()


def _attach(file: str, options: str) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(
        config={"temp_directory": _spill_folder(), "autoload_known_extensions": "false"}
    )
    database.execute("SET enable_progress_bar = false")  # it would be mixed into the output
    quoted = file.replace("'", "''")
    database.execute(f"ATTACH '{quoted}' AS {DATA} ({options})")
    database.execute(f"USE {DATA}")
    return database


@cache
def _spill_folder() -> str:
    """Make a folder that lasts as long as this process; "" if no disk has room for one."""
    stack = ExitStack()
    try:
        folder = stack.enter_context(temporary_folder())
    except OSError:
        return ""
    atexit.register(stack.close)
    return str(folder)
