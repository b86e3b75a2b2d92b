"""The sources of a file that is read in parts: each is listed once, in the order of the whole file."""

from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from mapapp.ingest.checking import table_of
from mapapp.ingest.distinct import KnownNumbers, numbers_of
from mapapp.ingest.draft import Draft
from mapapp.ingest.in_parts.pieces import WholeNeeded
from mapapp.ingest.in_parts.told_together import followed_by, of_rows
from mapapp.ingest.spilled_rows import SpilledRows
from mapapp.ingest.table_reports import TableReport
from mapapp.messages import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ListedSources:
    """The sources of the parts so far.

    Identifiers are told apart by numbers made of them: they are hashes of no more digits themselves.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = KnownNumbers()
        self._told: list[TableReport] = []
        self._rows: list[SpilledRows] = []
        self._behind: list[tuple[TableReport, NDArray[np.integer], NDArray[np.uint64]]] = []

    def take(self, sources: Draft, later: int) -> None:
        """List the sources of a part; as many as `later` says, its last, come behind those of all parts.

        Each must be accepted. Raises WholeNeeded if what is told of some hangs on how many there are.
        """
        numbers, rows = numbers_of(sources.ids), sources.ids.index.to_numpy()
        told, table = TableReport.of(sources), table_of(sources)
        if any(isinstance(note, Note) for note in told.notes):
            raise WholeNeeded
        self._rows = self._rows or [SpilledRows(self._folder, table.schema) for _ in range(2)]
        first = len(table) - later
        is_new = self._seen.add(numbers[:first])
        self._rows[0].add(table[:first].filter(pa.array(is_new)))
        self._told.append(of_rows(told, rows[:first][is_new], self._number))
        self._rows[1].add(table[first:])
        self._behind.append((told, rows[first:], numbers[first:]))

    def finished(self) -> tuple[TableReport, SpilledRows]:
        """Return what is told of all sources, and these."""
        listed, behind = self._rows
        is_new = self._seen.add(np.concatenate([numbers for _, _, numbers in self._behind]))
        at = 0
        for told, rows, _ in self._behind:
            self._told.append(of_rows(told, rows[is_new[at : at + len(rows)]], self._number))
            at += len(rows)
        at = 0
        for batch in behind.batches():
            few = batch.filter(pa.array(is_new[at : at + len(batch)]))
            listed.add(pa.Table.from_batches([few]))
            at += len(batch)
        return reduce(followed_by, self._told), listed

    @property
    def _number(self) -> int:
        """The number of the next source, the header being 1."""
        return 2 + sum(one.rows_in for one in self._told)
