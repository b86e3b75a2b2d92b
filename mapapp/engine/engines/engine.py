"""What an engine is: it holds the tables of one data set and answers questions about them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.types as ir
import pyarrow as pa

Values = Mapping[str, Any]


class Statement(NamedTuple):
    """A statement as its engine has read it, the names of its placeholders, and the columns it returns."""

    read: Any
    names: frozenset[str]
    schema: pa.Schema


class Engine(ABC):
    """An engine with the tables of one data set; safe to use from several threads.

    `compiled` makes a statement of an expression; it is the same function for all engines of a kind. One that
    `keeps_order` gives rows, if none is asked for, in the order in which they were stored, and holds only few
    of them for its `batches`.
    """

    compiled: Callable[[ir.Table], Statement]
    keeps_order: bool = False

    @abstractmethod
    def table(self, name: str) -> ir.Table:
        """Refer to one of its tables in a question."""

    @abstractmethod
    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement with values and return its rows."""

    @abstractmethod
    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement with values and return its rows as a table of the statement's columns."""

    def as_held(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement as `run` does, but leave texts that are held as numbers of their values so."""
        return self.run(statement, values)

    @abstractmethod
    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement with values and yield its rows, at most `size` at a time."""
