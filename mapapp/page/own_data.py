"""Whether this reader looks at a file of their own, and where its data are asked for."""

import streamlit as st

from mapapp.engine.live import LiveStore
from mapapp.engine.own_data import OwnData, OwnStore
from mapapp.page.address_bar import write

OWN = "own data"
"""What the session remembers; nothing else keeps what a reader has brought."""


def own_data() -> OwnData | None:
    """Return what this reader has brought, if anything, and note that the page is open."""
    own: OwnData | None = st.session_state.get(OWN)
    if own:
        own.seen()
    return own


def shown_instead(live: LiveStore) -> LiveStore:
    """Return the reader's own data set, if one is shown, or else the one that is served."""
    own = own_data()
    return own.shown if own and own.shown else live


def is_forgotten(live: LiveStore) -> bool:
    """Tell whether what is shown was the reader's own and is no longer held."""
    own = own_data()
    return isinstance(live, OwnStore) and (own is None or own.shown is not live)


def api_root() -> str:
    """Return the path, under the page, under which the API of what is shown is asked."""
    own = own_data()
    return f"own/{own.token}/" if own and own.shown else ""


def leave() -> None:
    """Go back to the data set that is served; the reader's own is forgotten."""
    if own := own_data():
        own.forget()
    begin_anew()


def begin_anew() -> None:
    """Forget what the page's address and session say of another data set."""
    write({})
    st.session_state["linked"] = ""
