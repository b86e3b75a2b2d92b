"""ClickHouse as the engine of one published data set."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.engines.clickhouse.connections import Connections, query_settings
from mapapp.engine.engines.clickhouse.statements import compiled
from mapapp.engine.engines.clickhouse.values import with_values
from mapapp.engine.engines.engine import Engine, HeldTable, Statement, Values
from mapapp.engine.engines.waiting import buffered

TYPES = {
    "String": pa.string(),
    "Int64": pa.int64(),
    "Int32": pa.int32(),
    "Float64": pa.float64(),
    "Date32": pa.date32(),
    "Bool": pa.bool_(),
}
"""The types that published tables have: ClickHouse's name and Arrow's type."""


class ClickHouse(Engine):
    """The tables of one data set in a database; `load` is the prefix of their names."""

    compiled = staticmethod(compiled)

    def __init__(self, connections: Connections, load: str) -> None:
        self._connections, self._load = connections, load

    def table(self, name: str) -> HeldTable:
        """Refer to a table."""
        full_name = f"{self._load}_{name}"
        with query_settings(self._connections) as settings:
            columns = self._connections.asking.query(
                f"DESCRIBE TABLE {full_name}", settings=settings
            ).result_rows
        types = [
            (column[0], TYPES[column[1].removeprefix("Nullable(").removesuffix(")")]) for column in columns
        ]
        return HeldTable(full_name, pa.schema(types))

    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        columns = self.run(statement, values).columns
        return [*zip(*(column.to_pylist() for column in columns), strict=True)]

    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement and return its rows as a table."""
        sql, parameters = with_values(statement.parsed, values)
        with query_settings(self._connections) as settings:
            rows = self._connections.asking.query_arrow(sql, parameters, settings)
        return _with_nulls(rows).cast(statement.schema)

    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement and yield its rows, which are buffered here for their reader."""
        return buffered(self._fetch(statement, values, size), statement.schema)

    def _fetch(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        sql, parameters = with_values(statement.parsed, values)
        with (
            query_settings(self._connections) as settings,
            self._connections.asking.query_arrow_stream(sql, parameters, settings) as blocks,
        ):
            for block in blocks:
                rows = _with_nulls(pa.Table.from_batches([block]))
                yield from rows.cast(statement.schema).to_batches(size)


def _with_nulls(rows: pa.Table) -> pa.Table:
    """Replace empty lists with null: ClickHouse has no null lists."""
    for number, column in enumerate(rows.schema):
        if pa.types.is_list(column.type):
            is_empty = pc.equal(pc.list_value_length(rows[column.name]), 0)
            filled = pc.if_else(is_empty, pa.scalar(None, column.type), rows[column.name])
            rows = rows.set_column(number, column.with_nullable(True), filled)
    return rows
