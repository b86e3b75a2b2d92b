"""Data sets in PostgreSQL: each as a whole in a schema of its own, found by the latest entry of a list.

A program that has opened one keeps to its schema while a newer one is published; the last but one is removed.
"""

import re
from typing import NamedTuple

import psycopg
import pyarrow as pa
from psycopg.sql import SQL, Composed, Identifier
from psycopg_pool import ConnectionPool
from pyarrow import csv

from mapapp.engine.about import About
from mapapp.engine.engines.postgres.connections import Connection, connected, lent, pool, reason
from mapapp.engine.engines.postgres.engine import TYPES, PostgreSQL
from mapapp.engine.prepared import mark
from mapapp.engine.published import KEPT, NAME, ROWS_PER_PIECE, about, new_name, none_published
from mapapp.engine.questions.records import everything
from mapapp.engine.store import Store
from mapapp.errors import UnreadableFile, UnwritableFile
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.settings import StoreAddress

__all__ = ["latest_about", "newest", "open_latest", "pool", "publish"]

SECONDS_FOR_READERS = 5
"""So long it is waited for readers of a data set that is to be removed; the next load tries again."""
INDEXED = (ROW_ORDER, ABOUT, "incident_id", "claim_id", "source_id", "date_start", "longitude")
LOCK = int.from_bytes(b"mapapp")
"""Held by who publishes; one at a time."""

_LIST = """
CREATE SCHEMA IF NOT EXISTS mapapp;
CREATE TABLE IF NOT EXISTS mapapp.loads (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schema text NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(), mark text NOT NULL, told text NOT NULL
)
"""


def publish(store: Store, address: StoreAddress) -> None:
    """Write the tables of a store beside those that are published, and switch to them: whole, or not at all.

    Raises EngineUnavailable, and UnwritableFile with PostgreSQL's reason if it refuses.
    """
    try:
        with connected(address) as connection:
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
    ((alone,),) = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK]).fetchall()
    if not alone:
        raise UnwritableFile(notice("store-busy", store=str(address)), remedy=notice("store-busy-remedy"))


def _write(connection: Connection, store: Store, schema: str) -> None:
    connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
    for name in COLLECTIONS:
        _write_table(connection, store, schema, name)
    told = store.as_json()
    connection.execute(
        "INSERT INTO mapapp.loads (schema, mark, told) VALUES (%s, %s, %s)", [schema, mark(), told]
    )


def _write_table(connection: Connection, store: Store, schema: str, name: str) -> None:
    table, columns = Identifier(schema, name), store.table(name).columns
    connection.execute(SQL("CREATE TABLE {} ({})").format(table, SQL(", ").join(map(_column, columns))))
    with connection.cursor().copy(SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)) as copy:
        for piece in store.batches(ROWS_PER_PIECE, everything, store.table(name)):
            copy.write(_csv(piece, columns))
    for column in INDEXED:
        if column in columns.names:
            connection.execute(SQL("CREATE INDEX ON {} ({})").format(table, Identifier(column)))
    connection.execute(SQL("ANALYZE {}").format(table))


def _column(column: pa.Field) -> Composed:
    """Describe a column; text is sorted by its letters' numbers, as the engine inside the process does."""
    kind = next(name for name, kind in TYPES.items() if kind == column.type)
    order = SQL(' COLLATE "C"') if pa.types.is_string(column.type) else SQL("")
    return SQL("{} {}{}").format(Identifier(column.name), SQL(kind), order)


def _csv(piece: pa.RecordBatch, columns: pa.Schema) -> bytes:
    """Write rows as CSV: what is blank has no quotes, text has them, the empty one too."""
    made = pa.BufferOutputStream()
    rows = pa.Table.from_batches([piece]).cast(columns)
    csv.write_csv(rows, made, csv.WriteOptions(include_header=False))
    return bytes(made.getvalue())


def _remove_older(connection: Connection) -> None:
    connection.execute(f"SET lock_timeout = '{SECONDS_FOR_READERS}s'")
    older = "SELECT number, schema FROM mapapp.loads ORDER BY number DESC OFFSET %s"
    for number, schema in connection.execute(older, [KEPT]).fetchall():
        try:
            with connection.transaction():
                if re.fullmatch(NAME, schema):
                    connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema)))
                connection.execute("DELETE FROM mapapp.loads WHERE number = %s", [number])
        except psycopg.errors.LockNotAvailable:
            continue


class Publication(NamedTuple):
    """The data set that was published last: its number, where its tables are, and what is told of it."""

    number: int
    schema: str
    about: About


def newest(connections: ConnectionPool[Connection]) -> int:
    """Return the number of the data set that was published last; 0 if there is none."""
    with lent(connections) as connection:
        return _newest(connection)


def _newest(connection: Connection) -> int:
    is_there = "SELECT to_regclass('mapapp.loads') IS NOT NULL"
    if not connection.execute(is_there).fetchall()[0][0]:
        return 0
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM mapapp.loads").fetchall()[0][0])


def _latest(connection: Connection, address: StoreAddress) -> Publication:
    number = _newest(connection)
    if not number:
        raise none_published(address)
    asked = "SELECT schema, mark, told FROM mapapp.loads WHERE number = %s"
    ((schema, its_mark, told),) = connection.execute(asked, [number]).fetchall()
    return Publication(number, schema, about(address, its_mark, told))


def latest_about(address: StoreAddress) -> About:
    """Return what is told of the data set that was published last; raises as `open_latest` does."""
    with connected(address) as connection:
        return _latest(connection, address).about


def open_latest(connections: ConnectionPool[Connection], address: StoreAddress) -> tuple[int, Store]:
    """Open the data set that was published last; return its number too.

    Raises UnreadableFile if there is none, if another version of the program has published it, or if it may
    not be read.
    """
    try:
        with lent(connections) as connection:
            one = _latest(connection, address)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise UnreadableFile(
            notice("store-forbidden", store=str(address)), remedy=notice("store-forbidden-remedy")
        ) from problem
    return one.number, Store.of(one.about, PostgreSQL(connections, one.schema))
