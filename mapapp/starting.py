"""Getting ready while the server listens already: modules are imported, the data are read."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future

from starlette.requests import Request
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from mapapp.api.problems import problem_of
from mapapp.errors import MapappError
from mapapp.reading import reading
from mapapp.settings import Settings


class Starting:
    """Our routes, made in threads; whoever asks before they are there waits for them.

    `base_path` is the path under which the whole application is served, "" for the root. `failed` is called,
    in a thread, if they can't be made, because the data can't be served.
    """

    def __init__(self, settings: Settings, base_path: str, failed: Callable[[], None] = lambda: None) -> None:
        self._settings, self._base_path = settings, base_path
        self._api, self._assets = _promised(self._make_api, failed), _promised(self._make_assets, failed)

    @property
    def routes(self) -> list[Route]:
        """The routes to give the server now."""
        root = f"/{self._base_path.strip('/')}".rstrip("/")
        waiting = {"/api": self._api, "/api/{rest:path}": self._api, "/assets/{rest:path}": self._assets}
        return [Route(root + path, _Waiting(router)) for path, router in waiting.items()]

    def raise_problem(self) -> None:
        """Raise why the routes can't be made, if that is known by now."""
        for router in (self._api, self._assets):
            if router.done():
                router.result()

    def _make_api(self) -> list[Route]:
        live = reading(self._settings.data).result()
        from mapapp.api.routes import api_routes  # noqa: PLC0415 - takes a second to import

        return api_routes(live, self._base_path)

    def _make_assets(self) -> list[Route]:
        from mapapp.api.assets import asset_routes  # noqa: PLC0415 - takes a second to import

        return asset_routes(self._base_path)


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

    def __init__(self, router: Future[Router]) -> None:
        self._router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            router = await asyncio.shield(asyncio.wrap_future(self._router))
        except MapappError as problem:
            await problem_of(Request(scope), problem)(scope, receive, send)
        else:
            await router(scope, receive, send)
