"""Whether the reader has moved on while the page is being drawn, and what must not be interrupted by that.

Streamlit offers no public way for either. It interrupts a run when something is drawn or looked up in the
session, neither of which happens while a database is queried. Observed in Streamlit 1.67.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.state.safe_session_state import SafeSessionState


def moved_on() -> Callable[[], bool]:
    """Return a function for any thread: whether this run is superseded, which no fragment can do."""
    context = get_script_run_ctx()
    requests = context.script_requests if context else None

    def has_moved_on() -> bool:
        if requests is None or requests._state is ScriptRequestType.CONTINUE:
            return False
        rerun = requests._rerun_data
        is_fragment = bool(rerun.fragment_id_queue) and not rerun.is_fragment_scoped_rerun
        return requests._state is ScriptRequestType.STOP or not is_fragment

    return has_moved_on


def _accept_uninterrupted(session: SafeSessionState, sent: Any, **more: Any) -> None:
    """Take what the browser has sent and call the widgets' callbacks, whatever it has requested meanwhile.

    Streamlit's own method first checks for a new request, and then forgets what was sent before it; and a
    callback that is interrupted is not called again. A reader's choice would be lost, or half made.
    """
    context = get_script_run_ctx()
    requests = context.script_requests if context else None
    with session._lock, _uninterrupted(requests) if requests else nullcontext():
        session._state.on_script_will_rerun(sent, **more)


@contextmanager
def _uninterrupted(requests: ScriptRequests) -> Iterator[None]:
    """Interrupt nothing as long as this lasts; what is requested meanwhile comes after it."""
    requests.on_scriptrunner_yield = lambda: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del requests.on_scriptrunner_yield


SafeSessionState.on_script_will_rerun = _accept_uninterrupted  # type: ignore[method-assign,assignment]
