"""A table while it is being checked: its text, its typed values, and the faults found so far."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from mapapp.ingest import advice
from mapapp.ingest.finding import Finding, in_order
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import CLAIMS, DECIDE_WHAT_COUNTS, Table


@dataclass
class Draft:
    """One table of a data set on its way from text to typed rows.

    `texts` and `values` share an index, the record numbers. `texts` holds every column of the schema as
    trimmed text, missing where blank; `values` holds the same, typed, and the file's extra columns. `columns`
    are the schema's columns that the file has. `has_file`: whether there is a file at all. `ended`: whether
    its last row has a line end. `blank_lines` are not in `rows_in`. `is_translated`: whether an adapter made
    it. `depends_on_column`: whether the meaning of a cell, or what is reported of it, depends on other cells
    of its column. `repeated` is as in Sheet.
    """

    table: Table
    texts: pd.DataFrame
    values: pd.DataFrame
    rows_in: int
    extra: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()
    has_file: bool = True
    ended: bool = True
    blank_lines: int = 0
    is_translated: bool = False
    depends_on_column: bool = False
    repeated: pd.Index = field(default_factory=partial(pd.RangeIndex, 0))
    findings: list[Finding] = field(default_factory=list)

    def find(
        self,
        bad: "pd.Series[bool]",
        column: str,
        words: Callable[..., advice.Words],
        effect: Effect,
        *details: "pd.Series[Any]",
    ) -> None:
        """Record a fault of `column` in each bad row; `words` gets its text and the row's `details`."""
        if bad.any():
            texts = self.texts.loc[bad, column].fillna("")
            of_bad = tuple(detail[bad] for detail in details)
            self.findings.append(Finding(self.table.name, column, effect, texts, words, of_bad))

    def settle(self) -> None:
        """Blank the cells and drop the rows that findings leave out and reject."""
        for column, rows in self._rows_by_column(Effect.CELL_LEFT_OUT).items():
            is_lost = self.values.index.isin(rows)
            self.values[column] = self.values[column].mask(is_lost)
            self.texts[column] = self.texts[column].mask(is_lost)
        if rejected := self._rows_by_column(Effect.ROW_REJECTED).values():
            is_kept = ~self.values.index.isin(np.concatenate([*rejected]))
            self.texts, self.values = self.texts[is_kept], self.values[is_kept]

    def _rows_by_column(self, effect: Effect) -> dict[str, Any]:
        rows: defaultdict[str, list[Any]] = defaultdict(list)
        for finding in self.findings:
            if finding.effect is effect:
                rows[finding.column].append(finding.rows)
        return {column: np.concatenate(parts) for column, parts in rows.items()}

    def faults(self) -> Iterator[Fault]:
        """Yield the faults by row, then by column: whole row, schema's order, others."""
        return in_order(self.findings, self.values.columns)

    def rows(self, numbers: pd.Index) -> "pd.Series[bool]":
        """Mark the rows of these record numbers."""
        return pd.Series(self.values.index.isin(numbers), index=self.values.index)

    @property
    def ids(self) -> "pd.Series[str]":
        """The identifiers of the remaining rows."""
        return self.values[self.table.key]


def effect_of(table: Table, column: str) -> Effect:
    """Return the effect of an unusable value.

    Without a required value a row can't be shown; without one that decides what counts, a claim would count
    for too much.
    """
    needed = table[column].required or decides(table, column)
    return Effect.ROW_REJECTED if needed else Effect.CELL_LEFT_OUT


def decides(table: Table, column: str) -> bool:
    """Return whether a column decides how far a claim counts."""
    return table.name == CLAIMS.name and column in DECIDE_WHAT_COUNTS
