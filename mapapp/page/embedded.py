"""The page inside another one (`?embed=true`): the map with its title, its filter and its source."""

import streamlit as st

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.provenance import source_line
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.page.address import link_to, name_order, page_url, selected_id
from mapapp.page.components import component
from mapapp.page.frame import Frame
from mapapp.page.maps import MAP, Look, show_map
from mapapp.settings import Settings
from mapapp.views.embedded import embedded_foot_html, embedded_head_html
from mapapp.views.key import key_html


def show_embedded(frame: Frame, store: Store, query: Query, look: Look, settings: Settings) -> None:
    """Show a view that fits into the frame at once; its links open outside it."""
    with frame.above:
        st.html(embedded_head_html(store.description.title, store.totals(query), query, store.conflict))
    selected = selected_id()
    incident = store.incident(selected) if selected else None
    label = words.title(incident, name_order(store)) if incident else message("embedded-whole")
    link = page_url() + link_to(query, selected if incident else None)
    with frame.left:
        show_map(store, query, look, settings, MAP)
        st.html(key_html(look.legend))
        st.html(embedded_foot_html(source_line(store), label, link))
        component("embed_height")(key="embed-height")
