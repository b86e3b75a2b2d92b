"""Rows of a table that are spilled to a file until needed, so that memory never holds all of them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol
from weakref import finalize

import pyarrow as pa


class Rows(Protocol):
    """The accepted rows of a table. `filled` are the columns that are not all blank."""

    number: int
    schema: pa.Schema
    filled: set[str]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, a batch at a time."""


class RowsInMemory:
    """Rows that are already in memory."""

    def __init__(self, table: pa.Table) -> None:
        self.number, self.schema, self._table = len(table), table.schema, table
        self.filled = _filled(table)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, a batch at a time."""
        yield from self._table.to_batches()


class SpilledRows:
    """Rows in a nameless file in a folder, which is deleted with them; OSError if the disk is full."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self.number, self.schema = 0, schema
        self.filled: set[str] = set()
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - it lasts as long as the rows
        finalize(self, self._file.close)
        self._writer = pa.ipc.new_stream(self._file, schema)

    def add(self, table: pa.Table) -> None:
        """Append rows."""
        self.number += len(table)
        self.filled |= _filled(table)
        self._file.seek(0, os.SEEK_END)
        self._writer.write_table(table)
        self._file.flush()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, a batch at a time; none can be added meanwhile."""
        if self.number:
            self._file.seek(0)
            yield from pa.ipc.open_stream(self._file)


class FilteredRows:
    """The rows of another table that `select` marks, batch by batch."""

    def __init__(self, rows: Rows, select: Callable[[pa.RecordBatch], pa.Array]) -> None:
        self.number, self.schema = 0, rows.schema
        self.filled: set[str] = set()
        self._rows, self._select = rows, select
        for batch in self.batches():
            self.number += len(batch)
            self.filled |= _filled(batch)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, a batch at a time."""
        for batch in self._rows.batches():
            yield batch.filter(self._select(batch))


def _filled(rows: pa.Table | pa.RecordBatch) -> set[str]:
    return {name for name in rows.schema.names if rows[name].null_count < len(rows)}
