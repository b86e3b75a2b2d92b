"""The page’s own components, each of three files in views/."""

from pathlib import Path
from typing import Any

import streamlit as st

VIEWS = Path(__file__).parents[1] / "views"


@st.cache_resource
def component(name: str) -> Any:
    """Register one of the page's own components, made of three files in views/."""
    html, css, js = ((VIEWS / f"{name}.{suffix}").read_text() for suffix in ("html", "css", "js"))
    return st.components.v2.component(f"mapapp.{name}", html=html, css=css, js=js)
