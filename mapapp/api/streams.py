"""Large answers, sent portion by portion: what one costs does not depend on how slowly its reader reads.

The memory that all of them hold together is limited too, and is released once the last has ended.
"""

import asyncio
import ctypes
import gc
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from math import inf

import pyarrow as pa
from cachetools import TTLCache, cached
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from mapapp.engine.asking import AnswerOfAnother
from mapapp.errors import EngineUnavailable

PORTION = 1 << 20
"""The bytes handed to the connection at a time; it copies what its reader has not read yet."""
SECONDS_SHARED = 10
"""An answer says when it was made: an equal request that comes later than this gets its own."""
BYTES_SHARED = 4 * PORTION
BYTES_OF_EACH = 4 * PORTION
"""What a large answer holds while its reader reads: a portion, and the page of rows it is made from.

An answer made as a whole holds all its bytes, and a portion.
"""
BYTES_OF_ALL = 256 * PORTION
"""Requests for large answers beyond these are refused for the time being."""
SECONDS_TO_LET_GO = 2

MakeNext = Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class _StartedAnswer:
    """An answer whose first portion is made, with the iterator that makes the rest."""

    first_portion: bytes
    remaining: Iterator[bytes]

    @property
    def is_whole(self) -> bool:
        return len(self.first_portion) < PORTION


class Streams:
    """Answers made of pieces, the first portion at once. A small one is then complete, and shared by all."""

    def __init__(self) -> None:
        shared: TTLCache[Hashable, _StartedAnswer] = TTLCache(
            BYTES_SHARED, SECONDS_SHARED, getsizeof=_shared_size
        )
        self._start = cached(shared, key=lambda key, _: key, condition=AnswerOfAnother())(_start)

    def answer(
        self,
        key: Hashable,
        pieces: Callable[[], Iterable[bytes]],
        media_type: str,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Answer with pieces; they are not made again for an equal `key` within a few seconds."""
        started = self._start(key, pieces)
        if started.is_whole:
            return Response(started.first_portion, media_type=media_type, headers=headers)
        return StreamedAnswer(started, media_type, headers)


class StreamedAnswer(StreamingResponse):
    """An answer in progress: each further portion is made once the reader has received the last.

    Nothing refers to its portions once it has ended: a reference cycle would, until Python collects it.
    `in_turn` is set by the queue, which decides whose portion is made next; `gone` is set once the reader has
    left, even if a portion is still being made.
    """

    in_turn: Callable[[MakeNext], Awaitable[bytes | None]]

    def __init__(
        self,
        started: _StartedAnswer,
        media_type: str | None,
        headers: dict[str, str] | None,
        holds: int = BYTES_OF_EACH,
    ) -> None:
        super().__init__((), media_type=media_type, headers=headers)
        self._first, self._remaining, self.holds = [started.first_portion], started.remaining, holds
        self.gone = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        with IN_PROGRESS.counting(self.holds):
            self.body_iterator = body = _portions_sent(self._first, self._remaining, self.in_turn)
            self._remaining = iter(())
            async with aclosing(body):
                try:
                    await super().__call__(scope, receive, send)
                except EngineUnavailable:
                    if not self.gone.is_set():
                        raise

    async def listen_for_disconnect(self, receive: Receive) -> None:  # noqa: D102 - Starlette's
        await super().listen_for_disconnect(receive)
        self.gone.set()


def by_portions(response: Response) -> Response:
    """Turn a large finished answer into one sent in portions; return any other unchanged.

    Its portions take no turns, because they cost nothing.
    """
    whole = memoryview(getattr(response, "body", b""))
    if len(whole) <= PORTION:
        return response
    starts = range(PORTION, len(whole), PORTION)
    remaining = (bytes(whole[start : start + PORTION]) for start in starts)
    started = _StartedAnswer(bytes(whole[:PORTION]), remaining)
    streamed = StreamedAnswer(started, None, None, holds=len(whole) + PORTION)
    streamed.status_code, streamed.raw_headers, streamed.in_turn = (
        response.status_code,
        response.raw_headers,
        _make_at_once,
    )
    return streamed


async def _make_at_once(make: MakeNext) -> bytes | None:
    return make()


async def _portions_sent(
    first_portion: list[bytes],
    remaining: Iterator[bytes],
    in_turn: Callable[[MakeNext], Awaitable[bytes | None]],
) -> AsyncGenerator[bytes]:
    """Yield the first portion and the rest; after each b"", which waits until the reader has received it."""
    yield first_portion.pop()
    yield b""
    while (portion := await in_turn(lambda: next(remaining, None))) is not None:
        yield portion
        del portion
        yield b""


class AnswersInProgress:
    """What all large answers being sent hold, over all routes and readers; for one event loop."""

    def __init__(self) -> None:
        self._held = 0

    @property
    def is_full(self) -> bool:
        """Whether a further answer would hold too much memory."""
        return not self.has_room_for(BYTES_OF_EACH)

    def has_room_for(self, size: int) -> bool:
        """Return whether a further answer may hold `size` bytes; a single one may have any size."""
        return not self._held or self._held + size <= BYTES_OF_ALL

    @contextmanager
    def counting(self, size: int) -> Iterator[None]:
        """Count what an answer holds while it is sent."""
        self._held += size
        try:
            yield
        finally:
            self._held -= size
            if not self._held:
                asyncio.get_running_loop().call_later(SECONDS_TO_LET_GO, self._release_if_idle)

    def _release_if_idle(self) -> None:
        if not self._held:
            threading.Thread(target=_release_memory, daemon=True).start()


IN_PROGRESS = AnswersInProgress()


def _release_memory() -> None:
    """Return unused memory to the system: the allocators of Arrow and of the C library keep it.

    What answers have left in reference cycles is young: scanning all objects would delay readers. Arrow's
    pool of the C library returns nothing by itself (as of pyarrow 26).
    """
    gc.collect(1)
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # not in musl
        trim(0)


def _start(_: Hashable, pieces: Callable[[], Iterable[bytes]]) -> _StartedAnswer:
    portions = _portions(pieces())
    return _StartedAnswer(next(portions), portions)


def _portions(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces and cut large ones; only the last portion is smaller than the others."""
    buffer = bytearray()
    for piece in pieces:
        start = PORTION - len(buffer)
        if len(piece) < start:
            buffer += piece
            continue
        portion, buffer = bytes(buffer) + piece[:start], bytearray()
        yield portion
        del portion
        while start + PORTION <= len(piece):
            yield piece[start : start + PORTION]
            start += PORTION
        buffer += piece[start:]
    yield bytes(buffer)


def _shared_size(started: _StartedAnswer) -> float:
    return len(started.first_portion) if started.is_whole else inf
