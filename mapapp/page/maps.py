"""The map, or two maps side by side, and what is chosen on them."""

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st
from streamlit_folium import st_folium

from mapapp.geo.areas import outlines
from mapapp.geo.naming import offered_traditions
from mapapp.model.filters import BBox
from mapapp.model.query import Query
from mapapp.page.address import (
    COMPARED,
    link_to,
    name_order,
    open_tab,
    put_names_first,
    read_url,
    requested_comparison,
    select,
    selected_id,
    write_url,
)
from mapapp.page.address_bar import param
from mapapp.page.area import area_drawn
from mapapp.page.own_data import api_root
from mapapp.settings import Settings
from mapapp.views.header import compared_html
from mapapp.views.map import base_map, incident_layer
from mapapp.views.style import Legend
from mapapp.views.tiles import backgrounds_of

if TYPE_CHECKING:
    from mapapp.engine.store import Store

MAP, OTHER_MAP = "map", "map-compared"
SHOWN = "shown"
"""Key of the session's state: the Query that its map shows."""


class Look(NamedTuple):
    """How a map looks: its legend, and what it shows at first (None: no change)."""

    legend: Legend
    home: BBox | None


def let_map_ask_first(store: "Store", query: Query) -> None:
    """Let the open map show another Query before the page does: it follows the URL by itself."""
    before = st.session_state.get(SHOWN)
    st.session_state[SHOWN] = query
    if before not in (None, query) and not param(COMPARED):
        store.give_way(query)


def show_maps(store: "Store", query: Query, other: Query | None, look: Look, settings: Settings) -> None:
    """Show the map of a Query, next to it that of the compared one if there is one; they move together."""
    if other is None:
        show_map(store, query, look, settings, MAP)
        return
    for column, side, key in zip(st.columns(2, gap="small"), (query, other), (MAP, OTHER_MAP), strict=True):
        with column:
            show_map(store, side, look, settings, key)
            st.html(compared_html(store.totals(side), side, store.conflict, link_to(side)))


def show_map(store: "Store", query: Query, look: Look, settings: Settings, key: str) -> None:
    """Show one map."""
    own, has_rows = store.conflict.has_name_orders, store.gives_rows
    incidents = incident_layer(
        query.to_params(),
        home=look.home,
        legend=look.legend,
        selected=selected_id(),
        fingerprint=store.fingerprint,
        area=outlines(query),
        names=name_order(store).preferred,
        traditions=() if own and not has_rows else offered_traditions(store.conflict, store.extent),
        has_places=has_rows and store.conflict.has_points,
        coverage=store.has_claims,
        root=api_root(),
    )
    _map(settings, key, incidents)


def show_base_map(settings: Settings) -> None:
    """Show the map before its incidents are known; they are added later without loading it again."""
    _map(settings, MAP)


def _map(settings: Settings, key: str, incidents: Any = None) -> None:
    mounted = f"{key}-own" if api_root() else key  # a new map: another data set has other surroundings
    with st.container(key=f"room-of-{key}"):
        st_folium(
            base_map(
                backgrounds_of(settings),
                "dark" if st.context.theme.type == "dark" else "light",
                api_root(),
            ),
            key=mounted,
            height=640,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=incidents,
            on_change=lambda: map_clicked(mounted),
        )


def map_clicked(key: str) -> None:
    """Act on what was chosen on a map: an incident, a district's claims, an area, the order of names."""
    reported = (st.session_state[key] or {}).get("last_active_drawing") or {}
    match reported.get("properties"):
        case {"event": "select", "id": str(incident_id)}:
            select(incident_id)
        case {"event": "claims", "districts": [*districts]}:
            query, selected = read_url()
            shown = (requested_comparison(query) if key.startswith(OTHER_MAP) else None) or query
            write_url(shown.with_values("admin1", map(str, districts)), selected)
            open_tab("tab-claims")
        case {"event": "area", "corners": str(corners)}:
            area_drawn(corners)
        case {"event": "names", "first": str(first)}:
            put_names_first(first or None)
