"""What can be asked of a data set, as functions that make expressions of Ibis.

They are named where something is asked: `from mapapp.engine.questions import sums`, then
`store.rows(sums.totals, ...)`. Until one of them is called, because a statement of it is compiled, its module
is not executed, and Ibis, which takes a third of a second, not imported. Modules in here import one another's
functions by name, as usual.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, Union

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir


class Question(NamedTuple):
    """A function of a module in here, which is imported once it is called."""

    module: str
    name: str

    @property
    def function(self) -> "Callable[..., ir.Table]":
        """The function itself."""
        found: Callable[..., ir.Table] = getattr(import_module(f"{__name__}.{self.module}"), self.name)
        return found

    def __call__(self, *given: Any, **fixed: Any) -> "ir.Table":
        """Call the function."""
        return self.function(*given, **fixed)


AnyQuestion: TypeAlias = Union[Question, "Callable[..., ir.Table]"]
"""A question: one from here, or a function of one's own."""


def named(question: AnyQuestion) -> AnyQuestion:
    """Return a question from here by its name, whether its module is imported by now or not."""
    if isinstance(question, Question):
        return question
    package, _, module = question.__module__.rpartition(".")
    return Question(module, question.__name__) if package == __name__ else question


class _Module:
    """A module in here that is not imported yet."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Question:
        if not name.islower() or name.startswith("_"):  # a class or a constant would not do as a name
            raise AttributeError(name)
        return Question(self._name, name)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> _Module:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Module(name)
