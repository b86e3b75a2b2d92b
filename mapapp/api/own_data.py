"""The routes of a reader's own file: for uploading it, and for its API, for that reader only."""

import asyncio
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import Message, Receive, Scope, Send

from mapapp.api.endpoint import root_of
from mapapp.api.own_address import Fetching
from mapapp.api.problems import problem, problem_of
from mapapp.api.queues import Queues
from mapapp.api.routes import api_routes
from mapapp.engine.own_data import OwnData, find_own_data
from mapapp.errors import FileRefused
from mapapp.messages import message, notice
from mapapp.settings import UploadLimits

SECONDS_TO_ARRIVE = 300
NAME = "X-File-Name"


def own_routes(limits: UploadLimits, base_path: str = "", *, fetches: bool = False) -> list[Route]:
    """Return the routes under /own; `base_path` as in `routes.api_routes`.

    `fetches` is whether readers may also give the URL of a file.
    """
    root = root_of(base_path)
    return [
        Route(f"{root}/own/{{token}}/file", _UploadEndpoint(limits, Fetching(limits) if fetches else None)),
        Route(f"{root}/own/{{token}}/{{rest:path}}", _ApiEndpoint(root)),
    ]


class _UploadEndpoint:
    """An ASGI endpoint that receives a file, or its URL, for an open page, into memory; limited in size."""

    def __init__(self, limits: UploadLimits, fetching: Fetching | None) -> None:
        self._limits, self._fetching = limits, fetching

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        own = find_own_data(request.path_params["token"])
        await _send_untraced(await self._answer(request, own), scope, receive, send)

    async def _answer(self, request: Request, own: OwnData | None) -> Response:
        if own is None:
            return problem(request, 404, message("own-gone"))
        if request.method == "POST" and self._fetching:
            return await self._fetching.answer(request, own)
        if request.method != "PUT":
            return problem(request, 405, notice("own-only-put"))
        return await self._receive(request, own)

    async def _receive(self, request: Request, own: OwnData) -> Response:
        if not (size := request.headers.get("content-length", "")).isdigit():
            return problem(request, 411, notice("own-no-length"))
        try:
            own.reserve(int(size), self._limits)
        except FileRefused as error:
            return problem_of(request, error)
        try:
            async with asyncio.timeout(SECONDS_TO_ARRIVE):
                data = await _body(request, int(size))
            own.receive(unquote(request.headers.get(NAME, "")), data)
        except TimeoutError:
            return problem(request, 408, message("own-too-slow", minutes=SECONDS_TO_ARRIVE // 60))
        except ClientDisconnect:
            return problem(request, 408, message("own-cut-off"))
        finally:
            own.end_arrival()
        return JSONResponse({"size": int(size)})


async def _body(request: Request, size: int) -> bytes:
    """Read no more than the announced size."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > size:
            break
    if len(data) != size:
        raise ClientDisconnect
    return bytes(data)


class _ApiEndpoint:
    """An ASGI endpoint that answers as the API does, from what a reader has uploaded.

    All readers wait in the same queues: what they may cost the server does not grow with their number.
    """

    def __init__(self, root: str) -> None:
        self._root, self._queues = root, Queues()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        own = find_own_data(request.path_params["token"])
        if own is None or own.shown is None:
            await _send_untraced(problem(request, 404, message("own-gone")), scope, receive, send)
        else:
            if own.answers is None:  # made once: it remembers its answers
                own.answers = Router(api_routes(own.shown, f"{self._root}/own/{own.token}", self._queues))
            await own.answers(scope, receive, _uncached(send))


async def _send_untraced(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    await answer(scope, receive, _uncached(send))


def _uncached(send: Send) -> Send:
    """Let only the page itself read an answer, and no cache store it."""

    async def send_untraced(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [
                pair
                for pair in message["headers"]
                if pair[0].lower() not in {b"access-control-allow-origin", b"cache-control"}
            ]
            message = {**message, "headers": [*headers, (b"cache-control", b"private, no-store")]}
        await send(message)

    return send_untraced
