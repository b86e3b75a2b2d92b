"""Who is answered when many ask at once: each route has its own queue, and a full one refuses politely.

A turn covers all that an answer costs the server, however much of it is made while it is sent; how slowly its
reader reads costs nobody a turn.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.streams import UNDER_WAY, Next, Streamed, by_portions
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

    is_full = False

    async def answer(self, make: Callable[[Request], Response], request: Request) -> Response:
        """Make the answer."""
        return make(request)


class Queue:
    """The requests of one route, in the order in which they came; its threads are its own.

    A question whose reader is gone, or has asked for something newer since, is given up: while it waits, and
    while a database elsewhere is asked for its answer, or for a further portion of it. A large answer has a
    turn for each of its portions, and none while its reader reads.
    """

    def __init__(self, most_waiting: int) -> None:
        self._turns, self._threads = _Turns(), anyio.CapacityLimiter(AT_ONCE)
        self._most, self._here = AT_ONCE + most_waiting, 0
        self._usual: float | None = None

    @property
    def is_full(self) -> bool:
        """Whether nobody more can wait."""
        return self._here >= self._most

    async def answer(self, make: Callable[[Request], Response], request: Request) -> Response:
        """Make the answer in a thread once it is its turn; Busy if too many wait, or for too long."""
        if self.is_full:
            raise busy()
        self._here, gone = self._here + 1, threading.Event()
        try:
            if not await self._has_turn(request):
                raise busy()
            try:
                response = await self._made(make, request, gone)
            finally:
                self._turns.give_back()
        finally:
            self._here -= 1
        if isinstance(response, Streamed):
            response.in_turn, response.gone = partial(self._portion, gone), gone
        response = by_portions(response)
        if isinstance(response, Streamed) and not UNDER_WAY.has_room_for(response.holds):
            raise busy()
        return response

    async def _portion(self, gone: threading.Event, make: Next) -> bytes | None:
        await self._turns.take(goes_on=True)
        try:
            with asked_by(gone.is_set):
                return await anyio.to_thread.run_sync(make, limiter=self._threads)
        finally:
            self._turns.give_back()

    @property
    def _patience(self) -> float:
        """How long one who comes now may wait so that there is time for the answer, as the last ones took.

        Who waits already is not sent away because answers have become slower since.
        """
        return max(LONGEST_WAIT - (self._usual or 0.0), LEAST_WAIT)

    async def _made(
        self, make: Callable[[Request], Response], request: Request, gone: threading.Event
    ) -> Response:
        made, begun = Future[Response](), anyio.current_time()
        async with anyio.create_task_group() as watching:  # an error in it would be told as a group of errors
            watching.start_soon(_until_gone, request, gone.set)
            with asked_by(gone.is_set):
                await anyio.to_thread.run_sync(_keep, made, make, request, limiter=self._threads)
            watching.cancel_scope.cancel()
        self._note(anyio.current_time() - begun)
        return made.result()

    def _note(self, seconds: float) -> None:
        """Keep what answers usually take; the first, for which libraries are imported, is not usual."""
        self._usual = 0.0 if self._usual is None else (self._usual + seconds) / 2

    async def _has_turn(self, request: Request) -> bool:
        """Wait for the turn of a request; False once its reader is gone or has waited for too long.

        Its place is free at once.
        """
        has_turn = False
        async with anyio.create_task_group() as waiting:
            waiting.cancel_scope.deadline = anyio.current_time() + self._patience
            waiting.start_soon(_until_gone, request, waiting.cancel_scope.cancel)
            await self._turns.take()
            has_turn = True
            waiting.cancel_scope.cancel()
        return has_turn


class Queues:
    """The queues of several routes, by path."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most, self._queues = most_waiting, dict[str, Queue]()

    def at(self, path: str) -> Queue:
        """Return the queue of a path, the same one each time."""
        return self._queues.setdefault(path, Queue(self._most))


class _Turns:
    """So many may have a turn at once: answers that go on one after the other, then one that begins.

    So those that go on, of which there may be many, leave a share to those that begin, and those that begin,
    of which there may be any number, one each to those that go on.
    """

    def __init__(self) -> None:
        self._free, self._in_a_row = AT_ONCE, 0
        self._going_on: deque[anyio.Event] = deque()
        self._beginning: deque[anyio.Event] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for their first turn."""
        return len(self._beginning)

    async def take(self, *, goes_on: bool = False) -> None:
        """Wait for a turn."""
        if self._free:
            self._free -= 1
            return
        waiting, mine = self._going_on if goes_on else self._beginning, anyio.Event()
        waiting.append(mine)
        try:
            await mine.wait()
        except BaseException:
            if mine.is_set():
                self.give_back()
            else:
                waiting.remove(mine)
            raise

    def give_back(self) -> None:
        """End a turn: it is the next one's."""
        is_due = self._beginning and self._in_a_row >= len(self._going_on)
        if self._going_on and not is_due:
            self._in_a_row += 1
            self._going_on.popleft().set()
        elif self._beginning:
            self._in_a_row = 0
            self._beginning.popleft().set()
        else:
            self._free += 1


def _keep(made: "Future[Response]", make: Callable[[Request], Response], request: Request) -> None:
    try:
        made.set_result(make(request))
    except Exception as problem:
        made.set_exception(problem)


def busy() -> Busy:
    """Say that too many wait for a route's answers."""
    return Busy(notice("busy-route"), remedy=notice("busy-route-remedy"))


async def _until_gone(request: Request, tell: Callable[[], None]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    tell()
