"""Questions as statements of the engine: each shape of question is compiled once and run with values.

A question is a function from tables and values to an Ibis expression. Its shape is what the expression's form
depends on: which fields of a Query are set, the number of search words, the keyword arguments. Values are
passed separately: a statement has placeholders for them, so that no text from a reader becomes part of it.
Compiled statements may be kept in a folder, so that a later start compiles nothing and does not import Ibis.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from mapapp.engine.engines.engine import CompiledStatement, HeldTable, Statement
from mapapp.engine.kept_statements import Folder
from mapapp.engine.questions import AnyQuestion, Question, as_question
from mapapp.engine.shapes import Shape, types
from mapapp.model.cql2 import Expression
from mapapp.model.query import Query

if TYPE_CHECKING:
    import ibis.expr.types as ir

STATEMENTS_IN_MEMORY = 512
"""At most this many statements are kept in memory; the least recently used goes first."""


class Statements(NamedTuple):
    """The statements of an engine: how it compiles and parses one, and where they are kept, if anywhere."""

    compiled: "Callable[[ir.Table], CompiledStatement]"
    parse: Callable[[str], Any] = str
    folder: Folder | None = None

    def find(
        self, question: AnyQuestion, *arguments: Any, **fixed: Hashable
    ) -> tuple[Statement, dict[str, Any]]:
        """Return the statement of a question, and the values to run it with.

        `arguments` are tables and values: Queries, dates, numbers, texts, None, tuples of these, and lists,
        which mean any of their values. What is `fixed` becomes part of the statement and must never be text
        from a reader.
        """
        by_name = {f"p{position}": argument for position, argument in enumerate(arguments)}
        shapes = tuple(_shape(name, argument) for name, argument in by_name.items())
        statement = _statement(self, as_question(question), shapes, tuple(fixed.items()))
        values = dict(pair for name, argument in by_name.items() for pair in _values(name, argument))
        return statement, {name: values[name] for name in statement.names}


@cached(
    LRUCache[Any, Statement](STATEMENTS_IN_MEMORY),
    key=lambda statements, *question: hashkey(statements.compiled, *question),
    condition=threading.Condition(),
)
def _statement(
    statements: Statements, question: AnyQuestion, shapes: tuple[Any, ...], fixed: tuple[tuple[str, Any], ...]
) -> Statement:
    def compile_it() -> CompiledStatement:
        from mapapp.engine.compiling import expression  # noqa: PLC0415 - imports Ibis

        return statements.compiled(expression(question, shapes, fixed))

    if statements.folder and isinstance(question, Question):
        compiler = statements.compiled
        key = (compiler.__module__, compiler.__qualname__, question, shapes, fixed)
        compiled = statements.folder.statement(repr(key), compile_it)
    else:
        compiled = compile_it()
    return Statement(statements.parse(compiled.sql), compiled.names, compiled.schema)


def _shape(name: str, argument: Any) -> Any:
    if isinstance(argument, Query):
        return Shape.of(argument, name)
    return argument if isinstance(argument, HeldTable) else types(argument)


def _values(name: str, argument: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(argument, Query):
        for field, value in argument.operands().items():
            yield from _values(f"{name}_{field}", value)
    elif isinstance(argument, tuple | Expression):
        for number, value in enumerate(argument.values if isinstance(argument, Expression) else argument):
            yield from _values(f"{name}_{number}", value)
    else:
        yield name, argument
