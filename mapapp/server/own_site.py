"""Who is asked, by whose page: nothing is answered under a foreign name, nothing taken from foreign pages.

Anybody can let a name of theirs point at this machine: to a browser a page of that name and this server are
then one site. And a page of any site can open a websocket here, or send something. So the name that is asked
for is compared with those that are ours, and the page's origin, as a whole, with our own addresses.
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
from mapapp.api.sheets import Linked, Sheet, sheet_answer
from mapapp.errors import quoted, shortened
from mapapp.messages import message, notice
from mapapp.settings import USUAL_PORTS, Origin

READING = {"GET", "HEAD", "OPTIONS"}
OWN_PAGES_ONLY = "/_stcore/host-config"
"""What else only a page of ours may ask for: by whom it may be sent messages."""

_log = logging.getLogger(__name__)


class OwnSite:
    """ASGI middleware: 421 under a name that is not ours; 403 for what only a page of ours may do.

    Ours are the `public` addresses; this machine's own name and any address in numbers can't be made to point
    elsewhere, so they are answered too. Where no public address is set, a page is ours if it is of the very
    address that it asks. A program that names no origin is no page. Where one is set, whoever opens the page
    at another address is told of it, for it would stay empty: it may not open the websocket.
    """

    def __init__(self, app: ASGIApp, public: Sequence[Origin] = (), base_path: str = "") -> None:
        self._app, self._public, self._page = app, public, f"{root_of(base_path)}/"
        self._told: set[int] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        host, origins = requested_host(HTTPConnection(scope)), Headers(scope=scope).getlist("origin")
        came_to = Origin.read(f"{scope['scheme'].replace('ws', 'http')}://{host.lower()}")
        if host and not (came_to and self._is_our_name(came_to.host)):
            await self._refuse(scope, receive, send, 421, notice("site-foreign-name", host=quoted(host)))
        elif _is_for_own_pages(scope) and not all(self._is_ours(one, came_to) for one in origins):
            told = notice("site-foreign-page", origin=quoted(", ".join(origins)), host=quoted(host))
            await self._refuse(scope, receive, send, 403, told)
        elif came_to and self._is_page_elsewhere(scope, came_to):
            await self._lead(host)(scope, receive, send)
        else:
            await self._app(_as_streamlit_compares(scope, origins), receive, send)

    def _is_our_name(self, name: str) -> bool:
        if name == "localhost" or _is_number(name) or any(name == one.host for one in self._public):
            return True
        return not self._public and name == st.get_option("server.address")

    def _is_ours(self, origin: str, came_to: Origin | None) -> bool:
        asking = Origin.read(origin)
        return asking is not None and asking in (self._public or {came_to})

    def _is_page_elsewhere(self, scope: Scope, came_to: Origin) -> bool:
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        is_page = scope["type"] == "http" and path == self._page and _is_for_people(scope)
        return is_page and bool(self._public) and not any(_may_be_at(came_to, one) for one in self._public)

    def _lead(self, host: str) -> Response:
        """Say where the page is instead or, where that is not known, what to do."""
        if not self._public:
            unknown = [message("site-unknown-name", host=shortened(host)), message("site-unknown-operator")]
            return _with_status(sheet_answer(Sheet(message("site-unknown-title"), (), unknown)), 421)
        address = f"{self._public[0]}{self._page}"
        said = message("site-elsewhere", address=address, host=shortened(host))
        links = [Linked(address, address)]
        page = Sheet(
            message("site-elsewhere-title"), (), [said, message("site-elsewhere-proxy")], links=links
        )
        return _with_status(sheet_answer(page), 421)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, told: str) -> None:
        """Refuse, and log the first refusal of a kind only: anybody could fill the log."""
        if status not in self._told:
            self._told.add(status)
            _log.warning("%s %s", told, notice("site-refusals"))
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif status == 421 and _is_for_people(scope):
            await self._lead(requested_host(HTTPConnection(scope)))(scope, receive, send)
        else:
            await problem(Request(scope), status, told)(scope, receive, send)


def _may_be_at(came_to: Origin, public: Origin) -> bool:
    """Tell whether a page that came to an address may be at a public one: a proxy may change scheme and port.

    Between it and us is usually no TLS, and a usual port goes unsaid; any other is the one in the browser.
    """
    return came_to.host == public.host and came_to.port in {public.port, *USUAL_PORTS.values()}


def _is_for_own_pages(scope: Scope) -> bool:
    return (
        scope["type"] == "websocket"
        or scope["method"] not in READING
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
    """Let a handshake that is admitted come to the host that its page is of.

    Streamlit compares the two as texts, and where they differ asks a third party for this machine's address
    while all readers wait.
    """
    if scope["type"] != "websocket" or not origins:
        return scope
    host = origins[0].partition("://")[2].encode("ascii")
    return {**scope, "headers": [*(pair for pair in scope["headers"] if pair[0] != b"host"), (b"host", host)]}
