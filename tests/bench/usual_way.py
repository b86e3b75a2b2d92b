"""What people use today for the same map, for comparison: each way redraws all incidents on every change.

Run by Streamlit as a script, with the incidents file in BENCH_FILE ("" for an empty map) and one of WAYS in
BENCH_WAY. Each is kept as light as possible: no popups, no street tiles, scripts from the same server.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import folium
import streamlit as st
from folium.plugins import FastMarkerCluster, MarkerCluster
from streamlit_folium import st_folium

if TYPE_CHECKING:
    import pandas as pd

MIDDLE, ZOOM = (40, 46.8), 7
STATIC = "../../app/static/"
COLOUR = (178, 24, 43)


def empty_map() -> folium.Map:
    """Make an empty map."""
    shown = folium.Map(location=MIDDLE, zoom_start=ZOOM, tiles=None, maxZoom=18)  # MarkerCluster needs one
    shown.default_js = [("leaflet", f"{STATIC}leaflet.js")]
    shown.default_css = [("leaflet", f"{STATIC}leaflet.css")]
    return shown


def show(shown: folium.Map) -> None:
    """Put a Folium map into the page."""
    st_folium(shown, key="map", height=560, use_container_width=True, returned_objects=[])


def circle_markers(rows: "pd.DataFrame") -> None:
    """Draw every incident as a CircleMarker."""
    shown = empty_map()
    for row in rows.itertuples():
        folium.CircleMarker((row.latitude, row.longitude), radius=5, tooltip=str(row.title)).add_to(shown)
    show(shown)


def marker_cluster(rows: "pd.DataFrame") -> None:
    """Draw MarkerCluster, a Marker for every incident."""
    shown = empty_map()
    cluster = _local(MarkerCluster()).add_to(shown)
    for row in rows.itertuples():
        folium.Marker((row.latitude, row.longitude), tooltip=str(row.title)).add_to(cluster)
    show(shown)


def fast_marker_cluster(rows: "pd.DataFrame") -> None:
    """Draw FastMarkerCluster, which makes its markers in the browser."""
    shown = empty_map()
    points = rows[["latitude", "longitude"]].to_numpy().tolist()
    _local(FastMarkerCluster(points, callback="(row) => L.marker(row)")).add_to(shown)
    show(shown)


def _local(cluster: folium.plugins.MarkerCluster) -> folium.plugins.MarkerCluster:
    cluster.default_js = [("markercluster", f"{STATIC}leaflet.markercluster.js")]
    cluster.default_css = [("markercluster", f"{STATIC}MarkerCluster.Default.css")]
    return cluster


def geojson(rows: "pd.DataFrame") -> None:
    """Draw a GeoJson layer of CircleMarkers, which is what GeoDataFrame.explore() makes of points."""
    import geopandas  # noqa: PLC0415 - an empty page should import only what it needs

    points = geopandas.points_from_xy(rows["longitude"], rows["latitude"], crs=4326)
    frame = geopandas.GeoDataFrame(rows[["title"]], geometry=points)
    shown = empty_map()
    marker, tooltip = folium.CircleMarker(radius=5), folium.GeoJsonTooltip(["title"])
    folium.GeoJson(frame, marker=marker, tooltip=tooltip).add_to(shown)
    show(shown)


def st_map(rows: "pd.DataFrame") -> None:
    """Draw st.map."""
    st.map(rows[["latitude", "longitude"]], zoom=ZOOM, height=560)


def pydeck_chart(rows: "pd.DataFrame") -> None:
    """Draw st.pydeck_chart with a ScatterplotLayer."""
    import pydeck  # noqa: PLC0415 - likewise

    layer = pydeck.Layer(
        "ScatterplotLayer",
        rows[["latitude", "longitude", "title"]],
        get_position=["longitude", "latitude"],
        get_fill_color=list(COLOUR),
        radius_min_pixels=4,
        pickable=True,
    )
    view = pydeck.ViewState(latitude=MIDDLE[0], longitude=MIDDLE[1], zoom=ZOOM - 1)
    deck = pydeck.Deck([layer], initial_view_state=view, map_provider=None, map_style=None)
    st.pydeck_chart(deck, height=560)


WAYS: dict[str, Callable[["pd.DataFrame"], None]] = {
    way.__name__: way
    for way in (circle_markers, marker_cluster, fast_marker_cluster, geojson, st_map, pydeck_chart)
}


def page() -> None:
    """Draw the page: a filter and a map, or an empty map."""
    st.set_page_config(layout="wide")
    if not (file := os.environ["BENCH_FILE"]):
        show(empty_map())
        return
    from tests.bench.generate import frame  # noqa: PLC0415 - likewise, and none of our own modules

    rows = st.cache_data(frame)(file)
    actors = st.multiselect("Attributed to", sorted(rows["actor"].dropna().unique()))
    rows = rows[rows["actor"].isin(actors)] if actors else rows
    WAYS[os.environ["BENCH_WAY"]](rows.dropna(subset=["latitude", "longitude"]))


if __name__ == "__main__":
    page()
