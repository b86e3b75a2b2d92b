"""ClickHouse as the engine of one published data set."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.engines.clickhouse.connections import Connections, asked
from mapapp.engine.engines.clickhouse.statements import compiled
from mapapp.engine.engines.clickhouse.values import with_values
from mapapp.engine.engines.engine import Engine, HeldTable, Statement, Values
from mapapp.engine.engines.waiting import waiting

TYPES = {
    "String": pa.string(),
    "Int64": pa.int64(),
    "Int32": pa.int32(),
    "Float64": pa.float64(),
    "Date32": pa.date32(),
    "Bool": pa.bool_(),
}
"""The types that published tables have: as ClickHouse and as Arrow calls them."""


class ClickHouse(Engine):
    """The tables of one data set in a database; `load` begins their names."""

    compiled = staticmethod(compiled)

    def __init__(self, connections: Connections, load: str) -> None:
        self._connections, self._load = connections, load

    def table(self, name: str) -> HeldTable:
        """Refer to a table."""
        called = f"{self._load}_{name}"
        with asked(self._connections) as settings:
            columns = self._connections.asking.query(
                f"DESCRIBE TABLE {called}", settings=settings
            ).result_rows
        found = [
            (column[0], TYPES[column[1].removeprefix("Nullable(").removesuffix(")")]) for column in columns
        ]
        return HeldTable(called, pa.schema(found))

    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        columns = self.run(statement, values).columns
        return [*zip(*(column.to_pylist() for column in columns), strict=True)]

    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement and return its rows as a table."""
        sql, kept = with_values(statement.parsed, values)
        with asked(self._connections) as settings:
            found = self._connections.asking.query_arrow(sql, kept, settings)
        return _with_nulls(found).cast(statement.schema)

    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement and yield its rows; they wait here for whoever reads them."""
        return waiting(self._fetched(statement, values, size), statement.schema)

    def _fetched(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        sql, kept = with_values(statement.parsed, values)
        with (
            asked(self._connections) as settings,
            self._connections.asking.query_arrow_stream(sql, kept, settings) as blocks,
        ):
            for block in blocks:
                rows = _with_nulls(pa.Table.from_batches([block]))
                yield from rows.cast(statement.schema).to_batches(size)


def _with_nulls(rows: pa.Table) -> pa.Table:
    """Put null in the place of empty lists: ClickHouse has no list that is null."""
    for place, column in enumerate(rows.schema):
        if pa.types.is_list(column.type):
            is_empty = pc.equal(pc.list_value_length(rows[column.name]), 0)
            filled = pc.if_else(is_empty, pa.scalar(None, column.type), rows[column.name])
            rows = rows.set_column(place, column.with_nullable(True), filled)
    return rows
