"""A server that shows drafts: no robot reads it, no cache keeps it, no page of another site may ask it."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.endpoint import root_of
from mapapp.api.problems import problem

NO_ROBOTS = "User-agent: *\nDisallow: /\n"
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Unpublished:
    """ASGI middleware around all that is answered; `base_path` is the path under which that is served."""

    def __init__(self, app: ASGIApp, base_path: str) -> None:
        self._app, self._root = app, root_of(base_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        answer: ASGIApp = self._app
        if path == f"{self._root}/robots.txt":
            answer = PlainTextResponse(NO_ROBOTS)
        elif path == f"{self._root}/sitemap.xml":
            answer = problem(Request(scope), 404, "There is nothing at this address.")
        await answer(scope, receive, _kept_back(send))


def _kept_back(send: Send) -> Send:
    async def kept_back(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
        await send(message)

    return kept_back
