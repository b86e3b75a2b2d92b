"""The address of a reader's own file: where it is brought to, and its API, for that reader alone."""

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
from mapapp.engine.own_data import OwnData, called
from mapapp.errors import FileRefused
from mapapp.messages import message, notice
from mapapp.settings import UploadLimits

SECONDS_TO_ARRIVE = 300
NAME = "X-File-Name"


def own_routes(limits: UploadLimits, base_path: str = "", *, fetches: bool = False) -> list[Route]:
    """Return the routes under /own; `base_path` as in `routes.api_routes`.

    `fetches`: whether readers may give the address of a file, too.
    """
    root = root_of(base_path)
    return [
        Route(f"{root}/own/{{token}}/file", _Arrival(limits, Fetching(limits) if fetches else None)),
        Route(f"{root}/own/{{token}}/{{rest:path}}", _Answers(root)),
    ]


class _Arrival:
    """An ASGI endpoint that takes a file, or its address, for a page that is open, into memory; bounded."""

    def __init__(self, limits: UploadLimits, fetching: Fetching | None) -> None:
        self._limits, self._fetching = limits, fetching

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        own = called(request.path_params["token"])
        await _without_trace(await self._answer(request, own), scope, receive, send)

    async def _answer(self, request: Request, own: OwnData | None) -> Response:
        if own is None:
            return problem(request, 404, message("own-gone"))
        if request.method == "POST" and self._fetching:
            return await self._fetching.answer(request, own)
        if request.method != "PUT":
            return problem(request, 405, notice("own-only-put"))
        return await self._taken(request, own)

    async def _taken(self, request: Request, own: OwnData) -> Response:
        if not (size := request.headers.get("content-length", "")).isdigit():
            return problem(request, 411, notice("own-no-length"))
        try:
            own.reserve(int(size), self._limits)
        except FileRefused as refused:
            return problem_of(request, refused)
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
    """Read no more than what was announced."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > size:
            break
    if len(data) != size:
        raise ClientDisconnect
    return bytes(data)


class _Answers:
    """An ASGI endpoint that answers as the API does, from what a reader has brought.

    All readers wait in the same queues: what they may cost the server does not grow with their number.
    """

    def __init__(self, root: str) -> None:
        self._root, self._queues = root, Queues()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        own = called(request.path_params["token"])
        if own is None or own.shown is None:
            await _without_trace(problem(request, 404, message("own-gone")), scope, receive, send)
        else:
            if own.answers is None:  # made once: it remembers what it has answered
                own.answers = Router(api_routes(own.shown, f"{self._root}/own/{own.token}", self._queues))
            await own.answers(scope, receive, _untraced(send))


async def _without_trace(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    await answer(scope, receive, _untraced(send))


def _untraced(send: Send) -> Send:
    """Let nobody but the page itself read an answer, and no cache keep it."""

    async def untraced(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [
                pair
                for pair in message["headers"]
                if pair[0].lower() not in {b"access-control-allow-origin", b"cache-control"}
            ]
            message = {**message, "headers": [*kept, (b"cache-control", b"private, no-store")]}
        await send(message)

    return untraced
