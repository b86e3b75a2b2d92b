"""The area: so many kilometres around a place, or what the map shows; each change goes to the address."""

from typing import Any

import streamlit as st

from mapapp.engine.store import Store
from mapapp.messages import message
from mapapp.model.filters import on_globe
from mapapp.model.query import Query
from mapapp.model.within import LONGEST_PLACE, Circle
from mapapp.page.address import read_address, write_address
from mapapp.page.components import component

USUAL_KM = 10.0
LEAST_KM, MOST_KM = 0.1, 5_000.0
PLACE, KM, FOLLOW = "area-place", "area-km", "follow-map"
FOLLOWED = "followed-box"
"""What the session remembers: the box that the map gave last, as long as it is the Query's."""


def area_filter(store: Store, query: Query) -> None:
    """Offer places by their names, or any point, and a distance from it."""
    circle = query.within
    with st.popover(message("area", count=int(circle is not None)), key="area"):
        names = store.places.names
        st.session_state[PLACE] = circle.place if circle else None
        st.session_state[KM] = circle.km if circle else st.session_state.get(KM, USUAL_KM)
        st.selectbox(
            message("area-place"),
            names if circle is None or circle.place in names else (circle.place, *names),
            key=PLACE,
            accept_new_options=True,
            placeholder=message("area-place-hint"),
            on_change=circle_changed,
        )
        st.number_input(
            message("area-km"),
            LEAST_KM,
            max(MOST_KM, st.session_state[KM]),
            key=KM,
            format="%g",
            on_change=circle_changed,
        )
        st.caption(message("area-rule", unlocated=_unlocated(store, query)))


def circle_changed() -> None:
    """Take place and distance from their widgets; the address tells if there is no such place."""
    query, incident_id = read_address()
    place = " ".join((st.session_state[PLACE] or "").split())[:LONGEST_PLACE]
    circle = Circle(round(st.session_state[KM], 3), place) if place else None
    write_address(query.with_field("within", circle), incident_id)


def follow_map(query: Query) -> None:
    """Offer to show only what the map shows, everywhere on the page, and to follow its moves."""
    follows = query.bbox is not None and query.bbox == st.session_state.get(FOLLOWED)
    component("follow_map")(key=FOLLOW, data={"follows": follows}, on_area_change=box_changed)


def box_changed() -> None:
    """Take what the map shows as the Query's box, or none."""
    query, incident_id = read_address()
    area: dict[str, Any] = st.session_state[FOLLOW].area or {}
    edges = area.get("bounds")
    box = on_globe(*(round(float(edge), 4) for edge in edges)) if edges else None
    st.session_state[FOLLOWED] = box
    write_address(query.with_field("bbox", box), incident_id)


def _unlocated(store: Store, query: Query) -> int:
    """Count what the other filters leave that has no point, and so is in no area."""
    return int(store.totals(query.without("within", "bbox"))["unlocated"])
