"""Host and origin checks: nothing is answered under a foreign name, nothing accepted from foreign pages.

Anybody can point a domain name of theirs at this machine; to a browser, a page of that name and this server
are then one site. And a page of any site can open a websocket here, or send something. So the requested host
is compared with our own names, and the page's whole origin with our own URLs.
"""

import logging
from collections.abc import Sequence
from ipaddress import ip_address

import streamlit as st
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mapapp.api.addresses import requested_host
from mapapp.api.endpoint import root_of
from mapapp.api.problems import problem
from mapapp.api.sheets import Sheet, TextLink, sheet_answer
from mapapp.errors import quoted, shortened
from mapapp.messages import message, notice
from mapapp.settings import USUAL_PORTS, Origin

READ_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_PAGES_ONLY = "/_stcore/host-config"
"""What else only our own page may request: which hosts may send it messages."""

_log = logging.getLogger(__name__)


class OwnSite:
    """ASGI middleware: 421 under a name that is not ours; 403 for what only our own pages may do.

    Ours are the `public` addresses; "localhost" and any numeric IP address can't be made to point elsewhere,
    so they are answered too. If no public address is set, a page is ours if it comes from the very address it
    requests. A program that states no origin is not a page. If one is set, a reader who opens the page at
    another address is told where it is, because the page would stay empty: it may not open the websocket.
    """

    def __init__(self, app: ASGIApp, public: Sequence[Origin] = (), base_path: str = "") -> None:
        self._app, self._public, self._page = app, public, f"{root_of(base_path)}/"
        self._logged: set[int] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        host, origins = requested_host(HTTPConnection(scope)), Headers(scope=scope).getlist("origin")
        visited = Origin.read(f"{scope['scheme'].replace('ws', 'http')}://{host.lower()}")
        if host and not (visited and self._is_our_name(visited.host)):
            await self._refuse(scope, receive, send, 421, notice("site-foreign-name", host=quoted(host)))
        elif _is_for_own_pages(scope) and not all(self._is_ours(origin, visited) for origin in origins):
            reason = notice("site-foreign-page", origin=quoted(", ".join(origins)), host=quoted(host))
            await self._refuse(scope, receive, send, 403, reason)
        elif visited and self._is_page_elsewhere(scope, visited):
            await self._redirect_page(host)(scope, receive, send)
        else:
            await self._app(_as_streamlit_compares(scope, origins), receive, send)

    def _is_our_name(self, name: str) -> bool:
        if name == "localhost" or _is_number(name) or any(name == origin.host for origin in self._public):
            return True
        return not self._public and name == st.get_option("server.address")

    def _is_ours(self, origin: str, visited: Origin | None) -> bool:
        page_origin = Origin.read(origin)
        return page_origin is not None and page_origin in (self._public or {visited})

    def _is_page_elsewhere(self, scope: Scope, visited: Origin) -> bool:
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        is_page = scope["type"] == "http" and path == self._page and _is_for_people(scope)
        return (
            is_page and bool(self._public) and not any(_may_be_at(visited, origin) for origin in self._public)
        )

    def _redirect_page(self, host: str) -> Response:
        """Say where the page is instead or, if that is unknown, what to do."""
        if not self._public:
            paragraphs = [
                message("site-unknown-name", host=shortened(host)),
                message("site-unknown-operator"),
            ]
            return _with_status(sheet_answer(Sheet(message("site-unknown-title"), (), paragraphs)), 421)
        address = f"{self._public[0]}{self._page}"
        text = message("site-elsewhere", address=address, host=shortened(host))
        links = [TextLink(address, address)]
        page = Sheet(
            message("site-elsewhere-title"), (), [text, message("site-elsewhere-proxy")], links=links
        )
        return _with_status(sheet_answer(page), 421)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
        """Refuse, and log only the first refusal of a kind: anybody could fill the log."""
        if status not in self._logged:
            self._logged.add(status)
            _log.warning("%s %s", reason, notice("site-refusals"))
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif status == 421 and _is_for_people(scope):
            await self._redirect_page(requested_host(HTTPConnection(scope)))(scope, receive, send)
        else:
            await problem(Request(scope), status, reason)(scope, receive, send)


def _may_be_at(visited: Origin, public: Origin) -> bool:
    """Return whether a page visited here may have the `public` address: a proxy may change scheme and port.

    Between the proxy and us there is usually no TLS, and a default port is not stated; any other port is the
    one in the browser.
    """
    return visited.host == public.host and visited.port in {public.port, *USUAL_PORTS.values()}


def _is_for_own_pages(scope: Scope) -> bool:
    return (
        scope["type"] == "websocket"
        or scope["method"] not in READ_METHODS
        or str(scope["path"]).endswith(OWN_PAGES_ONLY)
    )


def _is_for_people(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


def _with_status(answer: Response, status: int) -> Response:
    answer.status_code = status
    return answer


def _is_number(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _as_streamlit_compares(scope: Scope, origins: list[str]) -> Scope:
    """Give an admitted websocket handshake the host of its page's origin.

    Streamlit compares the two as text and, if they differ, asks a third party for this machine's address
    while all readers wait.
    """
    if scope["type"] != "websocket" or not origins:
        return scope
    host = origins[0].partition("://")[2].encode("ascii")
    return {**scope, "headers": [*(pair for pair in scope["headers"] if pair[0] != b"host"), (b"host", host)]}
