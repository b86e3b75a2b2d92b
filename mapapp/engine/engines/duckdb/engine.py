"""DuckDB inside the process: the engine for files and prepared data sets."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapapp.engine import database
from mapapp.engine.engines.engine import CompiledStatement, Engine, HeldTable, Statement, Values
from mapapp.model.collections import COLLECTIONS

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from duckdb import DuckDBPyConnection


class DuckDB(Engine):
    """A database inside the process, in memory or a file."""

    keeps_order = True
    parse = staticmethod(database.statement)

    @staticmethod
    def compiled(expression: "ir.Table") -> CompiledStatement:
        """Compile an expression; the compiler is imported only now."""
        from mapapp.engine.engines.duckdb.statements import compiled  # noqa: PLC0415 - few starts need it

        return compiled(expression)

    def __init__(self, loaded: "DuckDBPyConnection") -> None:
        self._database = loaded
        self._idle: LifoQueue[DuckDBPyConnection] = LifoQueue()

    def table(self, name: str) -> HeldTable:
        """Return a reference to a table; enumerated values are text in questions."""
        with database.cursor(self._database) as connection:
            columns = connection.sql(f"FROM {name} LIMIT 0").to_arrow_table().schema
        decoded = [
            column.with_type(pa.string()) if pa.types.is_dictionary(column.type) else column
            for column in columns
        ]
        return HeldTable(name, pa.schema(decoded))

    def extra_tables(self) -> Collection[str]:  # noqa: D102 - see Engine
        with database.cursor(self._database) as connection:
            tables = connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()
        return {name for (name,) in tables} - COLLECTIONS.keys()

    @contextmanager
    def connection(self) -> Iterator["DuckDBPyConnection"]:
        """Lend a connection for a moment, to one thread at a time."""
        try:
            cursor = self._idle.get_nowait()
        except Empty:
            cursor = database.cursor(self._database)
        try:
            yield cursor
        finally:
            self._idle.put(cursor)

    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:  # noqa: D102 - see Engine
        with self.connection() as cursor:
            return cursor.execute(statement.parsed, values).fetchall()

    def run(self, statement: Statement, values: Values) -> pa.Table:  # noqa: D102 - see Engine
        return self.as_held(statement, values).cast(statement.schema)

    def as_held(self, statement: Statement, values: Values) -> pa.Table:  # noqa: D102 - see Engine
        with self.connection() as cursor:
            return cursor.sql(statement.parsed, params=values).to_arrow_table()

    def batches(  # noqa: D102 - see Engine
        self, statement: Statement, values: Values, size: int
    ) -> Iterator[pa.RecordBatch]:
        with self.connection() as cursor:
            yield from cursor.sql(statement.parsed, params=values).to_arrow_reader(size)
