"""Static pictures of views: drawn one at a time, and remembered."""

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.endpoint import cache_headers, not_modified, tag_for
from mapapp.api.parameters import read_parameters
from mapapp.api.press import PRESS
from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.exports.picture.request import KINDS, SIZES, PictureRequest
from mapapp.exports.provenance import filename
from mapapp.views.policy import INLINE, policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapapp.exports.picture.sheet import Sheet

REMEMBERED_BYTES = 32 * 2**20
PICTURE_POLICY = policy(style_src=[INLINE], img_src=["data:"])
"""An SVG is styled by attributes, as is the page in which a browser opens a picture."""


class Studio:
    """Draws one picture at a time, because drawing occupies a processor; safe to use from several threads."""

    def __init__(self, print_sheet: "Callable[[Sheet, str], bytes]" = PRESS.print_sheet) -> None:
        self._print = print_sheet
        self._pictures: LRUCache[object, bytes] = LRUCache(REMEMBERED_BYTES, getsizeof=len)
        self._drawing = threading.Lock()

    def picture(self, store: Store, request: PictureRequest, kind: str) -> bytes:
        """Return a picture; one requested many times at once is drawn once."""
        key = store.fingerprint, store.context_fingerprint, request, kind, datetime.now(UTC).date()
        if (drawn := self._pictures.get(key)) is not None:
            return drawn
        with self._drawing:
            return self._pictures.get(key) or self._draw(store, request, kind, key)

    def _draw(self, store: Store, request: PictureRequest, kind: str, key: object) -> bytes:
        from mapapp.exports.picture.drawing import composed  # noqa: PLC0415 - half a second to import

        picture = self._print(composed(store, request), kind)
        if len(picture) <= REMEMBERED_BYTES:
            self._pictures[key] = picture
        return picture


class Pictures:
    """The answers of the route `picture`."""

    def __init__(self, live: LiveStore) -> None:
        self._live, self._studio = live, Studio()

    def picture(self, request: Request) -> Response:
        """Return a picture of a view: of the kind `f`, in a `size`, with the map positioned at `map`."""
        store = self._live.current
        parameters = read_parameters(store, request, "f", "size", "map", "names", "download")
        kind, size = parameters.choice("f", tuple(KINDS)), parameters.choice("size", tuple(SIZES))
        picture_request = PictureRequest(parameters.query, size, parameters.position(), parameters.names())
        tag, is_download = tag_for(store, request), parameters.flag("download")
        if unchanged := not_modified(request, tag):
            return unchanged
        name = filename(store, kind, parameters.query)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'} if is_download else {}
        picture = self._studio.picture(store, picture_request, kind)
        headers["Content-Security-Policy"] = PICTURE_POLICY
        return Response(picture, media_type=KINDS[kind], headers=headers | cache_headers(tag))
