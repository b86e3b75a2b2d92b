"""What a check has found in a column: the cells alone, for there may be a million; words come when asked."""

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

    `texts` are the cells, by the number of their record, ascending; `words` is given a text and what `others`
    hold of its row.
    """

    table: str
    column: str
    effect: Effect
    texts: "pd.Series[str]"
    words: Callable[..., Words]
    others: tuple["pd.Series[Any]", ...] = ()

    @property
    def rows(self) -> "NDArray[Any]":
        """The numbers of the records."""
        return self.texts.index.to_numpy()

    def without(self, rows: pd.Index) -> "Finding":
        """Take back what was found in these records."""
        kept = ~self.texts.index.isin(rows)
        return replace(self, texts=self.texts[kept], others=tuple(other[kept] for other in self.others))

    def renumbered(self, numbers: "pd.Series[int]") -> "Finding":
        """Keep what was found in records that are given another number, in their order."""
        kept = self.texts.index.isin(numbers.index)
        texts = self.texts[kept]
        texts = texts.set_axis(numbers[texts.index].to_numpy())
        return replace(self, texts=texts, others=tuple(other[kept] for other in self.others))

    def faults(self) -> Iterator[Fault]:
        """Put each into words, in the order of the records."""
        words = lru_cache(WORDS_REMEMBERED)(self.words)
        for start in range(0, len(self.texts), FAULTS_PER_BATCH):
            few = slice(start, start + FAULTS_PER_BATCH)
            texts = self.texts.iloc[few]
            others = [other.iloc[few].tolist() for other in self.others]
            for row, text, *more in zip(texts.index.tolist(), texts.tolist(), *others, strict=True):
                yield Fault(self.table, row, self.column, shortened(text), *words(text, *more), self.effect)


def in_order(findings: Iterable[Finding], columns: Iterable[str]) -> Iterator[Fault]:
    """Tell faults by row, then by column: the whole row first, then `columns`, then others."""
    order = {name: position for position, name in enumerate(("", *columns))}
    found = (finding.faults() for finding in findings)
    return merge(*found, key=lambda fault: (fault.row, order.get(fault.column, len(order))))


@dataclass(frozen=True, slots=True)
class Losses:
    """Each row that is rejected, cell that is left out and file that can't be read, table by table."""

    found: tuple[tuple[list[Finding], list[str]], ...] = ()

    def __iter__(self) -> Iterator[Fault]:
        return chain.from_iterable(in_order(*of_a_table) for of_a_table in self.found)


def as_findings(faults: Iterable[Fault]) -> list[Finding]:
    """Take faults that are in words already."""
    alike: dict[tuple[str, str, Effect], list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: fault.row):
        alike.setdefault((fault.table, fault.column, fault.effect), []).append(fault)
    return [_in_words(*key, found) for key, found in alike.items()]


def _in_words(table: str, column: str, effect: Effect, faults: list[Fault]) -> Finding:
    rows = [fault.row for fault in faults]
    texts, *words = (
        pd.Series([getattr(fault, name) for fault in faults], rows, "str")
        for name in ("value", "reason", "remedy")
    )
    return Finding(table, column, effect, texts, _as_they_are, tuple(words))


def _as_they_are(_text: str, reason: str, remedy: str) -> Words:
    return reason, remedy
