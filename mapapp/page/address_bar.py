"""The parameters in the browser's address bar, as read and written by the page.

What the page writes takes a moment to reach the browser. A request that the browser sends meanwhile still
carries the previous URL, and Streamlit breaks off the run that wrote in favour of the one that was requested.
Without care, the page would return to the previous URL although the browser shows the new one.
"""

from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

POSITION, DATA = "map", "data"
"""Parameters that the browser writes by itself: the map's position, and the state of the data."""

_WRITTEN = "written"
"""Key of the session's state: what the page wrote last."""
_MAX_SUPERSEDED = 5
"""How many URLs before the last one the browser may still send."""

Params = dict[str, list[str]]


class _Written(NamedTuple):
    params: Params
    superseded: list[Params]


def params() -> Params:
    """Return the URL's parameters by name; a superseded URL counts only if the reader went back."""
    sent = _sent()
    written: _Written | None = st.session_state.get(_WRITTEN)
    if written is None or _by_page(sent) == _by_page(written.params):
        return sent
    if _by_page(sent) in written.superseded and not went_back():
        st.query_params.from_dict(written.params)
        return written.params
    del st.session_state[_WRITTEN]
    return sent


def param(name: str) -> str | None:
    """Return the value of a parameter, the last if there are several; None if there is none."""
    values = params().get(name)
    return values[-1] if values else None


def write(new: Params) -> None:
    """Write all parameters of the URL; the next run shows it."""
    before = _by_page(params())
    written: _Written | None = st.session_state.get(_WRITTEN)
    superseded = [*(written.superseded if written else []), before]
    st.session_state[_WRITTEN] = _Written(
        new, [address for address in superseded if address != _by_page(new)][-_MAX_SUPERSEDED:]
    )
    st.query_params.from_dict(new)


def _sent() -> Params:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def went_back() -> bool:
    """Whether the page runs because the reader went back or forward in the browser's history."""
    context = get_script_run_ctx()  # Streamlit 1.67 reports this nowhere else
    return context is not None and context.is_history_navigation


def _by_page(address: Params) -> Params:
    return {name: values for name, values in address.items() if name not in {POSITION, DATA}}
