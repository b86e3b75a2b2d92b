"""What somebody chose is carried out whole, whatever the browser asks meanwhile."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state.safe_session_state import SafeSessionState

import mapapp.page
from mapapp.page import moving_on
from mapapp.page.moving_on import whole

FOLDER = Path(mapapp.page.__file__).parent
GIVEN_BY_STREAMLIT = {"rerun", "ignore"}


def test_a_callback_is_not_broken_off_and_the_next_question_follows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requests = ScriptRequests()
    context = SimpleNamespace(script_requests=requests)
    monkeypatch.setattr(moving_on, "get_script_run_ctx", lambda: context)
    seen: list[object] = []

    def callback(name: str) -> None:
        requests.request_rerun(RerunData(query_string="next"))
        seen.append((name, requests.on_scriptrunner_yield()))

    whole(callback)("chosen")
    assert seen == [("chosen", None)]
    following = requests.on_scriptrunner_yield()
    assert following is not None
    assert following.type is ScriptRequestType.RERUN
    assert following.rerun_data.query_string == "next"


def test_what_the_browser_has_sent_is_taken_although_it_has_asked_again() -> None:
    taken: list[object] = []

    def broken_off() -> None:
        raise AssertionError

    state = SimpleNamespace(on_script_will_rerun=lambda sent, **more: taken.append((sent, more)))
    session = SafeSessionState(state, broken_off)  # type: ignore[arg-type]
    session.on_script_will_rerun("a click", is_history_navigation=True)  # type: ignore[arg-type]
    assert taken == [("a click", {"is_history_navigation": True})]


def test_a_callback_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = ScriptRequests()
    context = SimpleNamespace(script_requests=requests)
    monkeypatch.setattr(moving_on, "get_script_run_ctx", lambda: context)

    def callback() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        whole(callback)()
    requests.request_rerun(RerunData())
    assert requests.on_scriptrunner_yield() is not None


def test_every_callback_of_the_page_is_whole() -> None:
    given = {
        f"{file.name}:{keyword.value.lineno}": ast.unparse(keyword.value)
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if re.fullmatch(r"on_(\w+_)?(click|change|select|submit)", keyword.arg or "")
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value in GIVEN_BY_STREAMLIT)
    }
    assert len(given) > 15
    assert {place: callback for place, callback in given.items() if not callback.startswith("whole(")} == {}
