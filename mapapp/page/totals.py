"""The panel behind the headline: how the number of people killed changes with what is assumed."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mapapp import words
from mapapp.engine import sums
from mapapp.engine.store import Store
from mapapp.engine.sums import ASSUMPTIONS, Assumption
from mapapp.model.query import Query
from mapapp.model.schema import HARM_STATUS
from mapapp.page.address import bring_claims, current, go, link_to, select
from mapapp.page.plain import plain
from mapapp.views.totals import OWN, totals_html

MOST_MOVING = 6
MOST_SOURCES = 99
AT_LEAST = {"any": "any", "fair": "at least fair", "confirmed": "confirmed"}
LEFT_OUT = {
    "": "counted",
    "not contested": "without those whose occurrence is contested, refuted or not graded",
    "not disputed": "without those that anyone denies, or whose blame is contested",
}
"""What a reader may leave out, by the assumption that does so."""

PANEL = "totals"


def totals_panel(store: Store, query: Query) -> None:
    """Offer the panel; what is in it is worked out when it is opened."""
    panel = st.popover("How this number comes about", type="tertiary", key=PANEL, on_change="rerun")
    if panel.open:
        with panel:
            own = own_assumption()
            assumptions = {OWN: own, **ASSUMPTIONS} if own != ASSUMPTIONS["all"] else ASSUMPTIONS
            links = {name: link_to(query.narrowed(**one.fields)) for name, one in assumptions.items()}
            rows = store.rows(sums.robust_totals(store.incidents, query, assumptions))
            st.html(totals_html(rows, links))
            counted = query.narrowed(**own.fields)
            st.button(
                "Every claim behind it",
                icon=":material/format_list_bulleted:",
                on_click=open_claims,
                args=(counted,),
            )
            show_moving(store, counted)


def open_claims(counted: Query) -> None:
    """Open the tab of the claims about what is counted, and bring it into view; the panel would cover it."""
    st.session_state[PANEL] = False
    go(counted, current()[1])
    bring_claims()


def open_incident(incident_id: str) -> None:
    """Open a dossier; the panel would cover it."""
    st.session_state[PANEL] = False
    select(incident_id)


def own_assumption() -> Assumption:
    """Let the reader set what is to be counted."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="assumptions"):
        words_of = AT_LEAST.__getitem__
        strength = st.selectbox("Strength of evidence", AT_LEAST, format_func=words_of, key="strength")
        sources = st.number_input("Independent sources, at least", 0, MOST_SOURCES, 0, key="sources")
        summaries = st.toggle("With summary entries", value=False, key="summaries")
    left_out = st.radio(
        "Disputed incidents", LEFT_OUT, format_func=LEFT_OUT.__getitem__, key="left-out", width="stretch"
    )
    independent = {"min_sources": sources} if sources else {}
    return Assumption({**_without(left_out), **_at_least(strength), **independent}, summaries)


def _without(name: str) -> Mapping[str, Any]:
    return ASSUMPTIONS[name].fields if name else {}


def _at_least(strength: str) -> Mapping[str, Any]:
    """Name the grades to count, from the strongest; none if all are."""
    ladder = tuple(HARM_STATUS)
    return {} if strength == "any" else {"harm_status": ladder[: ladder.index(strength) + 1]}


def show_moving(store: Store, query: Query) -> None:
    """Name the incidents that move the total most; each opens its dossier."""
    positions = sums.moving(store.incidents_for(query), query, MOST_MOVING)
    rows = store.incidents_at(positions, query.according_to)
    if rows:
        st.caption("These move it most: where sources differ most, then where most were killed.")
    for row in rows:
        killed = words.people(row["killed_low"], row["killed_high"], "killed")
        st.button(
            plain(f"{row['title'] or row['incident_id']}, {words.when(row)}: {killed}"),
            key=f"moving-{row['incident_id']}",
            type="tertiary",
            on_click=open_incident,
            args=(row["incident_id"],),
        )
