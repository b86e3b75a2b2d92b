"""Data sets in PostgreSQL: each has its own schema, and the last entry of a list shows which is newest.

A program that has opened a data set goes on reading its schema when a newer one is published; older ones are
removed.
"""

import re
from typing import NamedTuple

import psycopg
import pyarrow as pa
from psycopg.sql import SQL, Composed, Identifier
from psycopg_pool import ConnectionPool
from pyarrow import csv

from mapapp.engine.about import About
from mapapp.engine.engines.postgres.connections import (
    Connection,
    connect,
    connection_for_question,
    pool,
    reason,
)
from mapapp.engine.engines.postgres.engine import TYPES, PostgreSQL
from mapapp.engine.prepared import version_mark
from mapapp.engine.published import DATASETS_KEPT, NAME, ROWS_PER_BATCH, new_name, none_published, read_about
from mapapp.engine.questions.records import everything
from mapapp.engine.store import Store
from mapapp.errors import UnreadableFile, UnwritableFile
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.settings import StoreAddress

__all__ = ["latest_about", "newest", "open_latest", "pool", "publish"]

SECONDS_FOR_READERS = 5
"""A data set to be removed waits this long for its readers; after that, the next load tries again."""
INDEXED = (ROW_ORDER, ABOUT, "incident_id", "claim_id", "source_id", "date_start", "longitude")
LOCK = int.from_bytes(b"mapapp")
"""Held while publishing: one at a time."""

_LIST = """
CREATE SCHEMA IF NOT EXISTS mapapp;
CREATE TABLE IF NOT EXISTS mapapp.loads (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schema text NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(), mark text NOT NULL, told text NOT NULL
)
"""


def publish(store: Store, address: StoreAddress) -> None:
    """Write the tables of a store next to those published, and switch to them: completely, or not at all.

    Raises EngineUnavailable, and UnwritableFile with PostgreSQL's reason if it refuses.
    """
    try:
        with connect(address) as connection:
            with connection.transaction():
                _require_alone(connection, address)
                connection.execute(_LIST)
                _write(connection, store, new_name())
            _remove_older(connection)
    except psycopg.Error as problem:
        raise UnwritableFile(
            notice("store-unwritable", store=str(address), problem=reason(problem)),
            remedy=notice("store-unwritable-remedy"),
        ) from problem


def _require_alone(connection: Connection, address: StoreAddress) -> None:
    ((is_alone,),) = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK]).fetchall()
    if not is_alone:
        raise UnwritableFile(notice("store-busy", store=str(address)), remedy=notice("store-busy-remedy"))


def _write(connection: Connection, store: Store, schema: str) -> None:
    connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
    for name in COLLECTIONS:
        _write_table(connection, store, schema, name)
    values = [schema, version_mark(), store.as_json()]
    connection.execute("INSERT INTO mapapp.loads (schema, mark, told) VALUES (%s, %s, %s)", values)


def _write_table(connection: Connection, store: Store, schema: str, name: str) -> None:
    table, columns = Identifier(schema, name), store.table(name).columns
    connection.execute(SQL("CREATE TABLE {} ({})").format(table, SQL(", ").join(map(_column, columns))))
    with connection.cursor().copy(SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)) as copy:
        for batch in store.batches(ROWS_PER_BATCH, everything, store.table(name)):
            copy.write(_csv(batch, columns))
    for column in INDEXED:
        if column in columns.names:
            connection.execute(SQL("CREATE INDEX ON {} ({})").format(table, Identifier(column)))
    connection.execute(SQL("ANALYZE {}").format(table))


def _column(column: pa.Field) -> Composed:
    """Describe a column; text is sorted by code point, as in the in-process engine."""
    kind = next(name for name, kind in TYPES.items() if kind == column.type)
    order = SQL(' COLLATE "C"') if pa.types.is_string(column.type) else SQL("")
    return SQL("{} {}{}").format(Identifier(column.name), SQL(kind), order)


def _csv(batch: pa.RecordBatch, columns: pa.Schema) -> bytes:
    """Write rows as CSV: blanks without quotes, text with quotes even if it is empty."""
    buffer = pa.BufferOutputStream()
    rows = pa.Table.from_batches([batch]).cast(columns)
    csv.write_csv(rows, buffer, csv.WriteOptions(include_header=False))
    return bytes(buffer.getvalue())


def _remove_older(connection: Connection) -> None:
    connection.execute(f"SET lock_timeout = '{SECONDS_FOR_READERS}s'")
    older = "SELECT number, schema FROM mapapp.loads ORDER BY number DESC OFFSET %s"
    for number, schema in connection.execute(older, [DATASETS_KEPT]).fetchall():
        try:
            with connection.transaction():
                if re.fullmatch(NAME, schema):
                    connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema)))
                connection.execute("DELETE FROM mapapp.loads WHERE number = %s", [number])
        except psycopg.errors.LockNotAvailable:
            continue


class Publication(NamedTuple):
    """The latest published data set: its number, where its tables are, and what is known about it."""

    number: int
    schema: str
    about: About


def newest(connections: ConnectionPool[Connection]) -> int:
    """Return the number of the latest published data set; 0 if there is none."""
    with connection_for_question(connections) as connection:
        return _newest(connection)


def _newest(connection: Connection) -> int:
    has_list = "SELECT to_regclass('mapapp.loads') IS NOT NULL"
    if not connection.execute(has_list).fetchall()[0][0]:
        return 0
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM mapapp.loads").fetchall()[0][0])


def _latest(connection: Connection, address: StoreAddress) -> Publication:
    number = _newest(connection)
    if not number:
        raise none_published(address)
    sql = "SELECT schema, mark, told FROM mapapp.loads WHERE number = %s"
    ((schema, mark, about),) = connection.execute(sql, [number]).fetchall()
    return Publication(number, schema, read_about(address, mark, about))


def latest_about(address: StoreAddress) -> About:
    """Return what is known about the latest published data set; raises as `open_latest` does."""
    with connect(address) as connection:
        return _latest(connection, address).about


def open_latest(connections: ConnectionPool[Connection], address: StoreAddress) -> tuple[int, Store]:
    """Open the latest published data set; return its number and its store.

    Raises UnreadableFile if there is none, if another version of the program published it, or if the user may
    not read it.
    """
    try:
        with connection_for_question(connections) as connection:
            latest = _latest(connection, address)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise UnreadableFile(
            notice("store-forbidden", store=str(address)), remedy=notice("store-forbidden-remedy")
        ) from problem
    return latest.number, Store.of(latest.about, PostgreSQL(connections, latest.schema))
