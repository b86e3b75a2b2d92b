"""The feed of corrections."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.endpoint import cache_headers, not_modified
from mapapp.api.parameters import refuse_parameters
from mapapp.engine.live import LiveStore
from mapapp.exports.atom import ATOM, corrections_feed


class Corrections:
    """The answer of the feed's route, from the current data."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def feed(self, request: Request) -> Response:
        """Return the newest corrections as an Atom feed."""
        refuse_parameters(request)
        body = corrections_feed(self._live.current)
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        return not_modified(request, tag) or Response(body, media_type=ATOM, headers=cache_headers(tag))
