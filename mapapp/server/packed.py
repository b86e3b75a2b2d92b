"""Scripts and styles of Streamlit and of the map's frame, compressed once, and cached by browsers."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.endpoint import IMMUTABLE, root_of
from mapapp.server.doors import FRAME

COMPRESSION_LEVEL = 6
"""Higher levels take longer and save one per cent."""
PARTIAL_HEADERS = ("range", "if-none-match", "if-modified-since")
"""A request with one of these may want less than the whole file."""


class Compression:
    """ASGI middleware: keeps each compressed file in memory; there are as many as Streamlit has."""

    def __init__(self, app: ASGIApp, base_path: str) -> None:
        self._app, self._compressing = app, GZipMiddleware(app, compresslevel=COMPRESSION_LEVEL)
        frames = re.escape(FRAME.removesuffix("index.html"))
        self._file = re.compile(
            rf"{re.escape(root_of(base_path))}(?:/|{frames})static/(?:js|css)/[\w.-]+\.(?:js|css)"
        )
        self._compressed: dict[str, tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if not self._is_compressible(scope):
            await self._app(scope, receive, send)
            return
        for message in self._compressed.get(scope["path"]) or await self._compress(scope, receive):
            await send(dict(message))  # others add headers

    def _is_compressible(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET":
            return False
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        headers = Headers(scope=scope)
        takes_it = "gzip" in headers.get("accept-encoding", "")
        return (
            takes_it
            and bool(self._file.fullmatch(path))
            and not any(name in headers for name in PARTIAL_HEADERS)
        )

    async def _compress(self, scope: Scope, receive: Receive) -> tuple[Message, Message]:
        parts: list[Message] = []

        async def collect(message: Message) -> None:
            parts.append(message)

        await self._compressing(scope, receive, collect)
        start, body = parts[0], b"".join(part["body"] for part in parts[1:])
        answer = start, {"type": "http.response.body", "body": body}
        headers = MutableHeaders(scope=start)
        headers["Content-Length"] = str(len(body))
        if start["status"] == 200:
            if tag := headers.get("ETag"):
                headers["ETag"] = f"W/{tag.removeprefix('W/')}"  # the bytes differ from the file's
            if "max-age" not in headers.get("Cache-Control", ""):
                headers["Cache-Control"] = IMMUTABLE  # its name changes with its content
            self._compressed[scope["path"]] = answer
        return answer
