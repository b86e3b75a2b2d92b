"""Questions as statements of the engine: each shape of question is compiled once and run with its values.

A question is a function from tables and values to an Ibis expression. Its shape is what the expression's form
depends on: which fields of a Query are set, how many words are searched for, what is given by keyword.
Values stand outside: a statement has placeholders for them, so that no text of a reader becomes part of it.
"""

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import ibis  # noqa: F401 - the whole before its parts
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
from cachetools import LRUCache, cached

from mapapp.engine.engines.engine import Statement
from mapapp.engine.engines.placeholders import Placeholder
from mapapp.model.cql2 import Where
from mapapp.model.query import CHOICES, Query

REMEMBERED = 512
"""So many statements are kept; the one used longest ago is forgotten first."""

Question = Callable[..., ir.Table]
Compile = Callable[[ir.Table], Statement]


@dataclass(frozen=True, kw_only=True)
class Shape(Query):
    """A Query without its values: its conditions compare rows with placeholders, named after its fields."""

    prefix: str

    @classmethod
    def of(cls, query: Query, prefix: str) -> Self:
        """Put blanks of the same types in the place of a Query's values."""
        given = {name: one for name, one in query.operands().items() if one is not None}
        blanks = {name: one if name in CHOICES else _blank(one) for name, one in given.items()}
        return cls(prefix=prefix, **blanks | {"q": " ".join(map(str, range(len(given["q"]))))})

    def operands(self) -> dict[str, Any]:
        """Return placeholders in the place of values; what chooses between conditions stays."""
        return {
            name: one if name in CHOICES else _placeholders(f"{self.prefix}_{name}", _types(one))
            for name, one in Query.operands(self).items()
        }


def asked(
    compiled: Compile, question: Question, *given: Any, **fixed: Hashable
) -> tuple[Statement, dict[str, Any]]:
    """Find the statement of a question, and the values to run it with.

    `compiled` is that of the engine that will run it. Given are tables, and as values: Queries, dates,
    numbers, texts, None, tuples of these, and lists, any of which a column may have. What is fixed becomes
    part of the statement and must never be a reader's text.
    """
    named = [(f"p{position}", one) for position, one in enumerate(given)]
    shapes = tuple(_shape(*one) for one in named)
    statement = _statement(compiled, question, shapes, tuple(fixed.items()))
    values = dict(pair for one in named for pair in _values(*one))
    return statement, {name: values[name] for name in statement.names}


@cached(LRUCache[Any, Statement](REMEMBERED), condition=threading.Condition())
def _statement(
    compiled: Compile, question: Question, shapes: tuple[Any, ...], fixed: tuple[tuple[str, Any], ...]
) -> Statement:
    given = (_stand_in(f"p{position}", shape) for position, shape in enumerate(shapes))
    return compiled(question(*given, **dict(fixed)))


def _shape(name: str, given: Any) -> Any:
    if isinstance(given, Query):
        return Shape.of(given, name)
    return given.op() if isinstance(given, ir.Table) else _types(given)


def _stand_in(name: str, shape: Any) -> Any:
    if isinstance(shape, ops.Relation):
        return shape.to_expr()
    return shape if isinstance(shape, Shape) else _placeholders(name, shape)


def _values(name: str, given: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(given, Query):
        for field, value in given.operands().items():
            yield from _values(f"{name}_{field}", value)
    elif isinstance(given, tuple | Where):
        for number, value in enumerate(given.values if isinstance(given, Where) else given):
            yield from _values(f"{name}_{number}", value)
    else:
        yield name, given


def _types(given: Any) -> Any:
    """Name the types of values: of a tuple, each one's; of a list, that of what is in it."""
    if isinstance(given, Where):
        return given.with_values(lambda _, one: _types(one))
    if isinstance(given, list):
        return list[type(given[0]) if given else str]  # type: ignore[misc]
    if isinstance(given, tuple):
        return tuple(_types(one) for one in given)
    return None if given is None else type(given)


def _placeholders(name: str, types: Any) -> Any:
    if isinstance(types, Where):
        return types.with_values(lambda number, one: _placeholders(f"{name}_{number}", one))
    if isinstance(types, tuple):
        return tuple(_placeholders(f"{name}_{number}", one) for number, one in enumerate(types))
    return None if types is None else Placeholder(name, dt.dtype(types)).to_expr()


def _blank(given: Any) -> Any:
    """Return a value of the same type, the same for all of that type; for a list, a list of one."""
    if isinstance(given, Where):
        return given.with_values(lambda _, one: _blank(one))
    if isinstance(given, list):
        return [""]
    if isinstance(given, tuple):
        return tuple(_blank(one) for one in given)
    return _BLANKS[type(given)]


_BLANKS: Mapping[type, Any] = {str: "", int: 0, float: 0.5, date: date.min}
"""No two are equal: 0.0 would be taken for 0."""
