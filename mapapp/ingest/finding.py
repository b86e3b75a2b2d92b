"""What a check has found in a column: the cells alone, as there may be a million; words come on demand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import merge
from itertools import chain
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapapp.errors import shortened
from mapapp.ingest.advice import Words
from mapapp.model.report import Effect, Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAULTS_PER_BATCH = 8192
WORDS_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """Cells of a column that have the same fault.

    `texts` are the cells, by record number, ascending; `words` is called with a text and the values of
    `details` in its row.
    """

    table: str
    column: str
    effect: Effect
    texts: "pd.Series[str]"
    words: Callable[..., Words]
    details: tuple["pd.Series[Any]", ...] = ()

    @property
    def rows(self) -> "NDArray[Any]":
        """The record numbers."""
        return self.texts.index.to_numpy()

    def without(self, rows: pd.Index) -> "Finding":
        """Return the finding without the cells of these records."""
        is_kept = ~self.texts.index.isin(rows)
        return replace(
            self, texts=self.texts[is_kept], details=tuple(detail[is_kept] for detail in self.details)
        )

    def renumbered(self, numbers: "pd.Series[int]") -> "Finding":
        """Return the finding in the records that get a new number, in their order, under these numbers."""
        is_kept = self.texts.index.isin(numbers.index)
        texts = self.texts[is_kept]
        texts = texts.set_axis(numbers[texts.index].to_numpy())
        return replace(self, texts=texts, details=tuple(detail[is_kept] for detail in self.details))

    def faults(self) -> Iterator[Fault]:
        """Put each cell into words, in the order of the records."""
        words = lru_cache(WORDS_REMEMBERED)(self.words)
        for start in range(0, len(self.texts), FAULTS_PER_BATCH):
            batch = slice(start, start + FAULTS_PER_BATCH)
            texts = self.texts.iloc[batch]
            details = [detail.iloc[batch].tolist() for detail in self.details]
            for row, text, *values in zip(texts.index.tolist(), texts.tolist(), *details, strict=True):
                yield Fault(self.table, row, self.column, shortened(text), *words(text, *values), self.effect)


def in_order(findings: Iterable[Finding], columns: Iterable[str]) -> Iterator[Fault]:
    """Yield faults by row, then by column: the whole row first, then `columns`, then others."""
    positions = {name: position for position, name in enumerate(("", *columns))}
    by_finding = (finding.faults() for finding in findings)
    return merge(*by_finding, key=lambda fault: (fault.row, positions.get(fault.column, len(positions))))


@dataclass(frozen=True, slots=True)
class Losses:
    """Each rejected row, left-out cell and unreadable file, table by table."""

    by_table: tuple[tuple[list[Finding], list[str]], ...] = ()

    def __iter__(self) -> Iterator[Fault]:
        return chain.from_iterable(in_order(*of_a_table) for of_a_table in self.by_table)


def as_findings(faults: Iterable[Fault]) -> list[Finding]:
    """Turn faults, which are already in words, into findings."""
    groups: dict[tuple[str, str, Effect], list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: fault.row):
        groups.setdefault((fault.table, fault.column, fault.effect), []).append(fault)
    return [_finding_of(*key, group) for key, group in groups.items()]


def _finding_of(table: str, column: str, effect: Effect, faults: list[Fault]) -> Finding:
    rows = [fault.row for fault in faults]
    texts, *words = (
        pd.Series([getattr(fault, name) for fault in faults], rows, "str")
        for name in ("value", "reason", "remedy")
    )
    return Finding(table, column, effect, texts, _given_words, tuple(words))


def _given_words(_text: str, reason: str, remedy: str) -> Words:
    return reason, remedy
