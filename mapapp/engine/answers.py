"""Answers that are remembered: equal questions are asked once."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from cachetools import LRUCache, cached

from mapapp.model.query import Query

T = TypeVar("T")

REMEMBERED = 256
"""So many answers of a kind; the one used longest ago is forgotten first."""


def remembered(answer: Callable[[Query], T]) -> Callable[[Query], T]:
    """Remember the latest answers; a question that is being answered is waited for, not asked again."""
    answers: LRUCache[Any, T] = LRUCache(REMEMBERED)
    ask: Callable[[Query], T] = cached(answers, condition=threading.Condition())(answer)
    return ask
