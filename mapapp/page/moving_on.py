"""Whether the reader has moved on while the page is being drawn, which Streamlit says nowhere in public.

Streamlit breaks a run off only when it draws something; while a database is asked, nothing is drawn.
Seen in Streamlit 1.67.
"""

from collections.abc import Callable

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType


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
