"""Rows that wait here for whoever reads them, so that no connection to a database does."""

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

import pyarrow as pa

BYTES_IN_MEMORY = 1 << 22
"""More of an answer than this waits on disk."""


def waiting(pieces: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Take all pieces of an answer at once, and yield them as they are asked for."""
    with SpooledTemporaryFile(BYTES_IN_MEMORY) as kept:
        with pa.ipc.new_stream(kept, schema) as writer:
            for piece in pieces:
                writer.write_batch(piece)
        kept.seek(0)
        yield from pa.ipc.open_stream(kept)
