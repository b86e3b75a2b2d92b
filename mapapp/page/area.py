"""The area: around a place, by its corners, or what the map shows; each change is written to the URL."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from mapapp.engine.locating import Places
from mapapp.engine.store import Store
from mapapp.errors import BadQuery
from mapapp.messages import message
from mapapp.model.filters import BBox, decimal, on_globe
from mapapp.model.polygon import box_or_polygon
from mapapp.model.query import Query
from mapapp.model.within import LONGEST_PLACE, Circle
from mapapp.page.address import read_url, write_url
from mapapp.page.components import component
from mapapp.page.widget_values import AREA, is_chosen, put, tracked, value_of

USUAL_KM = 10.0
LEAST_KM, MOST_KM = 0.1, 5_000.0
PLACE, KM, FOLLOW = "area-place", "area-km", "follow-map"
CORNERS = "area-corners"
WRONG = "area-wrong"
"""Key of the session's state: the last corners entered, if they were invalid, and what was expected."""
FOLLOWED = "followed-box"
"""Key of the session's state: the last box that the map sent, as long as it is the Query's."""


def area_filter(store: Store, query: Query) -> None:
    """Offer places by their names, or any point, and a distance from it; and an area by its corners."""
    circle = query.within
    used = sum(area is not None for area in (circle, query.polygon, _own_box(query)))
    with st.popover(message("area", count=used), key="area"), tracked(AREA):
        put(KM, circle.km if circle else value_of(KM, USUAL_KM), part=AREA)
        component("place_field")(
            key=PLACE,
            data={"place": circle.place if circle else "", "names": store.places.names},
            on_place_change=partial(place_changed, store.places),
        )
        st.number_input(
            message("area-km"),
            LEAST_KM,
            max(MOST_KM, value_of(KM)),
            key=KM,
            format="%g",
            on_change=km_changed,
        )
        corners_field(query)
        st.caption(message("area-rule", unlocated=_unlocated(store, query)))


def place_changed(places: Places) -> None:
    """Take the place that was typed or chosen; the next run reports it if there is no such place."""
    query, incident_id = read_url()
    circle = circle_around(str(st.session_state[PLACE].place or ""), value_of(KM), places)
    write_url(query.with_field("within", circle), incident_id)


def km_changed() -> None:
    """Take the distance; without a place it is kept until there is one."""
    query, incident_id = read_url()
    if is_chosen(KM) and query.within:
        write_url(query.with_field("within", replace(query.within, km=round(value_of(KM), 3))), incident_id)


def circle_around(place: str, km: float, places: Places) -> Circle | None:
    """Return the circle around a place; None if no place is named.

    The beginning of a name is enough if only one place's name begins so; it is then completed.
    """
    place = " ".join(place.split())[:LONGEST_PLACE]
    matches = places.beginning_with(place)
    place = matches[0] if len(matches) == 1 else place
    return Circle(round(km, 3), place) if place else None


def corners_field(query: Query) -> None:
    """Show the corners of a polygon, or two opposite ones of a box, to be typed or pasted."""
    wrong, expected = st.session_state.get(WRONG, ("", ""))
    put(CORNERS, wrong or _corners(query), part=AREA)
    st.text_area(
        message("area-corners"),
        key=CORNERS,
        placeholder="46.2 39.3, 47.4 39.6, 46.6 40.4",
        help=message("area-corners-help"),
        height=68,
        on_change=corners_changed,
    )
    if wrong:
        st.error(message("area-corners-wrong", expected=expected))


def corners_changed() -> None:
    """Take an area from the corners that were typed."""
    if is_chosen(CORNERS):
        take_corners(value_of(CORNERS))


def area_drawn(corners: str) -> None:
    """Take an area that was drawn on the map; if it is invalid, say so in a toast."""
    take_corners(corners)
    if wrong := st.session_state.get(WRONG):
        st.toast(message("area-corners-wrong", expected=wrong[1]))


def take_corners(corners: str) -> None:
    """Take an area from its corners; if they are invalid, say so and leave the URL as it is."""
    query, incident_id = read_url()
    text = " ".join(corners.split())
    try:
        area = Query.from_params(box_or_polygon(text))
    except BadQuery as problem:
        st.session_state[WRONG] = (text, problem.expected)
        return
    st.session_state.pop(WRONG, None)
    write_url(replace(query, bbox=area.bbox, polygon=area.polygon), incident_id)


def _corners(query: Query) -> str:
    if query.polygon:
        return query.polygon.text.replace(",", ", ")
    box = _own_box(query)
    west, south, east, north = map(decimal, box or (0, 0, 0, 0))
    return f"{west} {south}, {east} {north}" if box else ""


def _own_box(query: Query) -> BBox | None:
    """Return the box that the reader entered, not the one that follows the map."""
    return None if _follows(query) else query.bbox


def _follows(query: Query) -> bool:
    return query.bbox is not None and query.bbox == st.session_state.get(FOLLOWED)


def follow_map(query: Query) -> None:
    """Offer to limit the whole page to what the map shows, and to follow its moves."""
    component("follow_map")(key=FOLLOW, data={"follows": _follows(query)}, on_area_change=box_changed)


def box_changed() -> None:
    """Take what the map shows as the Query's box, or none."""
    query, incident_id = read_url()
    area: dict[str, Any] = st.session_state[FOLLOW].area or {}
    edges = area.get("bounds")
    box = on_globe(*(round(float(edge), 4) for edge in edges)) if edges else None
    st.session_state[FOLLOWED] = box
    write_url(query.with_field("bbox", box), incident_id)


def _unlocated(store: Store, query: Query) -> int:
    """Count the incidents that the other filters leave but that have no point, and so are in no area."""
    return int(store.totals(query.without("within", "bbox", "polygon"))["unlocated"])
