"""What a proxy says of the request that it passes on: believed only where the operator has named the header.

The scheme is not among them: the server has read it already, if it trusts the one who says so.
"""

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send


class Forwarded:
    """ASGI middleware: leaves out the headers X-Forwarded-... that are not `named`."""

    def __init__(self, app: ASGIApp, named: Collection[str] = ()) -> None:
        self._app = app
        self._named = {f"x-forwarded-{name}".encode() for name in named}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "lifespan":
            scope = {**scope, "headers": [pair for pair in scope["headers"] if self._is_believed(pair[0])]}
        await self._app(scope, receive, send)

    def _is_believed(self, name: bytes) -> bool:
        return not name.startswith(b"x-forwarded-") or name in self._named
