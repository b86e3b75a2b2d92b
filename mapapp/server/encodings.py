"""Removes encodings that a client refuses from Accept-Encoding: what compresses answers ignores weights."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from mapapp.api.lists import joined_header, weighted_members

ACCEPTED = "accept-encoding"


class Encodings:
    """ASGI middleware: removes weights, and encodings of weight 0 (`gzip;q=0`), from Accept-Encoding."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        header = joined_header(Headers(scope=scope), ACCEPTED) if scope["type"] == "http" else ""
        await self._app(_accepting(scope, header) if ";" in header else scope, receive, send)


def _accepting(scope: Scope, header: str) -> Scope:
    acceptable = ", ".join(name for name, weight in weighted_members(header) if weight > 0)
    headers = [pair for pair in scope["headers"] if pair[0] != ACCEPTED.encode()]
    return {**scope, "headers": [*headers, (ACCEPTED.encode(), acceptable.encode("latin-1"))]}
