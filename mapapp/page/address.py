"""The state of the page, read from its URL and written to it."""

import re
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from mapapp.engine.store import Store
from mapapp.exports.sharing import SELECTED
from mapapp.geo.naming import name_orders
from mapapp.messages import message
from mapapp.model.corrections import FINGERPRINT_START
from mapapp.model.query import EVERYBODY, Query, read_leniently
from mapapp.model.traditions import AS_GIVEN, NameOrder
from mapapp.page.address_bar import DATA, Params, param, params, write

NAMES = "names"
COMPARED = "compare"
TABS, BRING = "tabs", "bring"
"""Keys of the session's state: the open tab, and the tab to scroll into view."""

STATE = re.compile(f"[0-9a-f]{{{FINGERPRINT_START},64}}")


def state_in_url() -> str:
    """Return the state of the data that the link was made with; empty if the URL names none."""
    state = param(DATA) or ""
    return state if STATE.fullmatch(state) else ""


def write_url(query: Query, incident_id: str | None) -> None:
    """Write the URL of a view; the next run shows it."""
    write(_params(query, incident_id, param(COMPARED)))


def compare_with(whose: str | None) -> None:
    """Write the URL of the same view compared with another account, or with none."""
    write(_params(*read_url(), whose))


def swap_sides(here: Query, there: Query) -> None:
    """Write the URL of a comparison with its two sides swapped."""
    write(_params(there, None, here.according_to or EVERYBODY))


def link_to(query: Query, incident_id: str | None = None) -> str:
    """Return the URL of a view, relative to the page."""
    return f"?{urlencode(_params(query, incident_id, None), doseq=True, errors='replace')}"


def _params(query: Query, incident_id: str | None, compared_with: str | None) -> Params:
    page_params = {
        SELECTED: incident_id,
        NAMES: param(NAMES),
        COMPARED: compared_with,
        DATA: st.session_state.get("state"),
    }
    return query.to_params() | {name: [value] for name, value in page_params.items() if value}


def read_url() -> tuple[Query, str | None]:
    """Return the Query and the selected incident that the URL names, for a callback."""
    return read_leniently(params())[0], selected_id()


def selected_id() -> str | None:
    """Return the incident whose dossier is open."""
    return param(SELECTED)


def compared_query(store: Store, query: Query) -> Query | None:
    """Return the Query compared with this one, if the data set has its point of view."""
    other = requested_comparison(query)
    return None if other is None or store.conflict.without_unknown_sides(other)[1] else other


def requested_comparison(query: Query) -> Query | None:
    """Return the Query that the URL asks to compare with this one: the same, according to others."""
    whose = param(COMPARED)
    if not whose:
        return None
    other = replace(query, according_to="" if whose == EVERYBODY else whose)
    return None if other == query else other


def open_tab(name: str) -> None:
    """Open a tab by the identifier of its label, and bring it into view."""
    st.session_state.update({TABS: message(name), BRING: name})


def must_scroll_to(name: str) -> bool:
    """Whether a tab is to be scrolled into view; True only once."""
    return st.session_state.get(BRING) == name and bool(st.session_state.pop(BRING))


def page_url() -> str:
    """Return the page's URL without its parameters, ending in a slash; empty if it is not known."""
    url = (st.context.url or "").partition("?")[0]
    return f"{url.rstrip('/')}/" if url else ""


def name_order(store: Store) -> NameOrder:
    """Return whose place names come first."""
    return name_orders(store.conflict).get(param(NAMES) or "", AS_GIVEN)


def put_names_first(whose: str | None) -> None:
    """Write whose place names come first; None for the order of the data."""
    kept = {name: values for name, values in params().items() if name != NAMES}
    write(kept | ({NAMES: [whose]} if whose else {}) | {DATA: [st.session_state["state"]]})


def select(incident_id: str | None) -> None:
    """Open an incident's dossier, or close it."""
    write_url(read_url()[0], incident_id)
