"""Large answers, sent portion by portion: what one costs does not depend on how slowly its reader reads.

What all of them hold together is bounded too, and is given back once the last has ended.
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

from mapapp.errors import EngineUnavailable

PORTION = 1 << 20
"""So many bytes are handed to the connection at a time, which copies what its reader has not read."""
SECONDS_SHARED = 10
"""An answer says when it was made: an equal question that comes later than this has its own."""
BYTES_SHARED = 4 * PORTION
BYTES_OF_EACH = 4 * PORTION
"""So much a large answer holds while its reader reads: a portion, and the page of rows it is made of.

One that was made as a whole holds as many bytes as it has, and a portion.
"""
BYTES_OF_ALL = 256 * PORTION
"""Whoever asks for a large answer beyond these is to come back later."""
SECONDS_TO_LET_GO = 2

Next = Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class _Begun:
    """An answer of which the first portion is made, and what makes the others."""

    first: bytes
    others: Iterator[bytes]

    @property
    def is_whole(self) -> bool:
        return len(self.first) < PORTION


class Streams:
    """Answers made of pieces, the first portion at once. A small one is whole by then, and shared by all."""

    def __init__(self) -> None:
        shared: TTLCache[Hashable, _Begun] = TTLCache(BYTES_SHARED, SECONDS_SHARED, getsizeof=_size_shared)
        self._begun = cached(shared, key=lambda key, _: key, condition=threading.Condition())(_begun)

    def answer(
        self,
        key: Hashable,
        pieces: Callable[[], Iterable[bytes]],
        media_type: str,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Answer with pieces, which are not made again for an equal `key` within a few seconds."""
        begun = self._begun(key, pieces)
        if begun.is_whole:
            return Response(begun.first, media_type=media_type, headers=headers)
        return Streamed(begun, media_type, headers)


class Streamed(StreamingResponse):
    """An answer that goes on: each further portion is made once the reader has taken the last.

    Nothing holds its portions once it has ended: a cycle of references would until Python looks for those.
    `in_turn` is set by whoever decides whose turn it is to have one made; `gone` is set once the reader has
    left, though a portion is still being made.
    """

    in_turn: Callable[[Next], Awaitable[bytes | None]]

    def __init__(
        self,
        begun: _Begun,
        media_type: str | None,
        headers: dict[str, str] | None,
        holds: int = BYTES_OF_EACH,
    ) -> None:
        super().__init__((), media_type=media_type, headers=headers)
        self._first, self._others, self.holds = [begun.first], begun.others, holds
        self.gone = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        with UNDER_WAY.one_more(self.holds):
            self.body_iterator = body = _sent(self._first, self._others, self.in_turn)
            self._others = iter(())
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
    """Let a large answer that is made already be sent as one that goes on; return any other as it is.

    Its portions take nobody's turn, for they cost nothing.
    """
    whole = memoryview(getattr(response, "body", b""))
    if len(whole) <= PORTION:
        return response
    starts = range(PORTION, len(whole), PORTION)
    others = (bytes(whole[start : start + PORTION]) for start in starts)
    begun = _Begun(bytes(whole[:PORTION]), others)
    sent = Streamed(begun, None, None, holds=len(whole) + PORTION)
    sent.status_code, sent.raw_headers, sent.in_turn = response.status_code, response.raw_headers, _at_once
    return sent


async def _at_once(make: Next) -> bytes | None:
    return make()


async def _sent(
    first: list[bytes], others: Iterator[bytes], in_turn: Callable[[Next], Awaitable[bytes | None]]
) -> AsyncGenerator[bytes]:
    """Send what was begun and what follows; after each nothing, which waits until the reader has taken it."""
    yield first.pop()
    yield b""
    while (portion := await in_turn(lambda: next(others, None))) is not None:
        yield portion
        del portion
        yield b""


class UnderWay:
    """What the large answers hold that are being sent, of all routes, to all readers; for one event loop."""

    def __init__(self) -> None:
        self._held = 0

    @property
    def is_full(self) -> bool:
        """Whether one more would hold too much memory."""
        return not self.has_room_for(BYTES_OF_EACH)

    def has_room_for(self, size: int) -> bool:
        """Tell whether one more may hold so many bytes; alone, one of any size may."""
        return not self._held or self._held + size <= BYTES_OF_ALL

    @contextmanager
    def one_more(self, size: int) -> Iterator[None]:
        """Count what one holds for as long as it is sent."""
        self._held += size
        try:
            yield
        finally:
            self._held -= size
            if not self._held:
                asyncio.get_running_loop().call_later(SECONDS_TO_LET_GO, self._let_go)

    def _let_go(self) -> None:
        if not self._held:
            threading.Thread(target=_give_back, daemon=True).start()


UNDER_WAY = UnderWay()


def _give_back() -> None:
    """Give the system the memory that nothing uses: the allocators of Arrow and of the C library keep it.

    What answers have left in cycles of references is young: looking at all objects would hold readers up.
    Arrow's pool of the C library gives back nothing of it (seen in pyarrow 26).
    """
    gc.collect(1)
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # not in musl
        trim(0)


def _begun(_: Hashable, pieces: Callable[[], Iterable[bytes]]) -> _Begun:
    portions = _portions(pieces())
    return _Begun(next(portions), portions)


def _portions(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Put small pieces together, and cut large ones; only the last portion is smaller than the others."""
    held = bytearray()
    for piece in pieces:
        start = PORTION - len(held)
        if len(piece) < start:
            held += piece
            continue
        first, held = bytes(held) + piece[:start], bytearray()
        yield first
        del first
        while start + PORTION <= len(piece):
            yield piece[start : start + PORTION]
            start += PORTION
        held += piece[start:]
    yield bytes(held)


def _size_shared(begun: _Begun) -> float:
    return len(begun.first) if begun.is_whole else inf
