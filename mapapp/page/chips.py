"""The filters in effect, each a button that takes away just that one."""

import streamlit as st

from mapapp import words
from mapapp.engine.store import Store
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.page.address import read_address, write_address
from mapapp.page.plain import plain


def in_effect(store: Store, query: Query) -> dict[str, str]:
    """Say each filter that is set in words, by its name; whose account decides is no filter."""
    phrases = words.filter_phrases(query, store.conflict)
    return {name: phrase for name, phrase in phrases.items() if name != "according_to"}


def chips(store: Store, query: Query) -> None:
    """Show each filter in effect as a button that takes it away, and one that takes all away."""
    shown = in_effect(store, query)
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        for name, phrase in shown.items():
            st.button(
                plain(shortened(phrase)),
                icon=":material/close:",
                icon_position="right",
                help=plain(message("chip-remove", filter=phrase)),
                key=f"chip-{name}",
                on_click=remove,
                args=(name,),
            )
        st.button(message("filters-clear"), on_click=clear, type="tertiary", key="clear")


def remove(name: str) -> None:
    """Take one filter away."""
    query, incident_id = read_address()
    write_address(query.without(name), incident_id)


def clear() -> None:
    """Take all filters away; whose account decides stays."""
    query, incident_id = read_address()
    write_address(Query(according_to=query.according_to), incident_id)
