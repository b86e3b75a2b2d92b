"""The one place that decides who sees a private map: all is closed but what is named here."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.addresses import Addresses
from mapapp.api.endpoint import root_of
from mapapp.api.problems import problem
from mapapp.api.sheets import Linked, Sheet, sheet_answer
from mapapp.messages import message, notice
from mapapp.server.log_in.returning import keep, returned
from mapapp.server.log_in.session import BACK, END, START, account, pass_to_provider
from mapapp.server.log_in.terms import Terms
from mapapp.server.unpublished import NO_ROBOTS

LOG_IN, GO = "/log-in", "/log-in/go"
OPEN = {START, END, BACK, "/_stcore/health", "/icon.svg", "/favicon.png"}
"""What strangers get from the application itself; nothing of it depends on the data."""
PRIVATE = "private, no-cache"
UNSAVED = {"Cache-Control": PRIVATE, "X-Robots-Tag": "noindex", "Vary": "Cookie"}


class Gate:
    """ASGI middleware: a stranger's browser is sent to the page for logging in, any other stranger gets 401.

    `base_path` is the path under which the whole application is served, "" for the root.
    """

    def __init__(self, app: ASGIApp, base_path: str, terms: Terms) -> None:
        self._app, self._root, self._terms = app, root_of(base_path), terms
        self._addresses = Addresses(self._root)
        self._own = {LOG_IN: self._page, GO: self._go, "/robots.txt": _robots}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "lifespan" or self._path(scope) in OPEN:
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and (own := self._own.get(self._path(scope))):
            await own(Request(scope))(scope, receive, send)
        elif self._is_admitted(HTTPConnection(scope)):
            await (self._returned(scope) or self._app)(scope, receive, _unsaved(send))
        elif scope["type"] == "http":
            await self._refusal(Request(scope))(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _path(self, scope: Scope) -> str:
        """Return the path within the application; "" if it is not in it."""
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        return path.removeprefix(self._root) if path.startswith(f"{self._root}/") else ""

    def _account(self, asking: HTTPConnection) -> dict[str, object] | None:
        return account(asking.cookies, self._terms.auth["cookie_secret"], self._terms.origin)

    def _is_admitted(self, asking: HTTPConnection) -> bool:
        known = self._account(asking)
        return known is not None and self._terms.admits(known)

    def _returned(self, scope: Scope) -> Response | None:
        """Lead a reader who has just logged in to the view that was asked for before."""
        if scope["type"] != "http" or self._path(scope) != "/":
            return None
        request = Request(scope)
        return returned(request, self._addresses.page(request), f"{self._root}/")

    def _refusal(self, request: Request) -> Response:
        if request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", ""):
            sent = RedirectResponse(self._addresses.page(request) + LOG_IN, 303, UNSAVED)
            if self._path(request.scope) == "/":
                keep(sent, request.url.query, f"{self._root}/")
            return sent
        refused = problem(request, 401, notice("log-in-needed"))
        refused.headers.update(UNSAVED | {"WWW-Authenticate": "Cookie"})
        return refused

    def _page(self, request: Request) -> Response:
        """Say that the map is private, and nothing of what it shows."""
        page = self._addresses.page(request)
        if self._is_admitted(request):
            return RedirectResponse(f"{page}/", 303, UNSAVED)
        stranger = self._account(request) is None
        said, led = ("log-in-text", Linked(message("log-in"), page + GO))
        if not stranger:
            said, led = "log-in-refused", Linked(message("log-out"), page + END)
        answer = sheet_answer(Sheet(message("log-in-title"), (), [message(said)], links=[led]))
        answer.status_code = 200 if stranger else 403
        answer.headers.update(UNSAVED)
        return answer

    def _go(self, request: Request) -> Response:
        address = f"{self._addresses.page(request)}{START}?provider={pass_to_provider()}"
        return RedirectResponse(address, 303, UNSAVED)


def _robots(_: Request) -> Response:
    return PlainTextResponse(NO_ROBOTS)


def _unsaved(send: Send) -> Send:
    """Let no cache keep an answer for others, and no search engine list it."""

    async def unsaved(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            cached, depends = headers.get("cache-control", PRIVATE), headers.get("vary")
            headers.update(UNSAVED | ({"Vary": f"{depends}, Cookie"} if depends else {}))
            rest = [part for part in cached.split(", ") if part not in {"public", "private"}]
            headers["Cache-Control"] = ", ".join(["private", *rest])
        await send(message)

    return unsaved
