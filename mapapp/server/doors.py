"""What is let in: whoever asks for something that there is, and at the websocket no page of another site.

Streamlit answers any address with its page, takes files that nobody asked for, and, when a page of another
site opens its websocket, asks a third party for this machine's address while all readers wait. So it gets to
see only what is named here; the rest is answered before it.
"""

import logging
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mapapp.api.door import root_of
from mapapp.api.problems import problem
from mapapp.errors import shortened

STREAMLIT_FILES = Path(st.__file__).parent / "static"
"""The folder in which Streamlit's own files lie by their address, `static/...`."""

WEBSOCKET = "/_stcore/stream"
ADDRESSES = {"/_stcore/health", "/_stcore/host-config"}
FOLDERS = ("/_stcore/bidi-components/", "/component/", "/media/")
"""What the page needs of Streamlit: not uploads, metrics and the interface for agents."""

THIS_MACHINE = {"localhost", "127.0.0.1", "0.0.0.0"}  # noqa: S104 - names in an address: not listened on

_log = logging.getLogger(__name__)


class Doors:
    """ASGI middleware: 404 where there is nothing, 403 for a websocket that a page of another site opens.

    `base_path` is the path under which the whole application is served, "" for the root; `ours` are the
    routes that are not Streamlit's, `more` what else is needed of Streamlit.
    """

    def __init__(self, app: ASGIApp, base_path: str, ours: Sequence[Route], more: Iterable[str] = ()) -> None:
        self._app, self._root, self._ours = app, root_of(base_path), ours
        self._addresses = ADDRESSES.union(more)
        self._told = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["type"] == "http" and not self._is_there(scope):
            await problem(Request(scope), 404, "There is nothing at this address.")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        admitted = as_admitted(scope) if self._path(scope) == WEBSOCKET else None
        if admitted is None:
            self._tell(Headers(scope=scope))
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._app(admitted, receive, send)

    def _is_there(self, scope: Scope) -> bool:
        path = self._path(scope)
        return (
            path in self._addresses
            or path.startswith(FOLDERS)
            or (path.startswith("/static/") and os.path.isfile(f"{STREAMLIT_FILES}{path}"))
            or (path == "" and self._root != "")
            or any(route.matches(scope)[0] is not Match.NONE for route in self._ours)
        )

    def _path(self, scope: Scope) -> str:
        return str(scope["path"]).removeprefix(scope.get("root_path", "")).removeprefix(self._root)

    def _tell(self, headers: Headers) -> None:
        """Log a refusal, but the first only: anybody could fill the log."""
        if not self._told:
            self._told = True
            _log.warning(
                "A page of %r was refused the websocket of %r. If both are one site, the proxy must pass on "
                "the header Host: see docs/deploy.md. Further refusals are not logged.",
                *(shortened(headers.get(name, "")) for name in ("origin", "host")),
            )


def as_admitted(handshake: Scope) -> Scope | None:
    """Return a handshake as Streamlit is to see it; None if a page of that origin may not connect.

    Decided as Streamlit does, but nobody is asked: a page may connect if it is of the host that it asks for,
    of this machine, or of a host in `browser.serverAddress` or `server.corsAllowedOrigins`; any page if
    `server.enableCORS` is off. A program that names no origin is no page.
    """
    headers = Headers(scope=handshake)
    origin = headers.get("origin")
    if origin is None or not st.get_option("server.enableCORS"):
        return handshake
    if (asking := _authority(origin)) and asking == headers.get("host"):
        return handshake
    return _without_origin(handshake) if _host_name(origin) in _named_hosts() else None


def _named_hosts() -> set[str]:
    named = (st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins"))
    return THIS_MACHINE | {_host_name(address) for address in named} - {""}


def _without_origin(handshake: Scope) -> Scope:
    """Leave out what would make Streamlit ask for this machine's address before it looks at the names."""
    return {**handshake, "headers": [pair for pair in handshake["headers"] if pair[0] != b"origin"]}


def _authority(origin: str) -> str:
    """Return host and port of an origin; "" if it has none, as "null" has."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _host_name(address: str) -> str:
    """Return the host of an origin, or of an address without a scheme; "" if it has none."""
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
