"""Requests beyond capacity are refused before anything else is checked."""

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from mapapp.api.endpoint import Endpoint


class Overflow:
    """ASGI middleware: 503 at once where no further request can wait.

    `full` returns the endpoint that a request is for if its queue is full, otherwise None.
    """

    def __init__(self, app: ASGIApp, full: Callable[[Scope], Endpoint | None]) -> None:
        self._app, self._full = app, full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "http" and (endpoint := self._full(scope)):
            await endpoint.refuse(scope, receive, send)
        else:
            await self._app(scope, receive, send)
