"""Who waits for an answer: what is asked of a database elsewhere is given up once nobody does."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SECONDS_BETWEEN_LOOKS = 0.1

IsGone = Callable[[], bool]

_is_gone: ContextVar[IsGone | None] = ContextVar("is_gone", default=None)


@contextmanager
def asked_by(is_gone: IsGone) -> Iterator[None]:
    """Say how to find out, from any thread, that whoever asks within waits no more."""
    before = _is_gone.set(is_gone)
    try:
        yield
    finally:
        _is_gone.reset(before)


class Asked:
    """A question under way, which may take so many seconds.

    `is_given_up` once it was, for nobody waits for its answer; `is_too_slow` if its time was up before.
    """

    def __init__(self, is_gone: IsGone, give_up: Callable[[], None], seconds: float) -> None:
        self._is_gone, self._give_up, self._end = is_gone, give_up, time.monotonic() + seconds
        self._lock, self._has_ended = threading.Lock(), False
        self.is_given_up = self.is_too_slow = False

    def look(self) -> None:
        """Give the question up if nobody waits for its answer, or too long; never what is asked after it.

        It is given up at each look until it has ended: a database forgets it if it has not begun yet.
        """
        is_gone, is_late = self._is_gone(), time.monotonic() > self._end
        if is_gone or is_late:
            with self._lock:
                if not self._has_ended:
                    self.is_given_up, self.is_too_slow = is_gone, is_late
                    self._give_up()

    def end(self) -> None:
        """Say that the question has been answered, or never will be."""
        with self._lock:
            self._has_ended = True


class Watch:
    """Looks after questions under way, in a thread of its own, which rests while there is none."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way: set[Asked] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, give_up: Callable[[], None], seconds: float = math.inf) -> Iterator[Asked]:
        """Watch over what is asked within; `give_up` is called, in another thread, if nobody waits for it.

        Likewise after so many seconds, where a database has no limit of its own.
        """
        asked = Asked(_is_gone.get() or _stays, give_up, seconds)
        self._begin(asked)
        try:
            yield asked
        finally:
            asked.end()
            with self._changed:
                self._under_way.discard(asked)

    def _begin(self, asked: Asked) -> None:
        with self._changed:
            self._under_way.add(asked)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="watch-questions", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _look(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            with self._changed:
                self._changed.wait_for(lambda: self._under_way)
                asked = [*self._under_way]
            for one in asked:
                one.look()


def _stays() -> bool:
    return False
