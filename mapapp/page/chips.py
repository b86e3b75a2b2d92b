"""The filters in effect, each with a button that removes it."""

import streamlit as st

from mapapp import words
from mapapp.engine.store import Store
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.page.address import read_url, write_url
from mapapp.page.markdown import escape_markdown


def in_effect(store: Store, query: Query) -> dict[str, str]:
    """Describe each filter that is set, by its name; whose account decides is not a filter."""
    phrases = words.filter_phrases(query, store.conflict)
    return {name: phrase for name, phrase in phrases.items() if name != "according_to"}


def chips(store: Store, query: Query) -> None:
    """Show each filter in effect as a button that removes it, and a button that removes all."""
    shown = in_effect(store, query)
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        for name, phrase in shown.items():
            st.button(
                escape_markdown(shortened(phrase)),
                icon=":material/close:",
                icon_position="right",
                help=escape_markdown(message("chip-remove", filter=phrase)),
                key=f"chip-{name}",
                on_click=remove,
                args=(name,),
            )
        st.button(message("filters-clear"), on_click=clear, type="tertiary", key="clear")


def remove(name: str) -> None:
    """Remove one filter."""
    query, incident_id = read_url()
    write_url(query.without(name), incident_id)


def clear() -> None:
    """Remove all filters; whose account decides stays."""
    query, incident_id = read_url()
    write_url(Query(according_to=query.according_to), incident_id)
