"""A cache of answers: equal questions are asked once, and rows read recently are not read again."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import methodkey

from mapapp.engine.asking import AnswerOfAnother

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")
Row = Mapping[str, Any]
ReadRows = Callable[[str, Sequence[int]], Mapping[int, Row]]

MAX_ANSWERS = 256
"""At most this many answers of a kind are cached; the least recently used goes first."""
MAX_ROWS = 4096
"""At most this many rows are cached; a view of the map has at most 1,500."""


def remembered(answer: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Cache a method's latest answers; a question that is being answered is waited for, not asked again.

    The cache is kept in the object and holds no reference to it, so an object that is no longer used is freed
    at once. Python's garbage collector runs rarely: if it had to free them, replaced data sets would pile up.
    """
    name = f"_answers_of_{answer.__name__}"

    def cached_answer(store: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        attributes = vars(store)
        ask = attributes.get(name) or attributes.setdefault(name, _with_cache(answer))
        result: T = ask(store, *args, **kwargs)
        return result

    cached_answer.__doc__ = answer.__doc__
    return cached_answer


def _with_cache(answer: Callable[..., T]) -> Callable[..., T]:
    """Give one object's answers a cache; the object itself is not part of the key."""
    answers: LRUCache[Any, T] = LRUCache(MAX_ANSWERS)
    ask: Callable[..., T] = cached(answers, key=methodkey, condition=AnswerOfAnother())(answer)
    return ask


class Rows:
    """A cache of rows, by point of view and position."""

    def __init__(self) -> None:
        self._cache: LRUCache[tuple[str, int], Row] = LRUCache(MAX_ROWS)
        self._lock = threading.Lock()

    def at(self, positions: Sequence[int], according_to: str, read_rows: ReadRows) -> list[Row]:
        """Return the rows at these positions, in the same order; callers must not change them.

        `read_rows` is called for the rows that are not cached.
        """
        with self._lock:
            rows = {
                position: row for position in positions if (row := self._cache.get((according_to, position)))
            }
        missing = [position for position in positions if position not in rows]
        if missing:
            new = read_rows(according_to, missing)
            rows |= new
            with self._lock:
                self._cache.update({(according_to, position): row for position, row in new.items()})
        return [rows[position] for position in positions]
