"""What a run of the page has drawn reaches the browser, whatever is asked just when it ends.

Once a run is over, Streamlit gives what is asked next to a new runner, and takes nothing from the old one
any more. On a busy server, the thread that talks to readers is behind then: what was drawn last, such as
list, table and tabs, would be missing until the whole page is asked for again, for a part of the page that
asks by a timer draws itself only. There is no public way to make it wait. Seen in Streamlit 1.67.
"""

from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

_request_rerun = AppSession.request_rerun
_handle = AppSession._handle_scriptrunner_event_on_event_loop
_waiting: WeakKeyDictionary[AppSession, list[ClientState | None]] = WeakKeyDictionary()


def let_runs_tell_all() -> None:
    """Let what is asked when a run ends wait until all that it drew is on its way."""
    AppSession.request_rerun = _asked  # type: ignore[method-assign,assignment]
    AppSession._handle_scriptrunner_event_on_event_loop = _told  # type: ignore[method-assign,assignment]


def _asked(session: AppSession, client_state: ClientState | None) -> None:
    runner = session._scriptrunner
    if runner and runner._requests._state is ScriptRequestType.STOP:
        _waiting.setdefault(session, []).append(client_state)
    else:
        _request_rerun(session, client_state)


def _told(session: AppSession, sender: Any, event: ScriptRunnerEvent, *more: Any) -> None:
    _handle(session, sender, event, *more)
    if session._scriptrunner is None:
        for client_state in _waiting.pop(session, []):
            session.request_rerun(client_state)
