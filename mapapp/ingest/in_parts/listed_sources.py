"""The sources of a file that is read in parts: each is listed once, in the order of the whole file."""

from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from mapapp.ingest.checking import table_of
from mapapp.ingest.distinct import KnownNumbers, hashes_of
from mapapp.ingest.draft import Draft
from mapapp.ingest.in_parts.combined_reports import combined, report_of_rows
from mapapp.ingest.in_parts.pieces import WholeNeeded
from mapapp.ingest.spilled_rows import SpilledRows
from mapapp.ingest.table_reports import TableReport
from mapapp.messages import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ListedSources:
    """The sources of the parts so far.

    Identifiers are compared by numbers made from them: they are themselves hashes with no more digits.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = KnownNumbers()
        self._reports: list[TableReport] = []
        self._rows: list[SpilledRows] = []
        self._last: list[tuple[TableReport, NDArray[np.integer], NDArray[np.uint64]]] = []

    def take(self, sources: Draft, at_end: int) -> None:
        """List the sources of a part; its last `at_end` follow those of all parts.

        Each must be accepted. Raises WholeNeeded if a note on some depends on how many there are.
        """
        numbers, rows = hashes_of(sources.ids), sources.ids.index.to_numpy()
        report, table = TableReport.of(sources), table_of(sources)
        if any(isinstance(note, Note) for note in report.notes):
            raise WholeNeeded
        self._rows = self._rows or [SpilledRows(self._folder, table.schema) for _ in range(2)]
        split = len(table) - at_end
        is_new = self._known.add(numbers[:split])
        self._rows[0].add(table[:split].filter(pa.array(is_new)))
        self._reports.append(report_of_rows(report, rows[:split][is_new], self._number))
        self._rows[1].add(table[split:])
        self._last.append((report, rows[split:], numbers[split:]))

    def finish(self) -> tuple[TableReport, SpilledRows]:
        """Return the report on all sources, and their rows."""
        listed, last = self._rows
        is_new = self._known.add(np.concatenate([numbers for _, _, numbers in self._last]))
        offset = 0
        for report, rows, _ in self._last:
            self._reports.append(
                report_of_rows(report, rows[is_new[offset : offset + len(rows)]], self._number)
            )
            offset += len(rows)
        offset = 0
        for batch in last.batches():
            new = batch.filter(pa.array(is_new[offset : offset + len(batch)]))
            listed.add(pa.Table.from_batches([new]))
            offset += len(batch)
        return reduce(combined, self._reports), listed

    @property
    def _number(self) -> int:
        """The number of the next source, the header being 1."""
        return 2 + sum(report.rows_in for report in self._reports)
