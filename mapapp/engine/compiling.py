"""From the shape of a question to its expression, with placeholders instead of values."""

from dataclasses import fields
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from mapapp.engine.engines.engine import HeldTable
from mapapp.engine.engines.placeholders import Placeholder
from mapapp.engine.questions import AnyQuestion
from mapapp.engine.questions.blurred import blurred
from mapapp.engine.shapes import Shape, types
from mapapp.model.cql2 import Expression
from mapapp.model.query import CHOICES, Query


class _Unfilled(Shape):
    """A shape whose conditions compare rows with placeholders, named after its fields."""

    def operands(self) -> dict[str, Any]:
        """Return placeholders instead of values; what chooses between conditions stays."""
        return {
            name: value if name in CHOICES else placeholders(f"{self.prefix}_{name}", types(value))
            for name, value in Query.operands(self).items()
        }


def expression(
    question: AnyQuestion, shapes: tuple[Any, ...], fixed: tuple[tuple[str, Any], ...]
) -> ir.Table:
    """Build the expression of a question from tables and placeholders."""
    arguments = (_argument(f"p{position}", shape) for position, shape in enumerate(shapes))
    return question(*arguments, **dict(fixed))


def table(held: HeldTable) -> ir.Table:
    """Refer to a table of an engine; to a blurred one only as it is published."""
    rows = ibis.table(ibis.Schema.from_pyarrow(held.columns), name=held.name, database=held.schema or None)
    return blurred(held.name, rows) if held.is_blurred else rows


def placeholders(name: str, kinds: Any) -> Any:
    """Turn the types of values into placeholders, numbered by position."""
    if isinstance(kinds, Expression):
        return kinds.with_values(lambda number, kind: placeholders(f"{name}_{number}", kind))
    if isinstance(kinds, tuple):
        return tuple(placeholders(f"{name}_{number}", kind) for number, kind in enumerate(kinds))
    return None if kinds is None else Placeholder(name, dt.dtype(kinds)).to_expr()


def _argument(name: str, shape: Any) -> Any:
    if isinstance(shape, HeldTable):
        return table(shape)
    if isinstance(shape, Shape):
        return _Unfilled(**{field.name: getattr(shape, field.name) for field in fields(shape)})
    return placeholders(name, shape)
