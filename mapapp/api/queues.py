"""Who is answered when many ask at once: each route has its own queue, and a full one refuses politely."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from mapapp.engine.asking import asked_by
from mapapp.errors import Busy
from mapapp.messages import notice

AT_ONCE = 2
"""Requests of a route that are answered at the same time; more would only share the processor."""
MOST_WAITING = 100
"""So many more may wait for a route's answers."""
LONGEST_WAIT = 8.0
"""Seconds within which one who asks is to have the answer, or be told that there is none now."""
LEAST_WAIT = 1.0
"""Seconds that one may wait for a turn even where an answer takes longer than that."""


class NoQueue:
    """Answers at once, in the thread that talks to readers: for what takes no time, such as the health."""

    async def answer(self, make: Callable[[Request], Response], request: Request) -> Response:
        """Make the answer."""
        return make(request)


class Queue:
    """The requests of one route, in the order in which they came; its threads are its own.

    A question whose reader is gone, or has asked for something newer since, is given up: while it waits, and
    while a database elsewhere is asked for its answer.
    """

    def __init__(self, most_waiting: int) -> None:
        self._turns, self._threads = anyio.CapacityLimiter(AT_ONCE), anyio.CapacityLimiter(AT_ONCE)
        self._most, self._here = AT_ONCE + most_waiting, 0
        self._usual = 0.0

    async def answer(self, make: Callable[[Request], Response], request: Request) -> Response:
        """Make the answer in a thread once it is its turn; Busy if too many wait, or for too long."""
        if self._here >= self._most:
            raise _busy()
        self._here += 1
        came = anyio.current_time()
        try:
            if not await self._has_turn(request):
                raise _busy()
            try:
                if anyio.current_time() - came > self._patience:
                    raise _busy()
                return await self._made(make, request)
            finally:
                self._turns.release_on_behalf_of(request)
        finally:
            self._here -= 1

    @property
    def _patience(self) -> float:
        """How long one may wait so that there is time for the answer, by what the last ones took."""
        return max(LONGEST_WAIT - self._usual, LEAST_WAIT)

    async def _made(self, make: Callable[[Request], Response], request: Request) -> Response:
        gone, made, begun = threading.Event(), Future[Response](), anyio.current_time()
        async with anyio.create_task_group() as watching:  # an error in it would be told as a group of errors
            watching.start_soon(_until_gone, request, gone.set)
            with asked_by(gone.is_set):
                await anyio.to_thread.run_sync(_keep, made, make, request, limiter=self._threads)
            watching.cancel_scope.cancel()
        self._usual = (self._usual + anyio.current_time() - begun) / 2
        return made.result()

    async def _has_turn(self, request: Request) -> bool:
        """Wait for the turn of a request; False once its reader is gone or has waited for too long.

        Its place is free at once.
        """
        has_turn = False
        async with anyio.create_task_group() as waiting:
            waiting.cancel_scope.deadline = anyio.current_time() + self._patience
            waiting.start_soon(_until_gone, request, waiting.cancel_scope.cancel)
            await self._turns.acquire_on_behalf_of(request)
            has_turn = True
            waiting.cancel_scope.cancel()
        return has_turn


def _keep(made: "Future[Response]", make: Callable[[Request], Response], request: Request) -> None:
    try:
        made.set_result(make(request))
    except Exception as problem:
        made.set_exception(problem)


def _busy() -> Busy:
    return Busy(notice("busy-route"), remedy=notice("busy-route-remedy"))


async def _until_gone(request: Request, tell: Callable[[], None]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    tell()
