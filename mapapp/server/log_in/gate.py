"""Decides who sees a private map: everything is closed except what is listed here."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.addresses import Addresses
from mapapp.api.endpoint import root_of
from mapapp.api.problems import problem
from mapapp.api.sheets import Sheet, TextLink, sheet_answer
from mapapp.messages import message, notice
from mapapp.server.log_in.returning import keep, redirect_back
from mapapp.server.log_in.session import BACK, END, START, account, pass_to_provider
from mapapp.server.log_in.terms import Terms
from mapapp.server.unpublished import NO_ROBOTS

LOG_IN, GO = "/log-in", "/log-in/go"
OPEN = {START, END, BACK, "/_stcore/health", "/icon.svg", "/favicon.png"}
"""What strangers may request from the application; none of it depends on the data."""
PRIVATE = "private, no-cache"
PRIVATE_HEADERS = {"Cache-Control": PRIVATE, "X-Robots-Tag": "noindex", "Vary": "Cookie"}


class Gate:
    """ASGI middleware: a stranger's browser is sent to the log-in page; any other stranger gets 401.

    `base_path` is the path under which the whole application is served, "" for the root.
    """

    def __init__(self, app: ASGIApp, base_path: str, terms: Terms) -> None:
        self._app, self._root, self._terms = app, root_of(base_path), terms
        self._addresses = Addresses(self._root)
        self._own_pages = {LOG_IN: self._page, GO: self._go, "/robots.txt": _robots}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "lifespan" or self._path(scope) in OPEN:
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and (own := self._own_pages.get(self._path(scope))):
            await own(Request(scope))(scope, receive, send)
        elif self._is_admitted(HTTPConnection(scope)):
            await (self._redirect_back(scope) or self._app)(scope, receive, _send_private(send))
        elif scope["type"] == "http":
            await self._refusal(Request(scope))(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _path(self, scope: Scope) -> str:
        """Return the path within the application; "" if it is outside."""
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        return path.removeprefix(self._root) if path.startswith(f"{self._root}/") else ""

    def _account(self, connection: HTTPConnection) -> dict[str, object] | None:
        return account(connection.cookies, self._terms.auth["cookie_secret"], self._terms.origin)

    def _is_admitted(self, connection: HTTPConnection) -> bool:
        reader = self._account(connection)
        return reader is not None and self._terms.admits(reader)

    def _redirect_back(self, scope: Scope) -> Response | None:
        """Redirect a reader who has just logged in to the view requested before."""
        if scope["type"] != "http" or self._path(scope) != "/":
            return None
        request = Request(scope)
        return redirect_back(request, self._addresses.page(request), f"{self._root}/")

    def _refusal(self, request: Request) -> Response:
        if request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", ""):
            redirect = RedirectResponse(self._addresses.page(request) + LOG_IN, 303, PRIVATE_HEADERS)
            if self._path(request.scope) == "/":
                keep(redirect, request.url.query, f"{self._root}/")
            return redirect
        refusal = problem(request, 401, notice("log-in-needed"))
        refusal.headers.update(PRIVATE_HEADERS | {"WWW-Authenticate": "Cookie"})
        return refusal

    def _page(self, request: Request) -> Response:
        """Say that the map is private, without revealing anything it shows."""
        page = self._addresses.page(request)
        if self._is_admitted(request):
            return RedirectResponse(f"{page}/", 303, PRIVATE_HEADERS)
        stranger = self._account(request) is None
        text, link = ("log-in-text", TextLink(message("log-in"), page + GO))
        if not stranger:
            text, link = "log-in-refused", TextLink(message("log-out"), page + END)
        answer = sheet_answer(Sheet(message("log-in-title"), (), [message(text)], links=[link]))
        answer.status_code = 200 if stranger else 403
        answer.headers.update(PRIVATE_HEADERS)
        return answer

    def _go(self, request: Request) -> Response:
        address = f"{self._addresses.page(request)}{START}?provider={pass_to_provider()}"
        return RedirectResponse(address, 303, PRIVATE_HEADERS)


def _robots(_: Request) -> Response:
    return PlainTextResponse(NO_ROBOTS)


def _send_private(send: Send) -> Send:
    """Keep answers out of shared caches and search engines."""

    async def unsaved(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            cached, vary = headers.get("cache-control", PRIVATE), headers.get("vary")
            headers.update(PRIVATE_HEADERS | ({"Vary": f"{vary}, Cookie"} if vary else {}))
            directives = [part for part in cached.split(", ") if part not in {"public", "private"}]
            headers["Cache-Control"] = ", ".join(["private", *directives])
        await send(message)

    return unsaved
