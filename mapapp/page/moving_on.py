"""Whether the reader has moved on while the page is being drawn, and what must not be broken off by it.

Streamlit says neither in public. It breaks a run off when something is drawn or looked up in the session; as
long as a database is asked, neither happens. Seen in Streamlit 1.67.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.state.safe_session_state import SafeSessionState


def moved_on() -> Callable[[], bool]:
    """Return what tells, in any thread, whether this run is to be broken off; a fragment breaks none off."""
    context = get_script_run_ctx()
    requests = context.script_requests if context else None

    def has_moved_on() -> bool:
        if requests is None or requests._state is ScriptRequestType.CONTINUE:
            return False
        asked = requests._rerun_data
        is_fragment = bool(asked.fragment_id_queue) and not asked.is_fragment_scoped_rerun
        return requests._state is ScriptRequestType.STOP or not is_fragment

    return has_moved_on


def _taken_whole(session: SafeSessionState, sent: Any, **more: Any) -> None:
    """Take what the browser has sent, and call the callbacks of widgets, whatever it has asked meanwhile.

    Streamlit's own looks first whether it has asked anything, and then forgets what it has sent before; and a
    callback that is broken off is not called again. What somebody chose would be lost, or done by half.
    """
    context = get_script_run_ctx()
    requests = context.script_requests if context else None
    with session._lock, _deaf(requests) if requests else nullcontext():
        session._state.on_script_will_rerun(sent, **more)


@contextmanager
def _deaf(requests: ScriptRequests) -> Iterator[None]:
    """Break nothing off as long as this lasts; what is asked meanwhile comes after it."""
    requests.on_scriptrunner_yield = lambda: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del requests.on_scriptrunner_yield


SafeSessionState.on_script_will_rerun = _taken_whole  # type: ignore[method-assign,assignment]
