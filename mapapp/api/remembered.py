"""JSON answers to the page that are remembered whole: an equal question of many is answered once for all."""

import threading
from collections.abc import Callable
from typing import Any

from cachetools import LRUCache, cached
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mapapp.api.endpoint import cached as may_be_kept
from mapapp.api.endpoint import not_modified, tag_for
from mapapp.engine.store import Store

BYTES = 4 * 2**20
"""Of the answers of a route; one of the map has some 50,000."""


class Remembered:
    """The answers of a route, the one used longest ago forgotten first; safe to use from several threads."""

    def __init__(self, media_type: str = JSONResponse.media_type) -> None:
        self._media_type = media_type
        bodies: LRUCache[str, bytes] = LRUCache(BYTES, getsizeof=len)
        self._body = cached(bodies, key=lambda tag, _: tag, condition=threading.Condition())(_made)

    def answer(self, request: Request, store: Store, make: Callable[[Store], Any]) -> Response:
        """Answer from the data of a store: 304 if the client has the answer, else what `make` returns."""
        tag = tag_for(store, request)
        return not_modified(request, tag) or Response(
            self._body(tag, lambda: make(store)), media_type=self._media_type, headers=may_be_kept(tag)
        )


def _made(_: str, make: Callable[[], Any]) -> bytes:
    return bytes(JSONResponse(make()).body)
