"""What the browser's address bar says, and what the page writes there.

What the page writes takes a moment to reach the browser. A question that the browser sends meanwhile still
carries the address before, and Streamlit breaks off the run that wrote in favour of the one that asks.
Without care, the page would go back to the address before although the browser shows the new one.
"""

from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

POSITION, DATA = "map", "data"
"""What the browser writes by itself: where the map stands, and the state of the data."""

_WRITTEN = "written"
"""What the session remembers: what the page wrote last."""
_UNDER_WAY = 5
"""How many addresses before the last one the browser may still send."""

Params = dict[str, list[str]]


class _Written(NamedTuple):
    params: Params
    superseded: list[Params]


def params() -> Params:
    """Return all that the address says, by name; a superseded one counts only if the reader went back."""
    given = _given()
    written: _Written | None = st.session_state.get(_WRITTEN)
    if written is None or _by_page(given) == _by_page(written.params):
        return given
    if _by_page(given) in written.superseded and not went_back():
        st.query_params.from_dict(written.params)
        return written.params
    del st.session_state[_WRITTEN]
    return given


def param(name: str) -> str | None:
    """Return what the address says under a name, the last if it says several things; None if nothing."""
    values = params().get(name)
    return values[-1] if values else None


def write(new: Params) -> None:
    """Write all that the address is to say; the next run shows it."""
    before = _by_page(params())
    written: _Written | None = st.session_state.get(_WRITTEN)
    superseded = [*(written.superseded if written else []), before]
    st.session_state[_WRITTEN] = _Written(
        new, [one for one in superseded if one != _by_page(new)][-_UNDER_WAY:]
    )
    st.query_params.from_dict(new)


def _given() -> Params:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def went_back() -> bool:
    """Tell whether the reader went back or forward in the browser's history, and this is why it asks."""
    context = get_script_run_ctx()  # Streamlit 1.67 tells this nowhere else
    return context is not None and context.is_history_navigation


def _by_page(address: Params) -> Params:
    return {name: values for name, values in address.items() if name not in {POSITION, DATA}}
