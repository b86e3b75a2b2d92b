"""Answers that are remembered: equal questions are asked once, and rows that were read lately not again."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached

P = ParamSpec("P")
T = TypeVar("T")
Row = Mapping[str, Any]

REMEMBERED = 256
"""So many answers of a kind; the one used longest ago is forgotten first."""
REMEMBERED_ROWS = 4096
"""So many rows; a view of the map has at most 1,500."""


def remembered(answer: Callable[P, T]) -> Callable[P, T]:
    """Remember the latest answers; a question that is being answered is waited for, not asked again."""
    answers: LRUCache[Any, T] = LRUCache(REMEMBERED)
    ask: Callable[P, T] = cached(answers, condition=threading.Condition())(answer)
    return ask


class Rows:
    """Rows by their positions as each point of view has them; `read` is asked for those not known."""

    def __init__(self, read: Callable[[str, Sequence[int]], Mapping[int, Row]]) -> None:
        self._read = read
        self._known: LRUCache[tuple[str, int], Row] = LRUCache(REMEMBERED_ROWS)
        self._lock = threading.Lock()

    def at(self, positions: Sequence[int], according_to: str) -> list[Row]:
        """Return the rows at some positions, in the same order; none of them may be altered."""
        with self._lock:
            found = {one: row for one in positions if (row := self._known.get((according_to, one)))}
        missing = [one for one in positions if one not in found]
        if missing:
            read = self._read(according_to, missing)
            found |= read
            with self._lock:
                self._known.update({(according_to, one): row for one, row in read.items()})
        return [found[one] for one in positions]
