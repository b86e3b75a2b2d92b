"""The tabs at the foot of the page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mapapp import expressions, words
from mapapp.changes import newest_first, told
from mapapp.page.address import names_first, select
from mapapp.query import Query
from mapapp.schema import ACCORDING_TO
from mapapp.store import Store
from mapapp.views.corrections import corrections_html
from mapapp.views.official import official_html
from mapapp.views.sources import sources_html
from mapapp.views.table import caption, differences_frame, table_frame

MOST_TABLE_ROWS = 1000
MOST_CORRECTIONS = 500


def show_table(store: Store, query: Query, totals: Mapping[str, Any]) -> None:
    """Show the matching incidents as a table; choosing a row opens its dossier."""
    rows = store.listed(query, limit=MOST_TABLE_ROWS)
    st.caption(caption(len(rows), totals))
    frame = table_frame(rows, names_first())

    def chosen() -> None:
        if picked := st.session_state["table"].selection.rows:
            select(rows[picked[0]]["incident_id"])

    st.dataframe(
        frame, key="table", hide_index=True, on_select=chosen, selection_mode="single-row", height=420
    )


def show_differences(store: Store, query: Query, other: Query) -> None:
    """Show on which incidents two points of view differ; choosing a row opens its dossier."""
    rows = store.rows(expressions.differing(store.incidents, query, other).limit(MOST_TABLE_ROWS + 1))
    shown = rows[:MOST_TABLE_ROWS]
    here, there = (ACCORDING_TO.get(one.according_to, "all sources") for one in (query, other))
    number = words.counted(len(shown), "incident")
    more = "more than " if len(rows) > len(shown) else ""
    st.caption(f"On {more}{number} {here} and {there} differ. Choose a row to open its dossier.")
    if not shown:
        return
    found = store.listed(Query(incident_id=tuple(row["incident_id"] for row in shown)), MOST_TABLE_ROWS)
    frame = differences_frame(shown, {one["incident_id"]: one for one in found}, here, there)

    def chosen() -> None:
        if picked := st.session_state["differences"].selection.rows:
            select(shown[picked[0]]["incident_id"])

    st.dataframe(
        frame, key="differences", hide_index=True, on_select=chosen, selection_mode="single-row", height=420
    )


def show_sources(store: Store) -> None:
    """List the sources, and say how to read the map."""
    official = official_html(store.official, store.accounted)
    st.html(sources_html(store.all_sources(), store.report, store.description, store.fingerprint, official))


def show_corrections(store: Store) -> None:
    """List what was corrected, newest first, and the releases."""
    history = store.history
    newest = told(store, newest_first(history.corrections, MOST_CORRECTIONS))
    st.html(corrections_html(history.releases, newest, len(history.corrections)))
