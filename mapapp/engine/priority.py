"""Who asks the engine first: what a reader waits for takes precedence over the page's other needs."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from math import inf
from time import monotonic

from cachetools import LRUCache

LONGEST_WAIT = 1.0
"""Seconds after which a question is asked anyway: many readers must not block each other."""
SOON = 0.15
"""Seconds within which a browser should ask what it is expected to ask."""
EARLY = 1.0
"""Seconds before the page's turn within which a browser may have asked already."""
QUESTIONS_REMEMBERED = 256
"""At most this many questions have their times of beginning and answer remembered."""


class _Times(LRUCache[Hashable, float]):
    """When something last happened; the least recent is forgotten first."""

    def __missing__(self, _: Hashable) -> float:
        return -inf


class Turns:
    """Gives some questions precedence: while one of them is being answered, no other is begun."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ahead: Counter[Hashable] = Counter()
        self._begun: LRUCache[Hashable, float] = _Times(QUESTIONS_REMEMBERED)
        self._answered: LRUCache[Hashable, float] = _Times(QUESTIONS_REMEMBERED)
        self._mine = threading.local()

    @contextmanager
    def going_first(self, question: Hashable, *, is_whole: bool = True) -> Iterator[None]:
        """Give precedence to all that this thread asks to answer a question, or part of it."""
        with self._changed:
            self._ahead[question] += 1
            self._begun[question] = monotonic()
            self._changed.notify_all()
        self._mine.ahead = True
        try:
            yield
        finally:
            self._mine.ahead = False
            with self._changed:
                self._ahead -= Counter([question])
                if is_whole:
                    self._answered[question] = monotonic()
                self._changed.notify_all()

    def give_way(self, question: Hashable) -> None:
        """Wait until a question with precedence is answered, unless it just was; briefly if nobody asks."""
        since = monotonic() - EARLY
        with self._changed:
            if self._changed.wait_for(lambda: self._ahead[question] or self._begun[question] > since, SOON):
                self._changed.wait_for(lambda: self._answered[question] > since, LONGEST_WAIT)

    def wait(self) -> None:
        """Wait for this thread's turn, at most LONGEST_WAIT."""
        if getattr(self._mine, "ahead", False):
            return
        with self._changed:
            self._changed.wait_for(lambda: not self._ahead, LONGEST_WAIT)
