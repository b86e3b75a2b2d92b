"""Spark as the engine of one published data set."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from mapapp.engine.engines.engine import Engine, HeldTable, Statement, Values
from mapapp.engine.engines.spark.session import asking, lost
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
"""The types that published tables have: as Spark and as Arrow calls them."""


class Spark(Engine):
    """The Parquet files of one data set in a folder, asked through the session of the process.

    `name` tells them from other data sets; `session` returns a session, another one if the last has ended.
    """

    compiled = staticmethod(compiled)

    def __init__(self, session: Callable[[], SparkSession], folder: str, name: str) -> None:
        self._session, self._folder, self._name = session, folder, name
        self._known_to: SparkSession | None = None

    def _ready(self) -> SparkSession:
        """Return a session that knows the tables."""
        spark = self._session()
        if self._known_to is not spark:
            with asking(spark):
                self._tell(spark)
            self._known_to = spark
        return spark

    def _tell(self, spark: SparkSession) -> None:
        try:
            for name in COLLECTIONS:
                rows = spark.read.parquet(f"{self._folder}/{name}")
                rows.createOrReplaceTempView(f"{self._name}_{name}")
        except AnalysisException as gone:
            raise lost(gone) from gone

    def table(self, name: str) -> HeldTable:
        """Refer to a table."""
        called = f"{self._name}_{name}"
        columns = self._ready().table(called).dtypes
        return HeldTable(called, pa.schema([(column, TYPES[kind]) for column, kind in columns]))

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
        """Run a statement and yield its rows, which Spark hands over at once."""
        yield from self.run(statement, values).to_batches(size)


def _in_java(spark: SparkSession, values: Values) -> dict[str, Any]:
    """Turn days into Java's: PySpark's own way refuses years before 1000, and moves days of October 1582."""
    java: Any = spark._jvm
    return {
        name: java.java.time.LocalDate.of(one.year, one.month, one.day) if isinstance(one, date) else one
        for name, one in values.items()
    }
