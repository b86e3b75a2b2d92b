"""Readers who click on filters and look at the result for a while: their clicks' requests to the API."""

import asyncio
import time
from collections.abc import Iterator
from itertools import count
from random import Random
from statistics import quantiles
from typing import NamedTuple

from tests.bench.http import get

MANY = 50
SECONDS = 30
NO_PAUSE, THINKING = (0.0, 0.0), (2.0, 6.0)
"""Seconds from an answer to the next click: minimum and maximum."""
COLLECTION = "api/collections/incidents"
VIEW = "view=45.5,38.5,48.5,41.3"
FRAME = "frame=917,381,60,32,32,48,0.25"
ACTORS = ("", "&actor=Armenian+forces", "&actor=Azerbaijani+forces")

Filters = Iterator[str]


class Clicked(NamedTuple):
    """The outcome of clicks: the seconds of each one answered, how many were not, and answers per second."""

    seconds: list[float]
    failed: int
    rate: float

    @property
    def p95(self) -> float:
        """The seconds within which 95 of 100 clicks were answered."""
        return quantiles(self.seconds, n=20)[-1]


class Readers(NamedTuple):
    """The clicks of one reader, of many who pause between clicks, and of many who do not."""

    alone: Clicked
    together: Clicked
    at_full_load: Clicked


async def measured(address: str) -> Readers:
    """Let one reader click, then many, then many without a pause; every filter is new."""
    filters = _new_filters()
    known = (await get(address, f"{COLLECTION}/home?{next(filters)}&{FRAME}")).status == 200
    asked = [f"home?{FRAME}" if known else f"map?{VIEW}&zoom=8", f"list?{VIEW}"]

    async def clicked(readers: int, pause: tuple[float, float]) -> Clicked:
        return await _clicked(address, asked, filters, readers, pause)

    await clicked(1, NO_PAUSE)  # compiles the statements
    alone = await clicked(1, NO_PAUSE)
    return Readers(alone, await clicked(MANY, THINKING), await clicked(MANY, NO_PAUSE))


def _new_filters() -> Filters:
    for number in count():
        yield f"bbox={44 + number / 1e6:.6f},38,48,42&datetime=2020-09-27/..{ACTORS[number % len(ACTORS)]}"


async def _clicked(
    address: str, asked: list[str], filters: Filters, readers: int, pause: tuple[float, float]
) -> Clicked:
    seconds: list[float] = []
    failed, chance, begun = 0, Random(1), time.perf_counter()

    async def read() -> None:
        nonlocal failed
        await asyncio.sleep(chance.uniform(0, pause[1]))
        while time.perf_counter() - begun < SECONDS:
            since, chosen = time.perf_counter(), next(filters)
            if await _is_answered(address, [f"{COLLECTION}/{one}&{chosen}" for one in asked]):
                seconds.append(time.perf_counter() - since)
            else:
                failed += 1
            await asyncio.sleep(chance.uniform(*pause))

    await asyncio.gather(*(read() for _ in range(readers)))
    return Clicked(seconds, failed, len(seconds) / (time.perf_counter() - begun))


async def _is_answered(address: str, paths: list[str]) -> bool:
    try:
        return all([(await get(address, path)).status == 200 for path in paths])
    except (OSError, IndexError):  # refused, or closed without an answer
        return False
