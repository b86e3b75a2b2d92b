"""DuckDB inside the process: the engine of files, and of prepared data sets."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import DuckDBCompiler

from mapapp.engine import database
from mapapp.engine.engines.engine import Engine, Statement, Values
from mapapp.engine.engines.placeholders import WithPlaceholders, named_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES_REMEMBERED = 64


class Compiler(WithPlaceholders, DuckDBCompiler):  # type: ignore[misc]
    """Ibis's compiler for DuckDB, with placeholders."""

    def visit_Placeholder(self, op: Any, *, name: str, dtype: Any) -> Any:  # noqa: N802 - Ibis gives the name
        """Write a placeholder; text takes the type of what it is compared with, for it may be a number."""
        if dtype.is_string():
            return sge.Parameter(this=sge.Var(this=name))
        return super().visit_Placeholder(op, name=name, dtype=dtype)

    def visit_ArrayIntersect(self, _: Any, *, left: Any, right: Any) -> Any:  # noqa: N802
        """Intersect two lists; Ibis would write a lambda as DuckDB no longer reads it."""
        return self.f.list_intersect(left, right)


def compiled(expression: ir.Table) -> Statement:
    """Compile an expression."""
    tree = Compiler().to_sqlglot(expression)
    read = database.statement(tree.sql("duckdb", copy=False))
    return Statement(read, named_in(tree), expression.schema().to_pyarrow())


@lru_cache(TABLES_REMEMBERED)
def _table(name: str, columns: pa.Schema) -> ir.Table:
    """Refer to a table with such columns: most data sets have the same."""
    return ibis.table(ibis.Schema.from_pyarrow(columns), name=name)


class DuckDB(Engine):
    """A database inside the process, in memory or a file."""

    compiled = staticmethod(compiled)
    keeps_order = True

    def __init__(self, loaded: "DuckDBPyConnection") -> None:
        self._database = loaded
        self._idle: LifoQueue[DuckDBPyConnection] = LifoQueue()

    def table(self, name: str) -> ir.Table:
        """Refer to a table; values that are stored by number are text to whoever asks."""
        with database.cursor(self._database) as engine:
            columns = engine.sql(f"FROM {name} LIMIT 0").to_arrow_table().schema
        texts = [one.with_type(pa.string()) if pa.types.is_dictionary(one.type) else one for one in columns]
        return _table(name, pa.schema(texts))

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
            return cursor.execute(statement.read, values).fetchall()

    def run(self, statement: Statement, values: Values) -> pa.Table:  # noqa: D102 - see Engine
        return self.as_held(statement, values).cast(statement.schema)

    def as_held(self, statement: Statement, values: Values) -> pa.Table:  # noqa: D102 - see Engine
        with self.connection() as cursor:
            return cursor.sql(statement.read, params=values).to_arrow_table()

    def batches(  # noqa: D102 - see Engine
        self, statement: Statement, values: Values, size: int
    ) -> Iterator[pa.RecordBatch]:
        with self.connection() as cursor:
            yield from cursor.sql(statement.read, params=values).to_arrow_reader(size)
