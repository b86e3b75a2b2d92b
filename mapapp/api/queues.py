"""Who is answered when many ask at once: each route has its own queue, and a full one refuses politely.

A turn covers everything that an answer costs the server, even what is made while it is sent; a slow reader
takes no turn while reading.
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

from mapapp.api.streams import IN_PROGRESS, MakeNext, StreamedAnswer, by_portions
from mapapp.engine.asking import asked_by
from mapapp.errors import Busy
from mapapp.messages import notice

AT_ONCE = 2
"""Requests of a route that are answered concurrently; more would only share the processor."""
MAX_WAITING = 100
"""At most this many more requests may wait for a route's answers."""
LONGEST_WAIT = 8.0
"""Seconds within which a request should be answered, or refused."""
LEAST_WAIT = 1.0
"""Seconds that a request may wait for a turn even if answers take longer than that."""


class NoQueue:
    """Answers at once, in the thread that talks to readers: for what takes no time, such as health."""

    is_full = False

    async def answer(self, make: Callable[[Request], Response], request: Request) -> Response:
        """Make the answer."""
        return make(request)


class Queue:
    """The requests of one route, in order of arrival; its threads are its own.

    A request whose reader has gone, or has since asked for something newer, is dropped: while it waits, and
    while an external database is queried for its answer or a further portion of it. A large answer takes a
    turn for each of its portions, and none while its reader reads.
    """

    def __init__(self, most_waiting: int) -> None:
        self._turns, self._threads = _Turns(), anyio.CapacityLimiter(AT_ONCE)
        self._max_present, self._present = AT_ONCE + most_waiting, 0
        self._usual_seconds: float | None = None

    @property
    def is_full(self) -> bool:
        """Whether no further request can wait."""
        return self._present >= self._max_present

    async def answer(self, make: Callable[[Request], Response], request: Request) -> Response:
        """Make the answer in a thread when its turn comes; Busy if too many wait, or it waits too long."""
        if self.is_full:
            raise busy()
        self._present, gone = self._present + 1, threading.Event()
        try:
            if not await self._has_turn(request):
                raise busy()
            try:
                response = await self._make(make, request, gone)
            finally:
                self._turns.give_back()
        finally:
            self._present -= 1
        if isinstance(response, StreamedAnswer):
            response.in_turn, response.gone = partial(self._portion, gone), gone
        response = by_portions(response)
        if isinstance(response, StreamedAnswer) and not IN_PROGRESS.has_room_for(response.holds):
            raise busy()
        return response

    async def _portion(self, gone: threading.Event, make: MakeNext) -> bytes | None:
        await self._turns.take(goes_on=True)
        try:
            with asked_by(gone.is_set):
                return await anyio.to_thread.run_sync(make, limiter=self._threads)
        finally:
            self._turns.give_back()

    @property
    def _patience(self) -> float:
        """How long a new request may wait and still leave time for the answer, judged by the latest ones.

        A request that is already waiting is not refused because answers have become slower since.
        """
        return max(LONGEST_WAIT - (self._usual_seconds or 0.0), LEAST_WAIT)

    async def _make(
        self, make: Callable[[Request], Response], request: Request, gone: threading.Event
    ) -> Response:
        future, started_at = Future[Response](), anyio.current_time()
        async with anyio.create_task_group() as watching:  # an error in it would be raised in a group
            watching.start_soon(_until_gone, request, gone.set)
            with asked_by(gone.is_set):
                await anyio.to_thread.run_sync(_answer_into, future, make, request, limiter=self._threads)
            watching.cancel_scope.cancel()
        self._record_seconds(anyio.current_time() - started_at)
        return future.result()

    def _record_seconds(self, seconds: float) -> None:
        """Record how long answers usually take, but not the first, for which libraries are imported."""
        self._usual_seconds = 0.0 if self._usual_seconds is None else (self._usual_seconds + seconds) / 2

    async def _has_turn(self, request: Request) -> bool:
        """Wait for a request's turn; False once its reader has gone or has waited too long.

        Its place in the queue is then free at once.
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

    def __init__(self, most_waiting: int = MAX_WAITING) -> None:
        self._most, self._queues = most_waiting, dict[str, Queue]()

    def at(self, path: str) -> Queue:
        """Return the queue of a path, always the same one."""
        return self._queues.setdefault(path, Queue(self._most))


class _Turns:
    """A limited number of turns: for all answers in progress, one after the other, then for a new one.

    So the answers in progress, which may be many, leave a share to new ones, and new ones, however many,
    leave one turn to each answer in progress.
    """

    def __init__(self) -> None:
        self._free, self._in_a_row = AT_ONCE, 0
        self._going_on: deque[anyio.Event] = deque()
        self._beginning: deque[anyio.Event] = deque()

    @property
    def waiting(self) -> int:
        """How many requests wait for their first turn."""
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
        """End a turn and pass it on."""
        is_due = self._beginning and self._in_a_row >= len(self._going_on)
        if self._going_on and not is_due:
            self._in_a_row += 1
            self._going_on.popleft().set()
        elif self._beginning:
            self._in_a_row = 0
            self._beginning.popleft().set()
        else:
            self._free += 1


def _answer_into(future: "Future[Response]", make: Callable[[Request], Response], request: Request) -> None:
    try:
        future.set_result(make(request))
    except Exception as problem:
        future.set_exception(problem)


def busy() -> Busy:
    """Return the error that too many wait for a route's answers."""
    return Busy(notice("busy-route"), remedy=notice("busy-route-remedy"))


async def _until_gone(request: Request, notify: Callable[[], None]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    notify()
