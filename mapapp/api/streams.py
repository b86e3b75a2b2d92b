"""Large answers, sent portion by portion: what one costs does not depend on how slowly its reader reads."""

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from math import inf

from cachetools import TTLCache, cached
from starlette.responses import Response, StreamingResponse

PORTION = 1 << 20
"""So many bytes are handed to the connection at a time, which copies what its reader has not read."""
SECONDS_SHARED = 10
"""An answer says when it was made: an equal question that comes later than this has its own."""
BYTES_SHARED = 4 * PORTION

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

    `in_turn` is set by whoever decides whose turn it is to have one made.
    """

    in_turn: Callable[[Next], Awaitable[bytes | None]]

    def __init__(self, begun: _Begun, media_type: str, headers: dict[str, str] | None) -> None:
        self._begun: _Begun | None = begun
        super().__init__(self._sent(begun.others), media_type=media_type, headers=headers)

    async def _sent(self, others: Iterator[bytes]) -> AsyncIterator[bytes]:
        if self._begun:
            first, self._begun = self._begun.first, None
            yield first
            del first
        while (portion := await self.in_turn(lambda: next(others, None))) is not None:
            yield portion


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
