"""What an engine is: it holds the tables of one data set and answers questions about them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.types as ir
import pyarrow as pa

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine is like, as far as others have to know it.

    `name`: as its makers write it. `is_remote`: its tables are held elsewhere, so that questions may be
    refused or lost, and cost a journey each.
    """

    name: str
    is_remote: bool


class Statement(NamedTuple):
    """A statement as its engine has read it, the names of its placeholders, and the columns it returns."""

    read: Any
    names: frozenset[str]
    schema: pa.Schema


class Engine(ABC):
    """An engine with the tables of one data set; safe to use from several threads.

    `compiled` makes a statement of an expression; it is the same function for all engines of a kind.
    """

    capabilities: ClassVar[Capabilities]
    compiled: Callable[[ir.Table], Statement]

    @abstractmethod
    def table(self, name: str) -> ir.Table:
        """Refer to one of its tables in a question."""

    @abstractmethod
    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement with values and return its rows."""

    @abstractmethod
    def run(self, statement: Statement, values: Values) -> pa.Table:
        """Run a statement with values and return its rows as a table of the statement's columns."""

    @abstractmethod
    def batches(self, statement: Statement, values: Values, size: int) -> Iterator[pa.RecordBatch]:
        """Run a statement with values and yield its rows, at most `size` at a time."""
