"""Large answers, sent piece by piece: what one costs does not depend on how slowly its reader reads."""

from collections.abc import AsyncIterator, Iterable, Iterator

import anyio
import anyio.to_thread
from starlette.responses import StreamingResponse

from mapapp.api.queues import AT_ONCE

MOST_AT_ONCE = 1 << 20
"""So many bytes are handed to the connection at a time, which copies what its reader has not read."""


class Streams:
    """Answers whose pieces are made a few at a time, in threads of their own, whoever reads them."""

    def __init__(self) -> None:
        self._threads = anyio.CapacityLimiter(AT_ONCE)

    def answer(
        self, pieces: Iterable[bytes], media_type: str, headers: dict[str, str] | None = None
    ) -> StreamingResponse:
        """Send pieces; the next is made once the reader has taken the last."""
        return StreamingResponse(self._sent(iter(pieces)), media_type=media_type, headers=headers)

    async def _sent(self, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        while (
            piece := await anyio.to_thread.run_sync(next, pieces, None, limiter=self._threads)
        ) is not None:
            for start in range(0, len(piece), MOST_AT_ONCE):
                yield piece[start : start + MOST_AT_ONCE]
