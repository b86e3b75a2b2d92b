"""A table while it is being checked: its text, its typed values, and the faults found so far."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mapapp.errors import shortened
from mapapp.ingest import advice
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import CLAIMS, DECIDE_WHAT_COUNTS, Table


@dataclass
class Draft:
    """One table of a data set on its way from text to typed rows.

    `texts` and `values` share an index, the record numbers. `texts` holds every column of the schema as
    trimmed text, missing where blank; `values` holds the same, typed, and the file's extra columns. `columns`
    are those of the schema that the file has. `known` is whether there is a file at all, `ended` whether its
    last row has a line end. `blank_lines` are not in `rows_in`. `is_translated`: whether an adapter made it.
    """

    table: Table
    texts: pd.DataFrame
    values: pd.DataFrame
    rows_in: int
    extra: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()
    known: bool = True
    ended: bool = True
    blank_lines: int = 0
    is_translated: bool = False
    faults: list[Fault] = field(default_factory=list)

    def find(
        self,
        bad: "pd.Series[bool]",
        column: str,
        words: Callable[..., advice.Words],
        effect: Effect,
        *others: "pd.Series[Any]",
    ) -> None:
        """Record a fault of `column` in each bad row; `words` is given its text and what `others` hold."""
        texts = self.texts.loc[bad, column].fillna("")
        details = [other[bad].tolist() for other in others]
        for row, value, *more in zip(texts.index.tolist(), texts.tolist(), *details, strict=True):
            reason, remedy = words(value, *more)
            self.faults.append(Fault(self.table.name, row, column, shortened(value), reason, remedy, effect))

    def settle(self) -> None:
        """Blank the cells and drop the rows that the faults say are left out and rejected."""
        blanked: defaultdict[str, list[int]] = defaultdict(list)
        for fault in self.faults:
            if fault.effect is Effect.CELL_LEFT_OUT:
                blanked[fault.column].append(fault.row)
        for column, rows in blanked.items():
            lost = self.values.index.isin(rows)
            self.values[column] = self.values[column].mask(lost)
            self.texts[column] = self.texts[column].mask(lost)
        rejected = {fault.row for fault in self.faults if fault.effect is Effect.ROW_REJECTED}
        kept = ~self.values.index.isin(list(rejected))
        if not kept.all():
            self.texts, self.values = self.texts[kept], self.values[kept]

    def ordered_faults(self) -> list[Fault]:
        """Return the faults by row, then by column: the whole row first, the schema's order, the others."""
        order = {name: position for position, name in enumerate(("", *self.values.columns))}
        return sorted(self.faults, key=lambda fault: (fault.row, order.get(fault.column, len(order))))

    def rows(self, numbers: pd.Index) -> "pd.Series[bool]":
        """Mark the rows of these record numbers."""
        return pd.Series(self.values.index.isin(numbers), index=self.values.index)

    @property
    def ids(self) -> "pd.Series[str]":
        """The identifiers of the rows that are left."""
        return self.values[self.table.key]


def effect_of(table: Table, column: str) -> Effect:
    """Return what an unusable value does.

    Without a required value a row can't be shown; without one that decides, a claim would count for too much.
    """
    needed = table[column].required or decides(table, column)
    return Effect.ROW_REJECTED if needed else Effect.CELL_LEFT_OUT


def decides(table: Table, column: str) -> bool:
    """Tell whether a column says how far a claim counts."""
    return table.name == CLAIMS.name and column in DECIDE_WHAT_COUNTS
