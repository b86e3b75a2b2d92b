"""PostgreSQL as the engine of one published data set."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from mapapp.engine.engines.engine import Engine, HeldTable, Statement, Values
from mapapp.engine.engines.postgres.connections import Connection, connection_for_question
from mapapp.engine.engines.postgres.statements import compiled
from mapapp.engine.engines.waiting import buffered

TYPES = {
    "text": pa.string(),
    "int8": pa.int64(),
    "int4": pa.int32(),
    "float8": pa.float64(),
    "date": pa.date32(),
    "bool": pa.bool_(),
}
"""The types that published tables have: PostgreSQL's name and Arrow's type."""


class PostgreSQL(Engine):
    """The tables in one schema of a database, queried through a pool of connections."""

    compiled = staticmethod(compiled)

    def __init__(self, connections: ConnectionPool[Connection], schema: str) -> None:
        self._connections, self._schema = connections, schema

    def table(self, name: str) -> HeldTable:
        """Refer to a table."""
        no_rows = SQL("SELECT * FROM {} LIMIT 0").format(Identifier(self._schema, name))
        with connection_for_question(self._connections) as connection:
            description = connection.execute(no_rows).description or []
            types_by_oid = {connection.adapters.types[name].oid: kind for name, kind in TYPES.items()}
        columns = pa.schema([(column.name, types_by_oid[column.type_code]) for column in description])
        return HeldTable(name, columns, self._schema)

    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        with (
            connection_for_question(self._connections) as connection,
            connection.cursor(binary=True) as cursor,
        ):
            return cursor.execute(statement.parsed, values).fetchall()

    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement and return its rows as a table."""
        return pa.Table.from_batches([_batch(self.rows(statement, values), statement.schema)])

    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement and yield its rows, buffered here so that none of the few connections waits."""
        return buffered(self._fetch(statement, values, size), statement.schema)

    def _fetch(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        with (
            connection_for_question(self._connections) as connection,
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
