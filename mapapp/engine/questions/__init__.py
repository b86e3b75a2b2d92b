"""The questions that can be asked of a data set: functions that make Ibis expressions.

They are used like this: `from mapapp.engine.questions import sums`, then `store.rows(sums.totals, ...)`. A
module is not executed, and Ibis, which takes a third of a second, not imported, until one of its functions is
called to compile a statement. Modules of this package import one another's functions by name, as usual.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, Union

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir


class Question(NamedTuple):
    """A function of a module of this package, which is imported when the function is called."""

    module: str
    name: str

    @property
    def function(self) -> "Callable[..., ir.Table]":
        """The function itself."""
        function: Callable[..., ir.Table] = getattr(import_module(f"{__name__}.{self.module}"), self.name)
        return function

    def __call__(self, *arguments: Any, **fixed: Any) -> "ir.Table":
        """Call the function."""
        return self.function(*arguments, **fixed)


AnyQuestion: TypeAlias = Union[Question, "Callable[..., ir.Table]"]
"""A question from this package, or any other function."""


def as_question(question: AnyQuestion) -> AnyQuestion:
    """Return a question of this package as a Question, whether or not its module is already imported."""
    if isinstance(question, Question):
        return question
    package, _, module = question.__module__.rpartition(".")
    return Question(module, question.__name__) if package == __name__ else question


class _Module:
    """A module of this package that is not imported yet."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Question:
        if not name.islower() or name.startswith("_"):  # not for classes and constants
            raise AttributeError(name)
        return Question(self._name, name)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> _Module:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Module(name)
