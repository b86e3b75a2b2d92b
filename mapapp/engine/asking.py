"""Whether anybody still waits for an answer: if nobody does, a question to another database is cancelled."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from mapapp.errors import EngineUnavailable
from mapapp.messages import notice

SECONDS_BETWEEN_CHECKS = 0.1

IsGone = Callable[[], bool]


def _stays() -> bool:
    return False


_is_gone: ContextVar[IsGone] = ContextVar("is_gone", default=_stays)


@contextmanager
def asked_by(is_gone: IsGone) -> Iterator[None]:
    """Say how to find out, from any thread, that the caller no longer waits for what is asked within."""
    token = _is_gone.set(is_gone)
    try:
        yield
    finally:
        _is_gone.reset(token)


def given_up() -> EngineUnavailable:
    """Return the error that a question ends with once nobody waits for its answer."""
    return EngineUnavailable(notice("store-given-up"))


class AnswerOfAnother(threading.Condition):
    """Lets a thread wait for an answer that another thread is finding.

    Raises EngineUnavailable once nobody waits for the waiting thread; the other one goes on.
    """

    def wait(self, timeout: float | None = None) -> bool:
        """Wait as a Condition does, but wake up now and then to see whether it is still worth it."""
        is_notified = super().wait(SECONDS_BETWEEN_CHECKS if timeout is None else timeout)
        if _is_gone.get()():
            raise given_up()
        return is_notified


class RunningQuestion:
    """A question under way, which may take at most `seconds`.

    `is_given_up` if it was cancelled because nobody waits for its answer, `is_too_slow` if its time ran out.
    """

    def __init__(self, is_gone: IsGone, give_up: Callable[[], None], seconds: float) -> None:
        self._is_gone, self._give_up, self._end = is_gone, give_up, time.monotonic() + seconds
        self._lock, self._has_ended = threading.Lock(), False
        self.is_given_up = self.is_too_slow = False

    def check(self) -> None:
        """Cancel the question if nobody waits for its answer or it is too slow; never the question after it.

        It is cancelled at every check until it has ended: a database ignores cancelling what has not begun.
        """
        is_gone, is_late = self._is_gone(), time.monotonic() > self._end
        if is_gone or is_late:
            with self._lock:
                if not self._has_ended:
                    self.is_given_up, self.is_too_slow = is_gone, is_late
                    self._give_up()

    def end(self) -> None:
        """Note that the question has been answered, or never will be."""
        with self._lock:
            self._has_ended = True


class Watch:
    """Watches questions under way, in its own thread, which sleeps while there are none."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way: set[RunningQuestion] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, give_up: Callable[[], None], seconds: float = math.inf) -> Iterator[RunningQuestion]:
        """Watch over a question; `give_up` is called, in another thread, if nobody waits for its answer.

        It is also called after `seconds`, for a database without a time limit.
        """
        question = RunningQuestion(_is_gone.get(), give_up, seconds)
        self._begin(question)
        try:
            yield question
        finally:
            question.end()
            with self._changed:
                self._under_way.discard(question)

    def _begin(self, question: RunningQuestion) -> None:
        with self._changed:
            self._under_way.add(question)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._check_until_exit, name="watch-questions", daemon=True
                )
                self._thread.start()
            self._changed.notify()

    def _check_until_exit(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_CHECKS)
            with self._changed:
                self._changed.wait_for(lambda: self._under_way)
                questions = [*self._under_way]
            for question in questions:
                question.check()
