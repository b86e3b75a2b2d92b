"""Ways of packing that a client refuses are not seen by what packs, which looks only for their names."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from mapapp.api.lists import listed, weighed

ACCEPTED = "accept-encoding"


class Encodings:
    """ASGI middleware: leaves out of Accept-Encoding the weights, and what has none (`gzip;q=0`)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        given = listed(Headers(scope=scope), ACCEPTED) if scope["type"] == "http" else ""
        await self._app(_accepting(scope, given) if ";" in given else scope, receive, send)


def _accepting(scope: Scope, given: str) -> Scope:
    wanted = ", ".join(name for name, weight in weighed(given) if weight > 0)
    others = [pair for pair in scope["headers"] if pair[0] != ACCEPTED.encode()]
    return {**scope, "headers": [*others, (ACCEPTED.encode(), wanted.encode("latin-1"))]}
