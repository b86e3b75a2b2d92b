"""The frame of the page: the container above the map, the map's column and the column next to it."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mapapp.engine.description import description_of
from mapapp.page.address import COMPARED
from mapapp.page.address_bar import param
from mapapp.page.components import component
from mapapp.page.maps import show_base_map
from mapapp.settings import Settings
from mapapp.views.header import waiting_html


class Frame(NamedTuple):
    """The containers of the page, in which everything else is drawn."""

    above: DeltaGenerator
    left: DeltaGenerator
    right: DeltaGenerator


def begin_page(title: str) -> Frame:
    """Begin the page, in every run alike: the map stays only as long as its container is the same."""
    st.set_page_config(page_title=title, layout="wide", initial_sidebar_state="collapsed")
    component("connection")(key="connection")
    above = st.container(key=None if st.context.is_embedded else "above")
    left, right = st.columns([2.15, 1], gap="small")
    return Frame(above, left, right)


def show_waiting(settings: Settings) -> None:
    """Show what there is before the data are read: the title, and the map without incidents."""
    title = description_of(settings.location, drafts=settings.drafts).title
    above, left, _ = begin_page(title)
    with above:
        st.html(waiting_html(title))
    if not param(COMPARED):
        with left:
            show_base_map(settings)
