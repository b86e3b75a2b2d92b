"""Who asks the engine first: what a reader waits for goes before what else the page needs."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from math import inf
from time import monotonic

from cachetools import LRUCache

LONGEST_WAIT = 1.0
"""Seconds after which a question is asked all the same: many readers must not stop each other."""
SOON = 0.15
"""Seconds within which a browser asks what it is expected to ask."""
EARLY = 1.0
"""Seconds before the page's turn within which a browser may have asked already."""
REMEMBERED = 256
"""Of so many questions it is known when they were begun and answered."""


class _Times(LRUCache[Hashable, float]):
    """When something happened last; what happened longest ago is forgotten first."""

    def __missing__(self, _: Hashable) -> float:
        return -inf


class Turns:
    """Lets some questions go first: others are not begun while one of those goes on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ahead: Counter[Hashable] = Counter()
        self._begun: LRUCache[Hashable, float] = _Times(REMEMBERED)
        self._answered: LRUCache[Hashable, float] = _Times(REMEMBERED)
        self._mine = threading.local()

    @contextmanager
    def going_first(self, question: Hashable, *, is_whole: bool = True) -> Iterator[None]:
        """Let all that this thread asks to answer a question, or part of it, go first."""
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
        """Wait until a question that goes first is answered, unless it just was; not long if nobody asks."""
        since = monotonic() - EARLY
        with self._changed:
            if self._changed.wait_for(lambda: self._ahead[question] or self._begun[question] > since, SOON):
                self._changed.wait_for(lambda: self._answered[question] > since, LONGEST_WAIT)

    def wait(self) -> None:
        """Wait for one's turn, at most LONGEST_WAIT."""
        if getattr(self._mine, "ahead", False):
            return
        with self._changed:
            self._changed.wait_for(lambda: not self._ahead, LONGEST_WAIT)
