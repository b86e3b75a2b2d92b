"""Texts that an earlier cell holds too; sorting hashes of them shows quickly where there are none."""

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from mapapp.ingest.each_value import batches_of, chunked
from mapapp.model.ends_of_texts import bounds

_WORD = 8
"""How many bytes of a text are hashed at once."""
_MOST_WORDS = 32
"""The rest of a long text is not hashed."""
ODD = np.uint64(0x9E3779B97F4A7C15)
"""Multiplying by it spreads numbers."""
_FIRST_BYTES = np.array([(1 << 8 * number) - 1 for number in range(_WORD + 1)], np.uint64)
"""Masks that keep the first bytes of a word, by their count."""


def repeated(texts: "pd.Series[str]") -> "pd.Series[bool]":
    """Mark each text that an earlier cell holds too; fast where there are none."""
    if are_distinct(hashes_of(texts)):
        return pd.Series(False, index=texts.index)
    return texts.duplicated()


class KnownNumbers:
    """Numbers that have been added so far."""

    def __init__(self) -> None:
        self._numbers = np.array([], np.uint64)

    def add(self, numbers: NDArray[np.uint64]) -> "NDArray[np.bool_]":
        """Add numbers; mark the first of each that was not known before."""
        values, first_rows = np.unique(numbers, return_index=True)
        positions = self._numbers.searchsorted(values)
        is_new = (
            self._numbers.take(positions, mode="clip") != values if len(self._numbers) else positions == 0
        )
        self._numbers = np.insert(self._numbers, positions[is_new], values[is_new])
        is_first = np.zeros(len(numbers), bool)
        is_first[first_rows[is_new]] = True
        return is_first


def hashes_of(texts: "pd.Series[str]") -> NDArray[np.uint64]:
    """Hash each text; unequal texts rarely have the same number."""
    return np.concatenate([np.array([], np.uint64), *map(_hashes, batches_of(chunked(texts)))])


def are_distinct(numbers: NDArray[np.integer]) -> bool:
    """Return whether every number occurs once."""
    ordered = np.sort(numbers)
    return bool((ordered[1:] != ordered[:-1]).all())


def _hashes(texts: pa.Array) -> NDArray[np.uint64]:
    """Hash each text."""
    offsets, data = bounds(texts)
    content = data[offsets[0] : offsets[-1]]
    words = np.zeros(len(content) // _WORD + 2, np.uint64)
    words.view(np.uint8)[: len(content)] = content
    starts, lengths = offsets[:-1] - offsets[0], np.diff(offsets)
    first_words, bits = starts // _WORD, (starts % _WORD * 8).astype(np.uint64)
    numbers = lengths.astype(np.uint64)
    for step in range(min(_MOST_WORDS, -(-int(lengths.max(initial=0)) // _WORD))):
        low = words.take(first_words + step, mode="clip") >> bits
        high = words.take(first_words + step + 1, mode="clip") << (np.uint64(63) - bits) << np.uint64(1)
        numbers ^= (low | high) & _FIRST_BYTES.take(lengths - _WORD * step, mode="clip")
        numbers *= ODD
        numbers ^= numbers >> np.uint64(29)
    return numbers
