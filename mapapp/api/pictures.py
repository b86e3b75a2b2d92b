"""Still pictures of views: drawn one at a time, and remembered."""

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.endpoint import cached, not_modified, tag_for
from mapapp.api.parameters import asked
from mapapp.api.press import PRESS
from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.exports.picture.request import KINDS, SIZES, Asked
from mapapp.exports.provenance import filename
from mapapp.views.policy import INLINE, policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapapp.exports.picture.sheet import Sheet

REMEMBERED_BYTES = 32 * 2**20
POLICY = policy(style_src=[INLINE], img_src=["data:"])
"""An SVG is styled by attributes, and so is the page in which a browser opens a picture."""


class Studio:
    """Draws one picture at a time, for drawing takes a processor; safe to use from several threads."""

    def __init__(self, printed: "Callable[[Sheet, str], bytes]" = PRESS.printed) -> None:
        self._printed = printed
        self._drawn: LRUCache[object, bytes] = LRUCache(REMEMBERED_BYTES, getsizeof=len)
        self._drawing = threading.Lock()

    def picture(self, store: Store, wanted: Asked, kind: str) -> bytes:
        """Return a picture; one that many ask for at once is drawn once."""
        key = store.fingerprint, store.beside, wanted, kind, datetime.now(UTC).date()
        if (known := self._drawn.get(key)) is not None:
            return known
        with self._drawing:
            return self._drawn.get(key) or self._draw(store, wanted, kind, key)

    def _draw(self, store: Store, wanted: Asked, kind: str, key: object) -> bytes:
        from mapapp.exports.picture.drawing import composed  # noqa: PLC0415 - half a second to import

        made = self._printed(composed(store, wanted), kind)
        if len(made) <= REMEMBERED_BYTES:
            self._drawn[key] = made
        return made


class Pictures:
    """The answers of the route `picture`."""

    def __init__(self, live: LiveStore) -> None:
        self._live, self._studio = live, Studio()

    def picture(self, request: Request) -> Response:
        """Return a picture of a view: of the kind `f`, in a `size`, with the map where `map` says."""
        store = self._live.current
        given = asked(store, request, "f", "size", "map", "names", "download")
        kind, size = given.choice("f", tuple(KINDS)), given.choice("size", tuple(SIZES))
        wanted = Asked(given.query, size, given.position(), given.names())
        tag, saved = tag_for(store, request), given.flag("download")
        if unchanged := not_modified(request, tag):
            return unchanged
        name = filename(store, kind, given.query)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'} if saved else {}
        made = self._studio.picture(store, wanted, kind)
        headers["Content-Security-Policy"] = POLICY
        return Response(made, media_type=KINDS[kind], headers=headers | cached(tag))
