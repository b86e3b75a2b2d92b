"""What a proxy says about the request it passes on: trusted only if the operator has named the header.

The scheme is not covered here: the server has already read it, if it trusts the proxy.
"""

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send


class ForwardedHeaders:
    """ASGI middleware: removes all X-Forwarded-... headers except the `trusted`."""

    def __init__(self, app: ASGIApp, trusted: Collection[str] = ()) -> None:
        self._app = app
        self._trusted = {f"x-forwarded-{name}".encode() for name in trusted}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "lifespan":
            scope = {**scope, "headers": [pair for pair in scope["headers"] if self._is_trusted(pair[0])]}
        await self._app(scope, receive, send)

    def _is_trusted(self, name: bytes) -> bool:
        return not name.startswith(b"x-forwarded-") or name in self._trusted
