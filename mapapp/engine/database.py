"""The engine's database of one data set: in memory, or a file of which only what is asked for is read."""

import atexit
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import duckdb

from mapapp.model.holding import temporary_folder

DATA = "data"
"""The catalogue that holds the tables of a data set, in memory as in a file."""
HEADERS = 3 * 4096
"""Bytes of a file before its blocks."""
KEPT_OF_A_FILE = "1GB"
"""So much of a file that is read is kept in memory."""


def in_memory() -> duckdb.DuckDBPyConnection:
    """Make an empty database in memory."""
    return _attached(":memory:", "TYPE DUCKDB")


def written(file: Path) -> duckdb.DuckDBPyConnection:
    """Make an empty database in a new file; it is whole once the connection is closed."""
    return _attached(str(file), "TYPE DUCKDB")


def read(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a file that any number of processes may read; duckdb.Error if it is no database, or damaged.

    A file that was replaced is opened anew, while those who opened the old one keep it. Nothing in the file
    can make the engine read another one.
    """
    database = _attached(str(file), "TYPE DUCKDB, READ_ONLY")
    _require_whole(database, file)
    database.execute(f"SET memory_limit = '{KEPT_OF_A_FILE}'")
    database.execute("SET enable_external_access = false")
    return database


def _require_whole(database: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raise duckdb.Error for a file that was cut off: the engine notices when it reads what is missing."""
    asked = "SELECT block_size * total_blocks FROM pragma_database_size() WHERE database_name = ?"
    ((blocks,),) = database.execute(asked, [DATA]).fetchall()
    if file.stat().st_size < HEADERS + blocks:
        raise duckdb.IOException(f"{file} is cut off")


def cursor(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Open another connection, for a thread of its own."""
    opened = database.cursor()
    opened.execute(f"USE {DATA}")
    return opened


def statement(sql: str) -> duckdb.Statement:
    """Read a statement, which any database can run then: that takes a third of the time of a long one."""
    (read,) = _reader().cursor().extract_statements(sql)
    return read


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    """Return an empty database, which reads statements for the others."""
    return duckdb.connect()


def _attached(file: str, options: str) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(
        config={"temp_directory": _for_what_spills(), "autoload_known_extensions": "false"}
    )
    database.execute("SET enable_progress_bar = false")  # it would stand among what is written to the output
    quoted = file.replace("'", "''")
    database.execute(f"ATTACH '{quoted}' AS {DATA} ({options})")
    database.execute(f"USE {DATA}")
    return database


@cache
def _for_what_spills() -> str:
    """Make a folder that lasts as long as this process, "" for none if no disk has room for one."""
    held = ExitStack()
    try:
        folder = held.enter_context(temporary_folder())
    except OSError:
        return ""
    atexit.register(held.close)
    return str(folder)
