"""A server that shows drafts: closed to robots, caches and pages of other sites."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.endpoint import root_of
from mapapp.api.problems import problem

NO_ROBOTS = "User-agent: *\nDisallow: /\n"
DRAFT_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class DraftPrivacy:
    """ASGI middleware around every answer; `base_path` is the path under which the application is served."""

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
        await answer(scope, receive, _with_draft_headers(send))


def _with_draft_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(DRAFT_HEADERS)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
        await send(message)

    return send_with_headers
