"""Who asks the engine first: what a reader waits for goes before what else the page needs."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from cachetools import LRUCache

LONGEST_WAIT = 1.0
"""Seconds after which a question is asked all the same: many readers must not stop each other."""
SOON = 0.15
"""Seconds within which a browser asks what it is expected to ask."""
REMEMBERED = 256
"""Of so many questions it is known how often they were begun and answered."""


class _Counts(LRUCache[Hashable, int]):
    """How often something happened; what happened longest ago is forgotten first."""

    def __missing__(self, _: Hashable) -> int:
        return 0


class Turns:
    """Lets some questions go first: others are not begun while one of those goes on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ahead: Counter[Hashable] = Counter()
        self._begun: LRUCache[Hashable, int] = _Counts(REMEMBERED)
        self._answered: LRUCache[Hashable, int] = _Counts(REMEMBERED)
        self._mine = threading.local()

    @contextmanager
    def going_first(self, question: Hashable, *, is_whole: bool = True) -> Iterator[None]:
        """Let all that this thread asks to answer a question, or part of it, go first."""
        with self._changed:
            self._ahead[question] += 1
            self._begun[question] += 1
            self._changed.notify_all()
        self._mine.ahead = True
        try:
            yield
        finally:
            self._mine.ahead = False
            with self._changed:
                self._ahead -= Counter([question])
                self._answered[question] += is_whole
                self._changed.notify_all()

    def give_way(self, question: Hashable) -> None:
        """Wait until a question that goes first is answered again; not for long if nobody asks it."""
        with self._changed:
            begun, answered = self._begun[question], self._answered[question]
            if self._changed.wait_for(lambda: self._ahead[question] or self._begun[question] > begun, SOON):
                self._changed.wait_for(lambda: self._answered[question] > answered, LONGEST_WAIT)

    def wait(self) -> None:
        """Wait for one's turn, at most LONGEST_WAIT."""
        if getattr(self._mine, "ahead", False):
            return
        with self._changed:
            self._changed.wait_for(lambda: not self._ahead, LONGEST_WAIT)
