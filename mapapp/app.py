"""The program as one ASGI application: the page, the data API and the assets."""

import os
import socket
import tomllib
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from mapapp.api.routes import api_routes
from mapapp.errors import BadSetting
from mapapp.headers import SecurityHeaders, tile_origins
from mapapp.settings import Settings, bundled
from mapapp.store import serving
from mapapp.views.map import backgrounds

PAGE = Path(__file__).parent / "page" / "script.py"


def composition(settings: Settings, base_path: str | None = None) -> dict[str, Any]:
    """Return what `st.App` is made of: the page's script, our routes, and the headers of every answer.

    Streamlit puts its own routes under `server.baseUrlPath` but not those that it is given: ours go there
    too, under `base_path` if that option is not set yet.
    """
    under = base_path if base_path is not None else st.get_option("server.baseUrlPath")
    images = tile_origins(backgrounds(settings.tiles).values())
    return {
        "script_path": PAGE,
        "routes": api_routes(serving(settings.data), under),
        "middleware": [Middleware(SecurityHeaders, images)],
    }


def serve(settings: Settings, options: dict[str, Any]) -> None:
    """Serve a data set until stopped.

    `options` are Streamlit options by dotted name; they override `.streamlit/config.toml`.
    """
    require_free(options["server.address"], options["server.port"])
    options = shipped_options() | options
    app = st.App(**composition(settings, options.get("server.baseUrlPath")))
    os.environ |= settings.as_environment()
    app.run(config=options)


def require_free(address: str, port: int) -> None:
    """Raise BadSetting if the address can't be listened on."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, port))
    except OSError as problem:
        raise BadSetting(
            f"Port {port} of {address} can't be used: {problem.strerror}.",
            remedy="Choose another with --port, or stop what uses it.",
        ) from problem


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
