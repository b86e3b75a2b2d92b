"""The panel behind the headline: how the number of people killed changes with what is assumed."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from mapapp import words
from mapapp.engine.assumptions import ASSUMPTIONS, Assumption
from mapapp.engine.questions import sums
from mapapp.engine.store import Store
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.schema import HARM_STATUS
from mapapp.page.address import link_to, open_tab, read_url, select, write_url
from mapapp.page.markdown import escape_markdown
from mapapp.views.figures import figures_html
from mapapp.views.manner import manner_html
from mapapp.views.style import Legend
from mapapp.views.totals import OWN, totals_html

MAX_INFLUENTIAL = 6
MAX_SOURCES = 99
MAX_PARTIES = 12
AT_LEAST = ("any", "fair", "confirmed")
LEFT_OUT = ("none", "not contested", "not disputed")
"""What a reader may leave out, by the assumption that leaves it out."""

PANEL = "totals"


def show_figures(store: Store, query: Query, legend: Legend) -> None:
    """Show how many incidents match and how many people were killed and injured, by actor."""

    def link(actors: Sequence[str]) -> str:
        return link_to(query.with_values("actor", actors))

    rows = store.rows(sums.by_actor, store.counted.rows(query), query)
    st.html(figures_html(store.totals(query), rows, legend, link))


def totals_panel(store: Store, query: Query) -> None:
    """Offer the panel; its content is calculated when it is opened."""
    panel = st.popover(message("totals-panel"), type="tertiary", key=PANEL, on_change="rerun")
    if panel.open:
        with panel:
            ask_what_to_count()
            own = chosen_assumption()
            assumptions = {OWN: own, **ASSUMPTIONS} if own != ASSUMPTIONS["all"] else ASSUMPTIONS
            links = {name: link_to(query.narrowed(**each.fields)) for name, each in assumptions.items()}
            rows = store.robust_totals(query, assumptions)
            st.html(totals_html(rows, links))
            counted = query.narrowed(**own.fields)
            show_manners(store, counted)
            if store.gives_rows:
                show_counted(store, counted)


def show_counted(store: Store, query: Query) -> None:
    """Link to what is counted: its claims, and the incidents that matter most."""
    st.button(
        message("totals-claims"),
        icon=":material/format_list_bulleted:",
        on_click=open_claims,
    )
    show_moving(store, query)


def show_manners(store: Store, query: Query) -> None:
    """Split the total by how people were harmed, if the data say so."""
    rows = store.rows(sums.by_manner, store.incidents, query, MAX_PARTIES)
    if table := manner_html(rows, query, link_to):
        st.html(table)


def open_claims() -> None:
    """Close the panel, which would cover it, open the tab of the claims about what is counted, and show it.

    What is counted is read at the time of the click: the run that shows it may not have reached this button.
    """
    st.session_state[PANEL] = False
    query, incident_id = read_url()
    write_url(query.narrowed(**chosen_assumption().fields), incident_id)
    open_tab("tab-claims")


def open_incident(incident_id: str) -> None:
    """Open a dossier and close the panel, which would cover it."""
    st.session_state[PANEL] = False
    select(incident_id)


def ask_what_to_count() -> None:
    """Let the reader set what is to be counted."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="assumptions"):
        st.selectbox(
            message("totals-strength"),
            AT_LEAST,
            format_func=lambda grade: message("totals-at-least", grade=grade),
            key="strength",
        )
        st.number_input(words.filter_label("min_sources"), 0, MAX_SOURCES, 0, key="sources")
        st.toggle(message("totals-combined"), value=False, key="summaries")
    st.radio(
        message("totals-disputed"),
        LEFT_OUT,
        format_func=lambda which: message("totals-left-out", which=which.replace(" ", "-")),
        key="left-out",
        width="stretch",
    )


def chosen_assumption() -> Assumption:
    """Return what the reader has set."""
    strength, sources, summaries, left_out = (
        st.session_state[key] for key in ("strength", "sources", "summaries", "left-out")
    )
    independent = {"min_sources": sources} if sources else {}
    return Assumption({**_without(left_out), **_at_least(strength), **independent}, summaries)


def _without(name: str) -> Mapping[str, Any]:
    return ASSUMPTIONS[name].fields if name != "none" else {}


def _at_least(strength: str) -> Mapping[str, Any]:
    """Return the grades to count, from the strongest; none if all are counted."""
    ladder = tuple(HARM_STATUS)
    return {} if strength == "any" else {"harm_status": ladder[: ladder.index(strength) + 1]}


def show_moving(store: Store, query: Query) -> None:
    """List the incidents that change the total most; each opens its dossier."""
    rows = store.incidents_at(sums.moving, query, MAX_INFLUENTIAL)
    if rows:
        st.caption(message("totals-moving"))
    for row in rows:
        killed = words.people(row["killed_low"], row["killed_high"], "killed")
        label = message("title-day-killed", title=words.title(row), day=words.when(row), killed=killed)
        st.button(
            escape_markdown(label),
            key=f"moving-{row['incident_id']}",
            type="tertiary",
            on_click=open_incident,
            args=(row["incident_id"],),
        )
