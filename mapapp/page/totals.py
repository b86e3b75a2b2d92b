"""The panel behind the headline: how the number of people killed changes with what is assumed."""

import streamlit as st

from mapapp import expressions, words
from mapapp.page.address import go, select
from mapapp.query import Query
from mapapp.store import Store
from mapapp.views.totals import ASSUMPTION_WORDS, totals_html

MOST_MOVING = 6


def totals_panel(store: Store, query: Query) -> None:
    """Offer the panel; what is in it is worked out when it is opened."""
    panel = st.popover("How this number comes about", type="tertiary", key="totals", on_change="rerun")
    if panel.open:
        with panel:
            show_assumptions(store, query)
            show_moving(store, query)


def show_assumptions(store: Store, query: Query) -> None:
    """Show the total under each assumption, and offer to narrow the whole page to it."""
    st.html(totals_html(store.rows(expressions.robust_totals(store.incidents, query))))
    st.caption("Show the whole page under one of them:")
    with st.container(horizontal=True, key="assumptions"):
        for name, fields in expressions.ASSUMPTIONS.items():
            if fields:
                narrowed = query.narrowed(**fields)
                st.button(ASSUMPTION_WORDS[name], key=f"assume-{name}", on_click=go, args=(narrowed, None))


def show_moving(store: Store, query: Query) -> None:
    """Name the incidents that move the total most; each opens its dossier."""
    places = expressions.moving(store.incidents, query, MOST_MOVING)
    rows = store.at_places(places, query.according_to)
    if rows:
        st.caption("These move it most: where sources differ most, then where most were killed.")
    for row in rows:
        killed = words.people(row["killed_low"], row["killed_high"], "killed")
        st.button(
            f"{row['title'] or row['incident_id']}, {words.when(row)}: {killed}",
            key=f"moving-{row['incident_id']}",
            type="tertiary",
            on_click=select,
            args=(row["incident_id"],),
        )
