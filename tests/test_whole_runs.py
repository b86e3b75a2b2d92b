"""All that a run of the page draws reaches the browser, even if another run is requested just as it ends."""

import asyncio
import time
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from mapapp.server.whole_runs import let_runs_finish
from tests.asgi import run

SCRIPT = """
import streamlit as st

@st.fragment
def part():
    st.text("part")

part()
st.text(st.query_params.get("asked", "tail"))
"""


class Page:
    """An open page whose server is so busy that it lags behind what the page's script draws."""

    def __init__(self, script: Path) -> None:
        files, cache = MemoryUploadedFileManager(""), ScriptCache()
        self.session = AppSession(ScriptData(str(script), False), files, cache, None, {})

    @property
    def part(self) -> str:
        """The identifier of the script's fragment."""
        return next(iter(self.session._fragment_storage._fragments))  # type: ignore[attr-defined]

    def opened(self) -> None:
        """Run the script to its end, without sending anything yet."""
        self.session.request_rerun(None)
        runner = self.session._scriptrunner
        assert runner
        while runner._requests._state is not ScriptRequestType.STOP:
            time.sleep(0.001)

    async def told(self) -> list[str]:
        """Catch up; return what was drawn and not replaced since, and each end of a run."""
        while self.session._scriptrunner:
            await asyncio.sleep(0.001)
        messages = self.session.flush_browser_queue()
        self.session.shutdown()
        return [word for message in messages if (word := _word(message))]


def _word(message: ForwardMsg) -> str:
    if message.WhichOneof("type") == "script_finished":
        return "end"
    return message.delta.new_element.text.body if message.WhichOneof("type") == "delta" else ""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "page.py").write_text(SCRIPT)
    monkeypatch.setattr("streamlit.runtime.get_instance", MagicMock())
    let_runs_finish()
    return tmp_path / "page.py"


def test_a_part_that_asks_when_a_run_ends_comes_after_all_of_that_run(script: Path) -> None:
    async def scenario() -> list[str]:
        page = Page(script)
        page.opened()
        page.session.request_rerun(ClientState(fragment_id=page.part, is_auto_rerun=True))
        return await page.told()

    assert run(scenario) == ["tail", "end", "part", "end"]


def test_what_is_asked_when_a_run_ends_is_answered_in_its_order(script: Path) -> None:
    async def scenario() -> list[str]:
        page = Page(script)
        page.opened()
        for asked in ("first", "last"):
            page.session.request_rerun(ClientState(query_string=f"asked={asked}"))
        return await page.told()

    assert run(scenario)[-3:] == ["part", "last", "end"]


def test_a_page_that_is_closed_when_a_run_ends_asks_for_nothing_more(script: Path) -> None:
    async def scenario() -> None:
        page = Page(script)
        page.opened()
        page.session.request_rerun(ClientState(query_string="asked=late"))
        page.session.shutdown()
        while page.session._scriptrunner:
            await asyncio.sleep(0.001)

    run(scenario)
