"""All that a run of the page has drawn reaches the browser, even if a request arrives just as it ends.

Once a run is over, Streamlit passes the next request to a new runner and accepts nothing more from the old
one. On a busy server, the thread that talks to readers is behind by then: what was drawn last, such as list,
table and tabs, would be missing until the whole page is requested again, because a part of the page that
reruns on a timer draws only itself. There is no public way to make Streamlit wait. As of Streamlit 1.67.
"""

from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

_original_request_rerun = AppSession.request_rerun
_original_handle = AppSession._handle_scriptrunner_event_on_event_loop
_waiting: WeakKeyDictionary[AppSession, list[ClientState | None]] = WeakKeyDictionary()


def let_runs_finish() -> None:
    """Make a request that arrives as a run ends wait until all that the run drew is on its way."""
    AppSession.request_rerun = _request_rerun_when_sent  # type: ignore[method-assign,assignment]
    AppSession._handle_scriptrunner_event_on_event_loop = _handle_and_rerun  # type: ignore[method-assign,assignment]


def _request_rerun_when_sent(session: AppSession, client_state: ClientState | None) -> None:
    runner = session._scriptrunner
    if runner and runner._requests._state is ScriptRequestType.STOP:
        _waiting.setdefault(session, []).append(client_state)
    else:
        _original_request_rerun(session, client_state)


def _handle_and_rerun(session: AppSession, sender: Any, event: ScriptRunnerEvent, *more: Any) -> None:
    _original_handle(session, sender, event, *more)
    if session._scriptrunner is None:
        for client_state in _waiting.pop(session, []):
            session.request_rerun(client_state)
