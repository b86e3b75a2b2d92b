"""Texts that an earlier cell holds too: numbers made of them, once sorted, tell quickly where none are."""

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from mapapp.ingest.each_value import batches_of, chunked
from mapapp.model.ends_of_texts import bounds

_WORD = 8
"""So many bytes of a text are taken at once."""
_MOST_WORDS = 32
"""Of a long text, what follows these is not looked at."""
ODD = np.uint64(0x9E3779B97F4A7C15)
"""What spreads numbers that are multiplied with it."""
_FIRST_BYTES = np.array([(1 << 8 * number) - 1 for number in range(_WORD + 1)], np.uint64)
"""What keeps so many of the bytes of a word."""


def repeated(texts: "pd.Series[str]") -> "pd.Series[bool]":
    """Mark each text that an earlier cell holds too; quick where there is none."""
    if are_distinct(numbers_of(texts)):
        return pd.Series(False, index=texts.index)
    return texts.duplicated()


class KnownNumbers:
    """Numbers that have been there."""

    def __init__(self) -> None:
        self._numbers = np.array([], np.uint64)

    def add(self, numbers: NDArray[np.uint64]) -> "NDArray[np.bool_]":
        """Mark those that have not been there, each once; from now on they have."""
        values, first = np.unique(numbers, return_index=True)
        places = self._numbers.searchsorted(values)
        is_new = self._numbers.take(places, mode="clip") != values if len(self._numbers) else places == 0
        self._numbers = np.insert(self._numbers, places[is_new], values[is_new])
        marked = np.zeros(len(numbers), bool)
        marked[first[is_new]] = True
        return marked


def numbers_of(texts: "pd.Series[str]") -> NDArray[np.uint64]:
    """Make a number of each text, the same of equal ones; others have the same by a rare chance."""
    return np.concatenate([np.array([], np.uint64), *map(_numbers, batches_of(chunked(texts)))])


def are_distinct(numbers: NDArray[np.integer]) -> bool:
    """Tell whether each number is there once."""
    in_order = np.sort(numbers)
    return bool((in_order[1:] != in_order[:-1]).all())


def _numbers(texts: pa.Array) -> NDArray[np.uint64]:
    """Make a number of each text, the same of equal ones."""
    places, letters = bounds(texts)
    used = letters[places[0] : places[-1]]
    words = np.zeros(len(used) // _WORD + 2, np.uint64)
    words.view(np.uint8)[: len(used)] = used
    starts, lengths = places[:-1] - places[0], np.diff(places)
    at, bits = starts // _WORD, (starts % _WORD * 8).astype(np.uint64)
    numbers = lengths.astype(np.uint64)
    for step in range(min(_MOST_WORDS, -(-int(lengths.max(initial=0)) // _WORD))):
        begun = words.take(at + step, mode="clip") >> bits
        rest = words.take(at + step + 1, mode="clip") << (np.uint64(63) - bits) << np.uint64(1)
        numbers ^= (begun | rest) & _FIRST_BYTES.take(lengths - _WORD * step, mode="clip")
        numbers *= ODD
        numbers ^= numbers >> np.uint64(29)
    return numbers
