"""The map, and what is chosen on it."""

import streamlit as st
from streamlit_folium import st_folium

from mapapp.page.address import DATA, NAMES, SELECTED, names_first, select
from mapapp.query import Query
from mapapp.settings import Settings
from mapapp.store import Store
from mapapp.views.map import base_map, incident_layer
from mapapp.views.style import Legend


def show_map(store: Store, query: Query, legend: Legend, settings: Settings) -> None:
    """Show the map."""
    selected = st.query_params.get(SELECTED)
    st_folium(
        base_map(settings.tiles, store.extent, "dark" if st.context.theme.type == "dark" else "light"),
        key="map",
        height=560,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=incident_layer(
            query.to_params(), legend, selected, store.fingerprint, names_first()
        ),
        on_change=map_clicked,
    )


def map_clicked() -> None:
    """Follow what was chosen on the map: an incident, or the order of place names."""
    reported = (st.session_state["map"] or {}).get("last_active_drawing") or {}
    match reported.get("properties"):
        case {"event": "select", "id": str(incident_id)}:
            select(incident_id)
        case {"event": "names", "first": str(first)}:
            st.query_params.update({NAMES: first, DATA: st.session_state["state"]})
