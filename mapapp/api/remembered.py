"""JSON answers to the page that are remembered whole: an equal query by many readers is answered once."""

from collections.abc import Callable
from typing import Any

from cachetools import LRUCache, cached
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mapapp.api.endpoint import cache_headers, not_modified, tag_for
from mapapp.engine.asking import AnswerOfAnother
from mapapp.engine.store import Store

BYTES = 4 * 2**20
"""The size of all remembered answers of a route; one of the map has about 50,000 bytes."""


class AnswerCache:
    """The answers of a route; the least recently used is dropped first. Safe to use from several threads."""

    def __init__(self, media_type: str = JSONResponse.media_type) -> None:
        self._media_type = media_type
        bodies: LRUCache[str, bytes] = LRUCache(BYTES, getsizeof=len)
        self._body = cached(bodies, key=lambda tag, _: tag, condition=AnswerOfAnother())(_body)

    def answer(self, request: Request, store: Store, make: Callable[[Store], Any]) -> Response:
        """Answer from a store: 304 if the client already has the answer, otherwise what `make` returns."""
        tag = tag_for(store, request)
        return not_modified(request, tag) or Response(
            self._body(tag, lambda: make(store)), media_type=self._media_type, headers=cache_headers(tag)
        )


def _body(_: str, make: Callable[[], Any]) -> bytes:
    return bytes(JSONResponse(make()).body)
