"""The usual way, to compare with: every incident a folium CircleMarker, redrawn by st_folium on each change.

Run by Streamlit as a script, with the incidents file in BENCH_FILE ("" for an empty map). It is made as
light as it can be: no popups, no street tiles, Leaflet from the same server.
"""

import os

import folium
import streamlit as st
from streamlit_folium import st_folium

st.set_page_config(layout="wide")
shown = folium.Map(location=(40, 46.8), zoom_start=8, tiles=None)
shown.default_js = [("leaflet", "../../app/static/leaflet.js")]
shown.default_css = [("leaflet", "../../app/static/leaflet.css")]
if file := os.environ["BENCH_FILE"]:
    from tests.bench.generate import frame  # only here: an empty page is to import nothing of ours

    rows = st.cache_data(frame)(file)
    actors = st.multiselect("Attributed to", sorted(rows["actor"].dropna().unique()))
    rows = rows[rows["actor"].isin(actors)] if actors else rows
    for row in rows.dropna(subset=["latitude", "longitude"]).itertuples():
        mark = folium.CircleMarker((row.latitude, row.longitude), radius=5, tooltip=str(row.title))
        mark.add_to(shown)
st_folium(shown, key="map", height=560, use_container_width=True, returned_objects=[])
