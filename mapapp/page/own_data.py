"""Whether this reader is looking at their own file, and where the API serves its data."""

import streamlit as st

from mapapp.engine.live import LiveStore
from mapapp.engine.own_data import OwnData, OwnStore
from mapapp.page.address_bar import write

OWN = "own data"
"""Key of the session's state; a reader's file is kept nowhere else."""


def own_data() -> OwnData | None:
    """Return this reader's own data, if any, and note that the page is open."""
    own: OwnData | None = st.session_state.get(OWN)
    if own:
        own.note_open()
    return own


def own_or_served(live: LiveStore) -> LiveStore:
    """Return the reader's own data set if one is shown, or else the one that is served."""
    own = own_data()
    return own.shown if own and own.shown else live


def is_forgotten(live: LiveStore) -> bool:
    """Whether what is shown was the reader's own and is no longer held."""
    own = own_data()
    return isinstance(live, OwnStore) and (own is None or own.shown is not live)


def api_root() -> str:
    """Return the root of the API for what is shown, as a path relative to the page."""
    own = own_data()
    return f"own/{own.token}/" if own and own.shown else ""


def leave() -> None:
    """Go back to the data set that is served; the reader's own is forgotten."""
    if own := own_data():
        own.forget()
    start_over()


def start_over() -> None:
    """Forget what the page's URL and session hold about another data set."""
    write({})
    st.session_state["linked"] = ""
