"""The one state of the page: what its address says, read and written."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from mapapp import words
from mapapp.geo.gazetteer import Tradition
from mapapp.messages import message
from mapapp.model.corrections import FINGERPRINT_START
from mapapp.model.query import EVERYBODY, FILTERS, Query, known_params
from mapapp.model.schema import ACCORDING_TO
from mapapp.page.position import is_position

if TYPE_CHECKING:
    from mapapp.engine.store import Store

SELECTED = "incident"
NAMES = "names"
DATA = "data"
COMPARED = "compare"
POSITION = "map"
"""Where the map stands; it reads and writes this itself."""
TABS, BRING_CLAIMS = "tabs", "bring claims"
"""What the session remembers: the open tab, and whether to scroll to the claims."""

_OTHERS = re.compile(r"embed.*|utm_.*|fbclid|gclid")
"""Names in an address that are for Streamlit, or for those who count visits."""

_STATE = re.compile(f"[0-9a-f]{{{FINGERPRINT_START},64}}")

TRADITIONS: Final[tuple[Tradition, ...]] = ("armenian", "azerbaijani")


def query_in_address(store: "Store") -> tuple[Query, list[str]]:
    """Read the Query from the address, and say in a sentence each what of the address is ignored."""
    query, problems = known_params(_given())
    impossible = _by_name((problem.parameter, problem.got) for problem in problems)
    ignored = [words.impossible(words.filter_label(name), values) for name, values in impossible.items()]
    for name, values in _by_name(store.unknown_values(query)).items():
        query = query.with_values(name, set(getattr(query, name)) - set(values))
        ignored.append(words.unknown(name, values))
    return query, ignored + list(_ignored_beside_the_query(store))


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _ignored_beside_the_query(store: "Store") -> Iterator[str]:
    possible: dict[str, tuple[str, Callable[[str], bool]]] = {
        COMPARED: (message("filter-compare"), (EVERYBODY, *ACCORDING_TO).__contains__),
        NAMES: (message("names-first"), TRADITIONS.__contains__),
        POSITION: (message("map-position"), is_position),
        DATA: (message("data-version"), lambda text: bool(_STATE.fullmatch(text))),
    }
    for name, (label, is_possible) in possible.items():
        given = st.query_params.get(name)
        if given and not is_possible(given):
            yield words.impossible(label, [given])
    selected = st.query_params.get(SELECTED)
    if selected and store.incident(selected) is None:
        yield words.unknown("incident_id", [selected])
    known = {*FILTERS, *possible, SELECTED}
    if strange := [name for name in st.query_params if name not in known and not _OTHERS.fullmatch(name)]:
        yield words.meaningless(strange)


def state_in_address() -> str:
    """Read with which state of the data the link was made; empty if that is not said."""
    given = st.query_params.get(DATA, "")
    return given if _STATE.fullmatch(given) else ""


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
    return known_params(_given())[0], st.query_params.get(SELECTED)


def _given() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def compared(query: Query) -> Query | None:
    """Read the Query that stands beside this one for comparison: the same, according to others."""
    whose = st.query_params.get(COMPARED)
    if whose not in (EVERYBODY, *ACCORDING_TO):
        return None
    other = replace(query, according_to="" if whose == EVERYBODY else whose)
    return None if other == query else other


def bring_claims() -> None:
    """Open the tab of claims, and bring it into view."""
    st.session_state.update({TABS: message("tab-claims"), BRING_CLAIMS: True})


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
