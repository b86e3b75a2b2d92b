"""The shape of a question: all that its expression depends on, which is everything but the values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from mapapp.model.cql2 import Expression
from mapapp.model.query import CHOICES, Query


@dataclass(frozen=True, kw_only=True)
class Shape(Query):
    """A Query without its values; `prefix` distinguishes it from others in the same question."""

    prefix: str

    @classmethod
    def of(cls, query: Query, prefix: str) -> Self:
        """Replace a Query's values with blanks of the same types."""
        values = {name: value for name, value in query.operands().items() if value is not None}
        blanks = {name: value if name in CHOICES else _blank(value) for name, value in values.items()}
        return cls(prefix=prefix, **blanks | {"q": " ".join(map(str, range(len(values["q"]))))})


def types(value: Any) -> Any:
    """Return the type of a value: for a tuple, that of each element; for a list, that of its elements."""
    if isinstance(value, Expression):
        return value.with_values(lambda _, element: types(element))
    if isinstance(value, list):
        return list[type(value[0]) if value else str]  # type: ignore[misc]
    if isinstance(value, tuple):
        return tuple(types(element) for element in value)
    return None if value is None else type(value)


def _blank(value: Any) -> Any:
    """Return a value of the same type, always the same one for a type; for a list, a list of one element."""
    if isinstance(value, Expression):
        return value.with_values(lambda _, element: _blank(element))
    if isinstance(value, list):
        return [""]
    if isinstance(value, tuple):
        return tuple(_blank(element) for element in value)
    return _BLANKS[type(value)]


_BLANKS: Mapping[type, Any] = {str: "", int: 0, float: 0.5, date: date.min}
"""No two are equal: 0.0 would be taken for 0."""
