"""The one state of the page: what its address says, read and written."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from mapapp.errors import BadQuery, shortened
from mapapp.geodata import Tradition
from mapapp.query import EVERYBODY, Query, known_params
from mapapp.schema import ACCORDING_TO, INCIDENTS

if TYPE_CHECKING:
    from mapapp.store import Store

SELECTED = "incident"
NAMES = "names"
DATA = "data"
COMPARED = "compare"
TABS, BRING_CLAIMS = "tabs", "bring claims"
"""What the session remembers: the open tab, and that the claims are to be brought into view."""

TRADITIONS: Final[tuple[Tradition, ...]] = ("armenian", "azerbaijani")


def query_in_address(store: "Store") -> tuple[Query, list[str]]:
    """Read the Query from the address; what can't be understood or does not occur is ignored and said."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    query, problems = known_params(params)
    notices = [f"Ignored in the address: {problem}" for problem in problems]
    for name, value in store.unknown_values(query):
        query = query.with_values(name, set(getattr(query, name)) - {value})
        notices.append(
            f"Ignored in the address: no incident has {shortened(value)!r} as “{INCIDENTS[name].label}”."
        )
    whose = st.query_params.get(COMPARED)
    if whose not in (None, EVERYBODY, *ACCORDING_TO):
        problem = BadQuery(COMPARED, str(whose), "one of " + ", ".join((EVERYBODY, *ACCORDING_TO)))
        notices.append(f"Ignored in the address: {problem}")
    return query, notices


def go(query: Query, incident_id: str | None) -> None:
    """Write the address of a view; the next run shows it."""
    st.query_params.from_dict(_params(query, incident_id, st.query_params.get(COMPARED)))


def compare_with(whose: str | None) -> None:
    """Write the address of the same view with another one beside it, or with none."""
    st.query_params.from_dict(_params(*current(), whose))


def link_to(query: Query, incident_id: str | None = None) -> str:
    """Return the address of a view, relative to the page."""
    return f"?{urlencode(_params(query, incident_id, None), doseq=True, errors='replace')}"


def _params(query: Query, incident_id: str | None, compared_with: str | None) -> dict[str, list[str]]:
    others = {
        SELECTED: incident_id,
        NAMES: names_first(),
        COMPARED: compared_with,
        DATA: st.session_state.get("state"),
    }
    return query.to_params() | {name: [value] for name, value in others.items() if value}


def current() -> tuple[Query, str | None]:
    """Read the address again, in a callback."""
    query, _ = known_params({name: st.query_params.get_all(name) for name in st.query_params})
    return query, st.query_params.get(SELECTED)


def compared(query: Query) -> Query | None:
    """Read the Query that stands beside this one for comparison: the same, according to others."""
    whose = st.query_params.get(COMPARED)
    if whose not in (EVERYBODY, *ACCORDING_TO):
        return None
    other = replace(query, according_to="" if whose == EVERYBODY else whose)
    return None if other == query else other


def bring_claims() -> None:
    """Open the tab of claims, and bring it into view."""
    st.session_state.update({TABS: "Claims", BRING_CLAIMS: True})


def page_address() -> str:
    """Return the page's own address without its parameters, ending in a slash; empty if it is not known."""
    address = (st.context.url or "").partition("?")[0]
    return f"{address.rstrip('/')}/" if address else ""


def names_first() -> Tradition | None:
    """Read whose place names stand first; None for the order of the data."""
    return next((first for first in TRADITIONS if first == st.query_params.get(NAMES)), None)


def select(incident_id: str | None) -> None:
    """Open an incident's dossier, or close it."""
    go(current()[0], incident_id)
