"""Spark as the engine of one published data set."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from mapapp.engine.engines.engine import Engine, HeldTable, Statement, Values
from mapapp.engine.engines.spark.session import asking, connection_lost
from mapapp.engine.engines.spark.statements import compiled
from mapapp.model.collections import COLLECTIONS

TYPES = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "int": pa.int32(),
    "double": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
"""The types that published tables have: Spark's name and Arrow's type."""


class Spark(Engine):
    """The Parquet files of one data set in a folder, queried through the process's session.

    `name` distinguishes them from other data sets; `session` returns a session, a new one if the last ended.
    """

    compiled = staticmethod(compiled)

    def __init__(self, session: Callable[[], SparkSession], folder: str, name: str) -> None:
        self._session, self._folder, self._name = session, folder, name
        self._registered_in: SparkSession | None = None

    def _ready(self) -> SparkSession:
        """Return a session in which the tables are registered."""
        spark = self._session()
        if self._registered_in is not spark:
            with asking(spark):
                self._register_tables(spark)
            self._registered_in = spark
        return spark

    def _register_tables(self, spark: SparkSession) -> None:
        try:
            for name in COLLECTIONS:
                rows = spark.read.parquet(f"{self._folder}/{name}")
                rows.createOrReplaceTempView(f"{self._name}_{name}")
        except AnalysisException as gone:
            raise connection_lost(gone) from gone

    def table(self, name: str) -> HeldTable:
        """Refer to a table."""
        full_name = f"{self._name}_{name}"
        columns = self._ready().table(full_name).dtypes
        return HeldTable(full_name, pa.schema([(column, TYPES[kind]) for column, kind in columns]))

    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        columns = self.run(statement, values).columns
        return [*zip(*(column.to_pylist() for column in columns), strict=True)]

    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement and return its rows as a table."""
        spark = self._ready()
        with asking(spark):
            return spark.sql(statement.parsed, _in_java(spark, values)).toArrow().cast(statement.schema)

    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement and yield its rows, which Spark returns all at once."""
        yield from self.run(statement, values).to_batches(size)


def _in_java(spark: SparkSession, values: Values) -> dict[str, Any]:
    """Convert days to Java's: PySpark would refuse years before 1000 and shift days of October 1582."""
    java: Any = spark._jvm
    return {
        name: java.java.time.LocalDate.of(value.year, value.month, value.day)
        if isinstance(value, date)
        else value
        for name, value in values.items()
    }
