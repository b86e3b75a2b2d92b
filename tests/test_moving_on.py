"""A reader's choice is carried out in full, whatever the browser asks for in the meantime."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state.safe_session_state import SafeSessionState

from mapapp.page import moving_on


class BrokenOff(Exception):
    """Stands for what Streamlit raises when a script reads its session while a newer request is waiting."""


class Run:
    """A run of the page: the requests it gets, and a session that passes what the browser sends to `take`."""

    def __init__(self, take: Callable[..., None]) -> None:
        self.requests = ScriptRequests()
        self.session = SafeSessionState(
            SimpleNamespace(on_script_will_rerun=take),  # type: ignore[arg-type]
            self.look,
        )

    def look(self) -> None:
        if self.requests.on_scriptrunner_yield():
            raise BrokenOff

    def is_asked(self, address: str) -> None:
        self.requests.request_rerun(RerunData(query_string=address))

    def begin(self) -> None:
        self.session.on_script_will_rerun("a click", is_history_navigation=True)  # type: ignore[arg-type]


@pytest.fixture
def run_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., None]], Run]:
    def begun(take: Callable[..., None]) -> Run:
        run = Run(take)
        context = SimpleNamespace(script_requests=run.requests)
        monkeypatch.setattr(moving_on, "get_script_run_ctx", lambda: context)
        return run

    return begun


def test_what_was_asked_before_and_during_a_callback_comes_after_it(
    run_with: Callable[[Callable[..., None]], Run],
) -> None:
    done: list[Any] = []

    def callback(sent: object, **more: object) -> None:
        run.look()
        run.is_asked("?during")
        run.look()
        done.append((sent, more))

    run = run_with(callback)
    run.is_asked("?before")
    run.begin()
    assert done == [("a click", {"is_history_navigation": True})]
    following = run.requests.on_scriptrunner_yield()
    assert following is not None
    assert following.type is ScriptRequestType.RERUN
    assert following.rerun_data.query_string == "?during"


def test_after_a_callback_that_fails_runs_are_broken_off_again(
    run_with: Callable[[Callable[..., None]], Run],
) -> None:
    def callback(*_: object, **__: object) -> None:
        raise LookupError

    run = run_with(callback)
    with pytest.raises(LookupError):
        run.begin()
    run.is_asked("?next")
    with pytest.raises(BrokenOff):
        run.look()
