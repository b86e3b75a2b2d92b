"""Questions as statements of the engine: each shape of question is compiled once and run with its values.

A question is a function from tables and values to an Ibis expression. Its shape is what the expression's form
depends on: which fields of a Query are set, how many words are searched for, what is given by keyword.
Values stand outside: a statement has placeholders for them, so that no text of a reader becomes part of it.
What is compiled may be kept in a folder, so that a later start compiles nothing, and imports no Ibis.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from mapapp.engine.engines.engine import HeldTable, Statement, Written
from mapapp.engine.kept_statements import Folder
from mapapp.engine.questions import Asked, Question, named
from mapapp.engine.shapes import Shape, types
from mapapp.model.cql2 import Expression
from mapapp.model.query import Query

if TYPE_CHECKING:
    import ibis.expr.types as ir

REMEMBERED = 512
"""So many statements are kept; the one used longest ago is forgotten first."""


class Statements(NamedTuple):
    """The statements of an engine: how it writes and reads one, and where they are kept, if anywhere."""

    compiled: "Callable[[ir.Table], Written]"
    read: Callable[[str], Any] = str
    folder: Folder | None = None

    def asked(self, question: Asked, *given: Any, **fixed: Hashable) -> tuple[Statement, dict[str, Any]]:
        """Find the statement of a question, and the values to run it with.

        Given are tables, and as values: Queries, dates, numbers, texts, None, tuples of these, and lists, any
        of which a column may have. What is fixed becomes part of the statement and must never be a reader's
        text.
        """
        by_name = [(f"p{position}", one) for position, one in enumerate(given)]
        shapes = tuple(_shape(*one) for one in by_name)
        statement = _statement(self, named(question), shapes, tuple(fixed.items()))
        values = dict(pair for one in by_name for pair in _values(*one))
        return statement, {name: values[name] for name in statement.names}


@cached(
    LRUCache[Any, Statement](REMEMBERED),
    key=lambda statements, *asked: hashkey(statements.compiled, *asked),
    condition=threading.Condition(),
)
def _statement(
    statements: Statements, question: Asked, shapes: tuple[Any, ...], fixed: tuple[tuple[str, Any], ...]
) -> Statement:
    def made() -> Written:
        from mapapp.engine.compiling import expression  # noqa: PLC0415 - imports Ibis

        return statements.compiled(expression(question, shapes, fixed))

    if statements.folder and isinstance(question, Question):
        by = statements.compiled
        asked = (by.__module__, by.__qualname__, question, shapes, fixed)
        written = statements.folder.statement(repr(asked), made)
    else:
        written = made()
    return Statement(statements.read(written.sql), written.names, written.schema)


def _shape(name: str, given: Any) -> Any:
    if isinstance(given, Query):
        return Shape.of(given, name)
    return given if isinstance(given, HeldTable) else types(given)


def _values(name: str, given: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(given, Query):
        for field, value in given.operands().items():
            yield from _values(f"{name}_{field}", value)
    elif isinstance(given, tuple | Expression):
        for number, value in enumerate(given.values if isinstance(given, Expression) else given):
            yield from _values(f"{name}_{number}", value)
    else:
        yield name, given
