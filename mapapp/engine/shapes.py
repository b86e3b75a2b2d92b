"""The shape of a question: what its expression depends on, which is all but the values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from mapapp.model.cql2 import Expression
from mapapp.model.query import CHOICES, Query


@dataclass(frozen=True, kw_only=True)
class Shape(Query):
    """A Query without its values; `prefix` tells it from others in one question."""

    prefix: str

    @classmethod
    def of(cls, query: Query, prefix: str) -> Self:
        """Put blanks of the same types in the place of a Query's values."""
        given = {name: one for name, one in query.operands().items() if one is not None}
        blanks = {name: one if name in CHOICES else _blank(one) for name, one in given.items()}
        return cls(prefix=prefix, **blanks | {"q": " ".join(map(str, range(len(given["q"]))))})


def types(given: Any) -> Any:
    """Name the types of values: of a tuple, each one's; of a list, that of what is in it."""
    if isinstance(given, Expression):
        return given.with_values(lambda _, one: types(one))
    if isinstance(given, list):
        return list[type(given[0]) if given else str]  # type: ignore[misc]
    if isinstance(given, tuple):
        return tuple(types(one) for one in given)
    return None if given is None else type(given)


def _blank(given: Any) -> Any:
    """Return a value of the same type, the same for all of that type; for a list, a list of one."""
    if isinstance(given, Expression):
        return given.with_values(lambda _, one: _blank(one))
    if isinstance(given, list):
        return [""]
    if isinstance(given, tuple):
        return tuple(_blank(one) for one in given)
    return _BLANKS[type(given)]


_BLANKS: Mapping[type, Any] = {str: "", int: 0, float: 0.5, date: date.min}
"""No two are equal: 0.0 would be taken for 0."""
