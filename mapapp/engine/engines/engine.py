"""The interface of an engine, which holds the tables of one data set and answers questions about them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

if TYPE_CHECKING:
    import ibis.expr.types as ir

Values = Mapping[str, Any]


class CompiledStatement(NamedTuple):
    """A statement in an engine's language, the names of its placeholders, and the columns it returns."""

    sql: str
    names: frozenset[str]
    schema: pa.Schema


class Statement(NamedTuple):
    """The same, parsed by its engine."""

    parsed: Any
    names: frozenset[str]
    schema: pa.Schema


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table in an engine: its name, its columns, and its schema in a database, if any.

    A table that `is_blurred` holds more than is published; see `withheld`.
    """

    name: str
    columns: pa.Schema
    schema: str = ""
    is_blurred: bool = False

    def __repr__(self) -> str:
        """Name every column: statements are kept by this text, and a schema's own omits some columns."""
        columns = [(column.name, str(column.type)) for column in self.columns]
        return f"HeldTable({self.name!r}, {columns}, {self.schema!r}, {self.is_blurred})"

    def __hash__(self) -> int:
        """Hash by name alone, which is quick: every question is looked up by its tables."""
        return hash((self.name, self.schema, self.is_blurred))


class Engine(ABC):
    """An engine with the tables of one data set; safe to use from several threads.

    `compiled` compiles an expression; it is the same function for all engines of a kind. An engine that
    `keeps_order` returns rows in the order in which they were stored, unless a question asks for another, and
    holds only a few of them for its `batches`.
    """

    compiled: "Callable[[ir.Table], CompiledStatement]"
    keeps_order: bool = False

    @staticmethod
    def parse(sql: str) -> Any:
        """Parse a statement, so that any engine of the kind can run it."""
        return sql

    @abstractmethod
    def table(self, name: str) -> HeldTable:
        """Return a reference to one of its tables, for questions."""

    def extra_tables(self) -> Collection[str]:
        """Name the tables that it has besides those of the data set."""
        return ()

    @abstractmethod
    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement with values and return its rows."""

    @abstractmethod
    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement with values and return its rows as a table of the statement's columns."""

    def as_held(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement as `run` does, but leave enumerated texts dictionary-encoded."""
        return self.run(statement, values)

    @abstractmethod
    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement with values and yield its rows, at most `size` at a time."""
