"""Rows that are buffered here for their reader, so that no connection to a database has to wait."""

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

import pyarrow as pa

BYTES_IN_MEMORY = 1 << 22
"""An answer larger than this is buffered on disk."""


def buffered(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Fetch all batches of an answer at once, and yield them as they are consumed."""
    with SpooledTemporaryFile(BYTES_IN_MEMORY) as buffer:
        with pa.ipc.new_stream(buffer, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        buffer.seek(0)
        yield from pa.ipc.open_stream(buffer)
