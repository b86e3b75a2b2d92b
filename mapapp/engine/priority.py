"""Who asks the engine first: what a reader waits for goes before what else the page needs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_WAIT = 1.0
"""Seconds after which a question is asked all the same: many readers must not stop each other."""


class Turns:
    """Lets some questions go first: others are not begun while one of those goes on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ahead = 0
        self._mine = threading.local()

    @contextmanager
    def going_first(self) -> Iterator[None]:
        """Let all that this thread asks go first."""
        with self._changed:
            self._ahead += 1
        self._mine.ahead = True
        try:
            yield
        finally:
            self._mine.ahead = False
            with self._changed:
                self._ahead -= 1
                self._changed.notify_all()

    def wait(self) -> None:
        """Wait for one's turn, at most LONGEST_WAIT."""
        if getattr(self._mine, "ahead", False):
            return
        with self._changed:
            self._changed.wait_for(lambda: not self._ahead, LONGEST_WAIT)
