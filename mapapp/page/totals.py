"""The panel behind the headline: how the number of people killed changes with what is assumed."""

import streamlit as st

from mapapp import expressions, words
from mapapp.expressions import ASSUMPTIONS, Assumption
from mapapp.page.address import BRING_CLAIMS, TABS, link_to, select
from mapapp.page.plain import plain
from mapapp.query import Query
from mapapp.schema import HARM_STATUS
from mapapp.store import Store
from mapapp.views.totals import OWN, totals_html

MOST_MOVING = 6
MOST_SOURCES = 99
AT_LEAST = {"any": "any", "fair": "at least fair", "confirmed": "confirmed"}


def totals_panel(store: Store, query: Query) -> None:
    """Offer the panel; what is in it is worked out when it is opened."""
    panel = st.popover("How this number comes about", type="tertiary", key="totals", on_change="rerun")
    if panel.open:
        with panel:
            assumptions = {OWN: own_assumption(), **ASSUMPTIONS}
            links = {name: link_to(query.narrowed(**one.fields)) for name, one in assumptions.items()}
            rows = store.rows(expressions.robust_totals(store.incidents, query, assumptions))
            st.html(totals_html(rows, links))
            st.button("Every claim behind it", icon=":material/format_list_bulleted:", on_click=open_claims)
            show_moving(store, query.narrowed(**assumptions[OWN].fields))


def open_claims() -> None:
    """Open the tab of claims, and bring it into view."""
    st.session_state.update({TABS: "Claims", BRING_CLAIMS: True})


def own_assumption() -> Assumption:
    """Let the reader set what is to be counted."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="assumptions"):
        words_of = AT_LEAST.__getitem__
        strength = st.selectbox("Strength of evidence", AT_LEAST, format_func=words_of, key="strength")
        sources = st.number_input("Independent sources, at least", 0, MOST_SOURCES, 0, key="sources")
        disputed = st.toggle("With contested incidents", value=True, key="disputed")
        summaries = st.toggle("With summary entries", value=False, key="summaries")
    grades = _grades(strength, disputed=disputed)
    narrowing = {"harm_status": grades} if grades else {}
    return Assumption(narrowing | ({"min_sources": sources} if sources else {}), summaries)


def _grades(strength: str, *, disputed: bool) -> tuple[str, ...]:
    """Name the grades to count, from the strongest; none if all are."""
    ladder = tuple(HARM_STATUS)
    if strength != "any":
        return ladder[: ladder.index(strength) + 1]
    return () if disputed else ladder[: ladder.index("contested")]


def show_moving(store: Store, query: Query) -> None:
    """Name the incidents that move the total most; each opens its dossier."""
    places = expressions.moving(store.incidents, query, MOST_MOVING)
    rows = store.at_places(places, query.according_to)
    if rows:
        st.caption("These move it most: where sources differ most, then where most were killed.")
    for row in rows:
        killed = words.people(row["killed_low"], row["killed_high"], "killed")
        st.button(
            plain(f"{row['title'] or row['incident_id']}, {words.when(row)}: {killed}"),
            key=f"moving-{row['incident_id']}",
            type="tertiary",
            on_click=select,
            args=(row["incident_id"],),
        )
