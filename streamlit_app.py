"""The map as an ASGI application, for `streamlit run streamlit_app.py` or any ASGI server."""

import streamlit as st

from mapapp.server.app import composition
from mapapp.settings import Settings

app = st.App(**composition(Settings.from_environment()))
