"""What hangs on a text alone, found out once for each value of a column: most values repeat."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

SAMPLE = 1 << 14
"""So many cells tell whether values repeat: more than there are days in forty years."""
LARGE_SAMPLE = 1 << 17
UNDECIDED_SHARE = 0.75
"""Where a larger part of the cells differ, more of them are not looked at."""
SMALL_SAMPLE = 1 << 10
"""A column with fewer cells is looked at cell by cell. So many tell, if most repeat or none does."""
CELLS_PER_BATCH = 1 << 16
"""What is made of so many cells fits into memory that is used again for the next ones."""

Column = TypeVar("Column")
Result = TypeVar("Result")


def side_by_side(do: Callable[[Column], Result], columns: Iterable[Column], rows: int) -> list[Result]:
    """Do the same with each column, on all cores if there are many rows: Arrow and NumPy let Python go on."""
    if rows < CELLS_PER_BATCH:
        return [do(column) for column in columns]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(do, columns))


def batches_of(texts: pa.ChunkedArray) -> Iterator[pa.Array]:
    """Yield texts, a part at a time."""
    for piece in texts.chunks:
        for start in range(0, len(piece), CELLS_PER_BATCH):
            yield piece.slice(start, CELLS_PER_BATCH)


def chunked(texts: "pd.Series[str]") -> pa.ChunkedArray:
    """Take texts as the pieces in which they lie in memory: nothing is copied."""
    array = pa.array(texts.array, pa.large_string())
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def values_of(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return each value once where most repeat, else the texts as they are."""
    return pa.chunked_array([pc.unique(texts)]) if repeat(texts) else texts


def of_each_value(
    texts: "pd.Series[str]", look: Callable[["pd.Series[str]"], "pd.Series[Any]"]
) -> "pd.Series[Any]":
    """Return what `look` makes of texts, one for each; it must make the same of equal texts."""
    pieces = chunked(texts)
    if not repeat(pieces):
        return look(texts)
    encoded = pc.dictionary_encode(pieces, null_encoding="encode")
    found = look(encoded.chunk(0).dictionary.to_pandas())
    places = np.concatenate([piece.indices.to_numpy() for piece in encoded.chunks])
    return pd.Series(found.array.take(places), texts.index, name=texts.name)


def of_each_run(texts: pa.Array, look: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Return what `look` makes of texts, one for each, asked once for neighbours that are equal."""
    if len(texts) < SMALL_SAMPLE:
        return look(texts)
    begins = pc.not_equal(texts[1:], texts[:-1]).fill_null(True).to_numpy(zero_copy_only=False)
    begins = np.concatenate([[True], begins])
    if 2 * begins.sum() > len(texts):
        return look(texts)
    return look(texts.filter(pa.array(begins))).take(pa.array(np.cumsum(begins) - 1))


def parts_of(texts: "pd.Series[str]", separator: str) -> "pd.Series[str]":
    """Take texts apart at a regular expression: each part under its text's number; blanks have none."""
    given = texts.dropna()
    is_plain = re.escape(separator) == separator  # which is several times as fast
    split = pc.split_pattern if is_plain else pc.split_pattern_regex
    lists = split(chunked(given).combine_chunks(), separator)
    numbers = given.index.repeat(pc.list_value_length(lists).to_numpy())
    return pd.Series(pc.list_flatten(lists).to_pandas().array, numbers)


def repeat(texts: pa.ChunkedArray) -> bool:
    """Tell by the cells in the middle whether most values of a column repeat, by more of them if in doubt."""
    if len(texts) < 2 * SMALL_SAMPLE:
        return False
    for number, in_doubt in ((SMALL_SAMPLE, 1), (SAMPLE, UNDECIDED_SHARE), (LARGE_SAMPLE, UNDECIDED_SHARE)):
        few = texts.slice(len(texts) // 2, number)
        distinct = pc.count_distinct(few, mode="all").as_py()
        if distinct < len(few) // 2:
            return True
        if distinct >= in_doubt * len(few):
            break
    return False
