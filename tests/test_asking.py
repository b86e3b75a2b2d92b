"""A caller that no longer needs an answer stops waiting, even if another thread is still computing it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from mapapp.engine.answers import remembered
from mapapp.engine.asking import asked_by
from mapapp.errors import EngineUnavailable


class Slow:
    """Answers its only question once it may, and counts how often it is asked."""

    def __init__(self) -> None:
        self.is_asked, self.may_answer, self.times = threading.Event(), threading.Event(), 0

    @remembered
    def answer(self) -> str:
        self.times += 1
        self.is_asked.set()
        assert self.may_answer.wait(60)
        return "the answer"


def test_who_leaves_no_longer_waits_for_what_another_thread_is_finding_and_who_stays_gets_it() -> None:
    slow, leaves = Slow(), threading.Event()

    def ask_until_leaving() -> str:
        with asked_by(leaves.is_set):
            return slow.answer()

    with ThreadPoolExecutor(3) as readers:
        first = readers.submit(slow.answer)
        assert slow.is_asked.wait(60)
        leaving, staying = readers.submit(ask_until_leaving), readers.submit(slow.answer)
        leaves.set()
        with pytest.raises(EngineUnavailable, match="nobody is waiting"):
            leaving.result(60)
        slow.may_answer.set()
        assert (first.result(60), staying.result(60), slow.times) == ("the answer", "the answer", 1)


def test_a_question_whose_asker_leaves_before_it_is_answered_is_asked_again_for_who_stays() -> None:
    asked, has_left = threading.Event(), threading.Event()

    class Fails:
        times = 0

        @remembered
        def answer(self) -> int:
            self.times += 1
            if self.times == 1:
                asked.set()
                assert has_left.wait(60)
                raise EngineUnavailable("given up")
            return self.times

    shared = Fails()
    with ThreadPoolExecutor(2) as readers:
        leaving = readers.submit(shared.answer)
        assert asked.wait(60)
        staying = readers.submit(shared.answer)
        has_left.set()
        assert isinstance(leaving.exception(60), EngineUnavailable)
        assert staying.result(60) == 2
