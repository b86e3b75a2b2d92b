"""Getting ready while the server is already listening: modules are imported, the data are read."""

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


class Startup:
    """Our routes, made in threads once the server listens; requests that arrive earlier wait for them.

    `base_path` is the path under which the whole application is served, "" for the root. In a thread, `ready`
    is called once the data are read, or `failed` if the routes can't be made (the data can't be served).
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
        self._routers: dict[str, Future[Router]] = {}

    @property
    def routes(self) -> list[Route]:
        """The routes for the server, which can be used at once."""
        root = root_of(self._base_path)
        paths = {
            "/api": "api",
            "/api/{rest:path}": "api",
            "/sitemap.xml": "api",
            "/assets/{rest:path}": "assets",
        }
        if self._settings.upload:
            paths["/own/{rest:path}"] = "own"
        return [Route(root + path, _WaitingEndpoint(self._router, part)) for path, part in paths.items()]

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Begin when the server has started, which is soonest if nothing else runs meanwhile."""
        for part in self._makers:
            asyncio.get_running_loop().call_soon(self._router, part)
        yield

    def full(self, scope: Scope) -> Endpoint | None:
        """Return the endpoint of the API that a request is for, if its queue is full."""
        future = self._routers.get("api")
        if not future or not future.done() or future.exception():
            return None
        routes = [route for route in future.result().routes if isinstance(route, Route)]
        if not any(cast("Endpoint", route.endpoint).is_full for route in routes):
            return None
        endpoint = next((route.endpoint for route in routes if route.matches(scope)[0] is Match.FULL), None)
        return endpoint if isinstance(endpoint, Endpoint) and endpoint.is_full else None

    def raise_problem(self) -> None:
        """Raise the error that prevented the routes, if there is one by now."""
        for router in self._routers.values():
            if router.done():
                router.result()

    def _router(self, part: str) -> Future[Router]:
        """Return the future router of a part; begin to make it if the server did not announce its start."""
        if part not in self._routers:
            self._routers[part] = _router_in_thread(self._makers[part], self._failed)
        return self._routers[part]

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


def _router_in_thread(make: Callable[[], list[Route]], failed: Callable[[], None]) -> Future[Router]:
    """Make routes in a new thread; call `failed` if they can't be made."""
    router: Future[Router] = Future()

    def fulfil() -> None:
        try:
            router.set_result(Router(make()))
        except BaseException as problem:
            router.set_exception(problem)
            failed()

    threading.Thread(target=fulfil, name="starting", daemon=True).start()
    return router


class _WaitingEndpoint:
    """An ASGI endpoint that answers from a router once it is ready."""

    def __init__(self, promise: Callable[[str], Future[Router]], part: str) -> None:
        self._promise, self._part = promise, part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            future = self._promise(self._part)
            if not future.done():  # under load, each turn of the loop that a request waits takes long
                await asyncio.shield(asyncio.wrap_future(future))
            router = future.result()
        except MapappError as problem:
            await problem_of(Request(scope), problem)(scope, receive, send)
        else:
            await router(scope, receive, send)
