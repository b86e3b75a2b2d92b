"""Answers that are remembered: equal questions are asked once, and rows that were read lately not again."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import methodkey

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")
Row = Mapping[str, Any]
Read = Callable[[str, Sequence[int]], Mapping[int, Row]]

REMEMBERED = 256
"""So many answers of a kind; the one used longest ago is forgotten first."""
REMEMBERED_ROWS = 4096
"""So many rows; a view of the map has at most 1,500."""


def remembered(answer: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Remember a method's latest answers; a question that is being answered is waited for, not asked again.

    They are kept in the object, and nothing in them refers to it: one that nobody uses any more goes at once.
    Left to Python's collector, which runs seldom, replaced data sets would pile up.
    """
    name = f"_answers_of_{answer.__name__}"

    def asked(store: S, /, *given: P.args, **named: P.kwargs) -> T:
        kept = vars(store)
        ask = kept.get(name) or kept.setdefault(name, _remembering(answer))
        found: T = ask(store, *given, **named)
        return found

    asked.__doc__ = answer.__doc__
    return asked


def _remembering(answer: Callable[..., T]) -> Callable[..., T]:
    """Give one object's answers their place; which object's is no part of the question."""
    answers: LRUCache[Any, T] = LRUCache(REMEMBERED)
    ask: Callable[..., T] = cached(answers, key=methodkey, condition=threading.Condition())(answer)
    return ask


class Rows:
    """Rows by their positions as each point of view has them."""

    def __init__(self) -> None:
        self._known: LRUCache[tuple[str, int], Row] = LRUCache(REMEMBERED_ROWS)
        self._lock = threading.Lock()

    def at(self, positions: Sequence[int], according_to: str, read: Read) -> list[Row]:
        """Return the rows at some positions, in the same order; none of them may be altered.

        `read` is asked for those not known.
        """
        with self._lock:
            found = {one: row for one in positions if (row := self._known.get((according_to, one)))}
        missing = [one for one in positions if one not in found]
        if missing:
            arrived = read(according_to, missing)
            found |= arrived
            with self._lock:
                self._known.update({(according_to, one): row for one, row in arrived.items()})
        return [found[one] for one in positions]
