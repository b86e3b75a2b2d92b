"""The program as one ASGI application: the page, the data API and the assets."""

import os
import tomllib
from pathlib import Path
from typing import Any

import streamlit as st

from mapapp.api.routes import api_routes
from mapapp.settings import Settings, bundled
from mapapp.store import serving

PAGE = Path(__file__).with_name("page.py")


def composition(settings: Settings, base_path: str | None = None) -> dict[str, Any]:
    """Return what `st.App` is made of: the page's script and our routes.

    Streamlit puts its own routes under `server.baseUrlPath` but not those that it is given: ours go there
    too, under `base_path` if that option is not set yet.
    """
    under = base_path if base_path is not None else st.get_option("server.baseUrlPath")
    return {"script_path": PAGE, "routes": api_routes(serving(settings.data), under)}


def serve(settings: Settings, options: dict[str, Any]) -> None:
    """Serve a data set until stopped.

    `options` are Streamlit options by dotted name; they override `.streamlit/config.toml`.
    """
    os.environ |= settings.as_environment()
    options = shipped_options() | options
    app = st.App(**composition(settings, options.get("server.baseUrlPath")))
    app.run(config=options)


def shipped_options() -> dict[str, Any]:
    """Read the options that the program ships with, by dotted name."""
    sections = tomllib.loads(bundled(".streamlit/config.toml").read_text(encoding="utf-8"))
    return dict(_dotted("", sections))


def _dotted(prefix: str, section: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        pair
        for name, value in section.items()
        for pair in (
            _dotted(f"{prefix}{name}.", value) if isinstance(value, dict) else [(prefix + name, value)]
        )
    ]
