"""The page's own components, which the frontend bundles."""

from typing import Any

import streamlit as st

from mapapp.views import frontend
from mapapp.views.templates import render


@st.cache_resource
def component(name: str) -> Any:
    """Register one of the page's own components from its three files."""
    css, js = (frontend.text(f"{name}.{suffix}") for suffix in ("css", "js"))
    html = render(f"{frontend.FOLDER.name}/{name}.html")
    return st.components.v2.component(f"mapapp.{name}", html=html, css=css, js=js)


def copy_link(key: str, label: str, address: str | None = None, *, bring: bool = False) -> None:
    """Show a button that copies a URL, relative to the page, or else the view's URL at the time of the click.

    With `bring`, the button is scrolled into view.
    """
    component("copy_link")(key=key, data={"label": label, "address": address, "bring": bring})
