"""A server under more load than it can bear: readers who send new queries, stay idle or read slowly."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from statistics import median
from typing import NamedTuple, Self
from urllib.request import urlopen

from tests.bench.http import get, opened, request

READERS = 4
CALM = 40
"""Queries by each reader while the sustainable load is measured."""
CALM_PICTURES = 5
"""The same for pictures, each of which takes as long as many queries."""
TIMES = 10
SECONDS = 20
LEAST = 0.25
"""An answer within this many seconds is quick enough."""
IDLE = 300
SLOW = 40
MAP = "api/collections/incidents/map"
CROWD = 200
PICTURE = "api/collections/incidents/picture"
EXPORT = "api/collections/incidents/items?f=json"
WORKBOOK = "api/collections/incidents/items?f=xlsx"
HEALTH = "api/health"

Questions = Iterator[str]


class Load(NamedTuple):
    """The outcome of an overload: rates per second, how answers ended; waits, health and recovery in seconds.

    `at_rest` is the health before it; `waits` are those of all requests, whatever the answer.
    """

    carried: float
    asked: float
    endings: Counter[int]
    answered: float
    waits: list[float]
    at_rest: list[float]
    health: list[float]
    recovery: float


def new_questions() -> Questions:
    """Ask for map views not requested before; every fifth request is for a list."""
    for number in count():
        west, south = 44 + number % 997 / 1000, 38.5 + number % 991 / 1000
        view = f"view={west:.4f},{south:.4f},{west + 3:.4f},{south + 3:.4f}"
        days = f"datetime=2020-09-{27 + number % 4}/2020-11-{1 + number % 10:02}"
        path = MAP.replace("/map", "/list") if number % 5 == 4 else MAP
        yield f"{path}?{days}&{view}" + ("" if number % 5 == 4 else "&zoom=8")


def new_pages() -> Questions:
    """Ask for pages of the OGC API not requested before."""
    for number in count():
        yield f"{EXPORT}&limit=50&bbox={44 + number / 1e6:.6f},38,48,42"


async def timed(asking: Awaitable[object]) -> float:
    """Return the seconds that an awaitable takes."""
    begun = time.perf_counter()
    await asking
    return time.perf_counter() - begun


async def sustainable(address: str, questions: Questions, each: int = CALM) -> tuple[float, float]:
    """Let a few readers send one query after another; return the queries per second and the median time."""
    times: list[float] = []

    async def read() -> None:
        for _ in range(each):
            times.append(await timed(get(address, next(questions))))

    seconds = await timed(asyncio.gather(*(read() for _ in range(READERS))))
    return len(times) / seconds, median(times)


async def overloaded(address: str, questions: Questions, each: int = CALM) -> Load:
    """Send far more than the server can bear, for a while; watch its health and how soon it recovers."""
    await sustainable(address, questions, each)  # compiles the statements
    carried, usual = await sustainable(address, questions, each)
    endings: Counter[int] = Counter()
    waits: list[float] = []
    asked = 0

    async def ask() -> None:
        begun = time.perf_counter()
        try:
            endings[(await get(address, next(questions))).status] += 1
        except OSError:
            endings[0] += 1
        finally:
            waits.append(time.perf_counter() - begun)

    with Watch(address) as watch:
        await asyncio.sleep(SECONDS / 4)
    at_rest = watch.times
    with Watch(address) as watch:
        begun, asking = time.perf_counter(), set()
        while (passed := time.perf_counter() - begun) < SECONDS:
            due = int(passed * TIMES * carried) - asked
            asking |= {asyncio.create_task(ask()) for _ in range(due)}
            asked += due
            await asyncio.sleep(0.01)
    answered = endings[200] / SECONDS
    for one in asking:  # the readers leave
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    ended = time.perf_counter()
    while await timed(get(address, next(questions))) > max(2 * usual, LEAST):
        pass
    recovery = time.perf_counter() - ended
    return Load(carried, asked / SECONDS, endings, answered, waits, at_rest, watch.times, recovery)


class Watch:
    """Asks for the server's health ten times a second, in a separate process because the readers' is busy."""

    def __init__(self, address: str) -> None:
        self.times: list[float] = []
        self._ours, theirs = Pipe()
        self._process = Process(target=_watch, args=(f"{address}{HEALTH}", theirs), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        assert self._ours.recv() == "begun"
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.send("end")
        self.times = self._ours.recv()
        self._process.join()


def _watch(address: str, asked: Connection) -> None:
    times: list[float] = []
    asked.send("begun")
    while not asked.poll(0.1):
        begun = time.perf_counter()
        with urlopen(address) as answer:
            answer.read()
        times.append(time.perf_counter() - begun)
    asked.send(times)


async def crowd(address: str, paths: Sequence[str]) -> tuple[Counter[int], float]:
    """Send many requests at once; return how their answers ended and the longest wait."""

    async def one(path: str) -> tuple[int, float]:
        begun = time.perf_counter()
        answer = await get(address, path)
        return answer.status, time.perf_counter() - begun

    found = await asyncio.gather(*map(one, paths))
    return Counter(status for status, _ in found), max(seconds for _, seconds in found)


def new_pictures() -> Questions:
    """Ask for pictures not requested before."""
    for number in count():
        yield f"{PICTURE}?map=8/{39 + number % 997 / 1000:.3f}/{46 + number % 991 / 1000:.3f}"


def equal_exports() -> list[str]:
    """Return the paths of one hundred identical exports."""
    return [WORKBOOK] * (CROWD // 2)


async def beside_idle(address: str) -> tuple[float, float]:
    """Measure the median answer time alone, and alongside idle connections and half-sent headers, in turn."""
    questions = new_questions()
    await sustainable(address, questions)
    alone, beside = [], []
    for _ in range(3):
        alone.append((await sustainable(address, questions))[1])
        async with _connected(address, b""), _connected(address, request(address, MAP)[:-10]):
            beside.append((await sustainable(address, questions))[1])
    return median(alone), median(beside)


@asynccontextmanager
async def _connected(address: str, said: bytes) -> AsyncIterator[None]:
    writers = []
    for _ in range(IDLE):
        _, writer = await opened(address)
        writer.write(said)
        writers.append(writer)
    try:
        yield
    finally:
        for writer in writers:
            writer.close()


async def slow_exports(address: str, memory: Callable[[], float]) -> float:
    """Let readers of a large export stop reading early; return the megabytes of memory each one takes."""
    await get(address, f"{EXPORT}&limit=1000")
    await settled(memory)
    before, writers = memory(), []
    for _ in range(SLOW):
        reader, writer = await opened(address)
        writer.write(request(address, EXPORT))
        await reader.read(1000)
        writers.append(writer)
    await settled(memory)
    after = memory()
    for writer in writers:
        writer.close()
    return (after - before) / SLOW


async def settled(measure: Callable[[], float], within: float = 1.0, seconds: float = 3.0) -> None:
    """Wait until a figure has stayed about the same for a while."""
    since, last = time.perf_counter(), measure()
    while time.perf_counter() - since < seconds:
        await asyncio.sleep(0.1)
        now = measure()
        if abs(now - last) > within:
            since, last = time.perf_counter(), now
