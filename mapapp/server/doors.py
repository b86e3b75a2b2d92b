"""Which requests are let in: those for something that exists.

Streamlit answers any URL with its page, and accepts uploads that nobody asked for. It therefore receives only
requests for what is listed here; all others are answered before they reach it.
"""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mapapp.api.endpoint import root_of
from mapapp.api.problems import problem

STREAMLIT_FILES = Path(st.__file__).parent / "static"
"""The folder of Streamlit's own files, by their URL path, `static/...`."""

FRAME = "/component/streamlit_folium.st_folium/index.html"
"""The document in which streamlit-folium draws the map."""

WEBSOCKET = "/_stcore/stream"
STREAMLIT_PATHS = {"/_stcore/health", "/_stcore/host-config"}
STREAMLIT_FOLDERS = ("/_stcore/bidi-components/", "/component/", "/media/")
"""What the page needs of Streamlit: no uploads, metrics or interface for agents."""

_UPWARDS = re.compile(r"(^|[/\\])\.\.($|[/\\])|\0")
"""Streamlit takes such a path for an attempt to leave a folder, and says so in plain text."""


class Doors:
    """ASGI middleware: 404 where there is nothing, 403 for a websocket other than the page's.

    `base_path` is the path under which the whole application is served, "" for the root; `ours` are the
    routes that are not Streamlit's, `more_paths` further paths needed of Streamlit.
    """

    def __init__(
        self, app: ASGIApp, base_path: str, ours: Sequence[Route], more_paths: Iterable[str] = ()
    ) -> None:
        self._app, self._root, self._ours = app, root_of(base_path), ours
        self._streamlit_paths = STREAMLIT_PATHS.union(more_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "websocket" and self._path(scope) != WEBSOCKET:
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http" and not self._is_there(scope):
            await problem(Request(scope), 404, "There is nothing at this address.")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_there(self, scope: Scope) -> bool:
        path = self._path(scope)
        return not _UPWARDS.search(path) and (
            path in self._streamlit_paths
            or path.startswith(STREAMLIT_FOLDERS)
            or (path.startswith("/static/") and os.path.isfile(f"{STREAMLIT_FILES}{path}"))
            or (path == "" and self._root != "")
            or any(route.matches(scope)[0] is not Match.NONE for route in self._ours)
        )

    def _path(self, scope: Scope) -> str:
        return str(scope["path"]).removeprefix(scope.get("root_path", "")).removeprefix(self._root)
