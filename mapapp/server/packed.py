"""Scripts and styles of Streamlit and of the map's frame, packed once, and kept by browsers."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.endpoint import IMMUTABLE, root_of
from mapapp.server.doors import FRAME

LEVEL = 6
"""Higher ones hold the server up for longer and save one part in a hundred."""
PARTIAL = ("range", "if-none-match", "if-modified-since")
"""Who sends one of these may want less than the whole file."""


class Packed:
    """ASGI middleware: keeps each packed file, of which there are as many as Streamlit has, in memory."""

    def __init__(self, app: ASGIApp, base_path: str) -> None:
        self._app, self._packing = app, GZipMiddleware(app, compresslevel=LEVEL)
        frames = re.escape(FRAME.removesuffix("index.html"))
        self._file = re.compile(
            rf"{re.escape(root_of(base_path))}(?:/|{frames})static/(?:js|css)/[\w.-]+\.(?:js|css)"
        )
        self._kept: dict[str, tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if not self._is_meant(scope):
            await self._app(scope, receive, send)
            return
        for message in self._kept.get(scope["path"]) or await self._packed(scope, receive):
            await send(dict(message))  # others add headers

    def _is_meant(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET":
            return False
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        given = Headers(scope=scope)
        takes_it = "gzip" in given.get("accept-encoding", "")
        return takes_it and bool(self._file.fullmatch(path)) and not any(name in given for name in PARTIAL)

    async def _packed(self, scope: Scope, receive: Receive) -> tuple[Message, Message]:
        parts: list[Message] = []

        async def collect(message: Message) -> None:
            parts.append(message)

        await self._packing(scope, receive, collect)
        start, body = parts[0], b"".join(part["body"] for part in parts[1:])
        answer = start, {"type": "http.response.body", "body": body}
        headers = MutableHeaders(scope=start)
        headers["Content-Length"] = str(len(body))
        if start["status"] == 200:
            if tag := headers.get("ETag"):
                headers["ETag"] = f"W/{tag.removeprefix('W/')}"  # other bytes than those of the file
            if "max-age" not in headers.get("Cache-Control", ""):
                headers["Cache-Control"] = IMMUTABLE  # its name changes with its content
            self._kept[scope["path"]] = answer
        return answer
