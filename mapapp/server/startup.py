"""Getting ready while the server listens already: modules are imported, the data are read."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from starlette.requests import Request
from starlette.routing import Match, Route, Router
from starlette.types import Receive, Scope, Send

from mapapp.api.endpoint import Endpoint, root_of
from mapapp.api.problems import problem_of
from mapapp.engine.background import reading
from mapapp.engine.import_lock import importing
from mapapp.errors import MapappError
from mapapp.geo.tile_file import is_tile_file, opened
from mapapp.settings import Settings


class Starting:
    """Our routes, made in threads once the server listens; whoever asks before they are there waits for them.

    `base_path` is the path under which the whole application is served, "" for the root. In a thread, `ready`
    is called once the data are read, `failed` if the routes can't be made, because the data can't be served.
    """

    def __init__(
        self,
        settings: Settings,
        base_path: str,
        *,
        ready: Callable[[], None] = lambda: None,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings, self._base_path, self._ready, self._failed = settings, base_path, ready, failed
        self._makers = {"api": self._make_api, "assets": self._make_assets}
        if settings.upload:
            self._makers["own"] = self._make_own
        self._begun: dict[str, Future[Router]] = {}

    @property
    def routes(self) -> list[Route]:
        """The routes to give the server now."""
        root = root_of(self._base_path)
        paths = {
            "/api": "api",
            "/api/{rest:path}": "api",
            "/sitemap.xml": "api",
            "/assets/{rest:path}": "assets",
        }
        if self._settings.upload:
            paths["/own/{rest:path}"] = "own"
        return [Route(root + path, _Waiting(self._promise, part)) for path, part in paths.items()]

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Begin when the server's own start is over, which is soonest if nothing else runs beside it."""
        for part in self._makers:
            asyncio.get_running_loop().call_soon(self._promise, part)
        yield

    def full(self, scope: Scope) -> Endpoint | None:
        """Return the endpoint of the API that a request is for, if nobody more can wait for its answers."""
        promised = self._begun.get("api")
        if not promised or not promised.done() or promised.exception():
            return None
        routes = [route for route in promised.result().routes if isinstance(route, Route)]
        if not any(cast("Endpoint", route.endpoint).is_full for route in routes):
            return None
        asked = next((route.endpoint for route in routes if route.matches(scope)[0] is Match.FULL), None)
        return asked if isinstance(asked, Endpoint) and asked.is_full else None

    def raise_problem(self) -> None:
        """Raise why the routes can't be made, if that is known by now."""
        for router in self._begun.values():
            if router.done():
                router.result()

    def _promise(self, part: str) -> Future[Router]:
        """Promise a part of the routes; begin to make it, if its server did not tell that it starts."""
        if part not in self._begun:
            self._begun[part] = _promised(self._makers[part], self._failed)
        return self._begun[part]

    def _make_api(self) -> list[Route]:
        live = reading(self._settings).result()
        with importing:
            from mapapp.api.routes import api_routes  # noqa: PLC0415 - takes a second to import

        routes = api_routes(live, self._base_path)
        self._ready()
        return routes

    def _make_own(self) -> list[Route]:
        with importing:
            from mapapp.api.own_data import own_routes  # noqa: PLC0415 - takes a second to import

        limits, fetches = self._settings.upload, self._settings.fetches
        return own_routes(limits, self._base_path, fetches=fetches) if limits else []

    def _make_assets(self) -> list[Route]:
        with importing:
            from mapapp.api.assets import asset_routes  # noqa: PLC0415 - takes a second to import

        tiles = Path(self._settings.tiles)
        return asset_routes(self._base_path, opened(tiles) if is_tile_file(tiles) else None)


def _promised(make: Callable[[], list[Route]], failed: Callable[[], None]) -> Future[Router]:
    """Make routes in a thread of their own; call `failed` if they can't be made."""
    router: Future[Router] = Future()

    def fulfil() -> None:
        try:
            router.set_result(Router(make()))
        except BaseException as problem:
            router.set_exception(problem)
            failed()

    threading.Thread(target=fulfil, name="starting", daemon=True).start()
    return router


class _Waiting:
    """An ASGI endpoint that answers from a router once that is there."""

    def __init__(self, promise: Callable[[str], Future[Router]], part: str) -> None:
        self._promise, self._part = promise, part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            promised = self._promise(self._part)
            if not promised.done():  # under load, each turn of the loop that a request waits takes long
                await asyncio.shield(asyncio.wrap_future(promised))
            router = promised.result()
        except MapappError as problem:
            await problem_of(Request(scope), problem)(scope, receive, send)
        else:
            await router(scope, receive, send)
