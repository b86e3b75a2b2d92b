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

PATHS = ("/api", "/api/{rest:path}", "/assets/{rest:path}")


class Starting:
    """Our routes, made in a thread; whoever asks before they are there waits for them.

    `base_path` is the path under which the whole application is served, "" for the root. `failed` is called,
    in that thread, if the data can't be served.
    """

    def __init__(self, settings: Settings, base_path: str, failed: Callable[[], None] = lambda: None) -> None:
        self._settings, self._base_path, self._failed = settings, base_path.strip("/"), failed
        self._router: Future[Router] = Future()
        threading.Thread(target=self._make_ready, name="starting", daemon=True).start()

    @property
    def routes(self) -> list[Route]:
        """The routes to give the server now."""
        root = f"/{self._base_path}".rstrip("/")
        return [Route(root + path, _Waiting(self._router)) for path in PATHS]

    def raise_problem(self) -> None:
        """Raise why the data can't be served, if that is known by now."""
        if self._router.done():
            self._router.result()

    def _make_ready(self) -> None:
        try:
            live = reading(self._settings.data).result()
            from mapapp.api.routes import api_routes  # noqa: PLC0415 - takes a second to import

            self._router.set_result(Router(api_routes(live, self._base_path)))
        except BaseException as problem:
            self._router.set_exception(problem)
            self._failed()


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
