"""Whose account is shown, and with whose it is compared: a switch above the map, a sheet on a phone."""

from dataclasses import replace
from functools import partial

import streamlit as st

from mapapp import words
from mapapp.engine.store import Store
from mapapp.messages import message
from mapapp.model.query import EVERYBODY, Query
from mapapp.page.address import compare_with, compared_query, read_url, write_url
from mapapp.page.components import component
from mapapp.page.markdown import escape_markdown
from mapapp.page.widget_values import is_chosen, put, value_of
from mapapp.words.lists import capitalised

NOBODY = "nobody"


def account_switch(store: Store, query: Query) -> None:
    """Show whose claims decide, and with whose they are compared."""
    offered = (EVERYBODY, *store.conflict.points_of_view)
    named = partial(words.point_of_view, conflict=store.conflict)
    put("according_to", query.according_to or EVERYBODY)
    other = compared_query(store, query)
    put("compare", (other.according_to or EVERYBODY) if other else NOBODY)
    with st.container(horizontal=True, vertical_alignment="center", key="account"):
        account_button(store, query, other)
        st.segmented_control(
            words.filter_label("according_to"),
            offered,
            required=True,
            format_func=lambda whose: escape_markdown(capitalised(named(whose))),
            key="according_to",
            on_change=point_of_view_changed,
        )
        st.selectbox(
            message("filter-compare"),
            [NOBODY, *(name for name in offered if name != (query.according_to or EVERYBODY))],
            format_func=lambda whose: message("nobody") if whose == NOBODY else named(whose),
            key="compare",
            on_change=comparison_changed,
        )


def account_button(store: Store, query: Query, other: Query | None) -> None:
    """Show the button that opens the switch on a phone, labelled with what is chosen."""
    accounts = [
        words.point_of_view(account.according_to, store.conflict) for account in (query, other) if account
    ]
    component("sheet_button")(
        key="open-account",
        data={
            "opens": "account",
            "about": words.filter_label("according_to"),
            "label": message(
                "account-chosen", count=len(accounts), shown=capitalised(accounts[0]), beside=accounts[-1]
            ),
            "done": message("filters-done", count=store.totals(query)["incidents"]),
        },
    )


def point_of_view_changed() -> None:
    """Write to the URL whose claims the reader chose to decide."""
    if not is_chosen("according_to"):
        return
    query, incident_id = read_url()
    whose = value_of("according_to") or EVERYBODY
    write_url(replace(query, according_to="" if whose == EVERYBODY else whose), incident_id)


def comparison_changed() -> None:
    """Write to the URL with whose claims the reader chose to compare."""
    if not is_chosen("compare"):
        return
    whose = value_of("compare")
    compare_with(None if whose == NOBODY else whose)
