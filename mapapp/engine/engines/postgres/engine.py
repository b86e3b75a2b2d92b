"""PostgreSQL as the engine of one published data set."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from mapapp.engine.engines.engine import Engine, HeldTable, Statement, Values
from mapapp.engine.engines.postgres.connections import Connection, lent
from mapapp.engine.engines.postgres.statements import compiled
from mapapp.engine.engines.waiting import waiting

TYPES = {
    "text": pa.string(),
    "int8": pa.int64(),
    "int4": pa.int32(),
    "float8": pa.float64(),
    "date": pa.date32(),
    "bool": pa.bool_(),
}
"""The types that published tables have: as PostgreSQL and as Arrow calls them."""


class PostgreSQL(Engine):
    """The tables in one schema of a database, asked through a pool of connections."""

    compiled = staticmethod(compiled)

    def __init__(self, connections: ConnectionPool[Connection], schema: str) -> None:
        self._connections, self._schema = connections, schema

    def table(self, name: str) -> HeldTable:
        """Refer to a table."""
        of_nothing = SQL("SELECT * FROM {} LIMIT 0").format(Identifier(self._schema, name))
        with lent(self._connections) as connection:
            columns = connection.execute(of_nothing).description or []
            known = {connection.adapters.types[name].oid: kind for name, kind in TYPES.items()}
        found = pa.schema([(column.name, known[column.type_code]) for column in columns])
        return HeldTable(name, found, self._schema)

    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        with lent(self._connections) as connection, connection.cursor(binary=True) as cursor:
            return cursor.execute(statement.parsed, values).fetchall()

    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement and return its rows as a table."""
        return pa.Table.from_batches([_batch(self.rows(statement, values), statement.schema)])

    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement and yield its rows: connections are few, and none is to wait for a reader."""
        return waiting(self._fetched(statement, values, size), statement.schema)

    def _fetched(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        with (
            lent(self._connections) as connection,
            connection.transaction(),
            connection.cursor("rows", binary=True) as cursor,
        ):
            cursor.execute(statement.parsed, values)
            while rows := cursor.fetchmany(size):
                yield _batch(rows, statement.schema)


def _batch(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.RecordBatch.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
