"""The state of the data: replaced while the page is open, or changed since a link was made."""

from functools import partial

import streamlit as st

from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.history.changes import changed_since
from mapapp.messages import message
from mapapp.model.corrections import FINGERPRINT_START
from mapapp.model.query import Query
from mapapp.page.address import link_to, selected_id, state_in_url
from mapapp.page.components import component
from mapapp.page.markdown import escape_markdown
from mapapp.page.own_data import is_forgotten
from mapapp.views.corrections import FEED, changes_html
from mapapp.views.notices import refused_html, unfetched_html

SECONDS_BETWEEN_LOOKS = 3


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def follow(live: LiveStore, shown: Store) -> None:
    """Redraw the page when the data have been replaced, and say so; report an unusable replacement."""
    if is_forgotten(live):
        st.rerun()
    if live.current.fingerprint != shown.fingerprint:
        st.session_state["replaced"] = True
        st.rerun()
    if live.current.context_fingerprint != shown.context_fingerprint:
        st.rerun()
    if st.session_state.pop("replaced", False):
        st.toast(message("data-updated"), icon=":material/update:")
    if live.problem:
        st.html(refused_html(message(live.summary), live.problem))
    if live.unfetched:
        st.html(unfetched_html(live.unfetched))


def linked_state(store: Store) -> str:
    """Return the state of the data that the opened link was made with; empty if it is the one shown.

    Only the URL that the page was opened with counts: later ones are the page's own.
    """
    named = state_in_url()
    state = st.session_state["state"] = store.fingerprint[:FINGERPRINT_START]
    component("data_state")(key="data-state", data={"state": state, "feed": FEED})
    linked: str = st.session_state.setdefault("linked", "" if store.fingerprint.startswith(named) else named)
    return linked


def show_changes(store: Store, query: Query, linked: str) -> None:
    """Say what changed in the view since the link to it was made."""
    since = changed_since(store, query, linked, selected_id())
    if since.corrections:
        with st.expander(escape_markdown(since.sentence), icon=":material/history:"):
            st.html(changes_html(reversed(since.corrections), partial(link_to, query)))
    else:
        st.caption(f":material/history: {escape_markdown(since.sentence)}")
