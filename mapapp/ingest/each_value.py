"""What depends on a text alone, computed once for each value of a column: most values repeat."""

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
"""How many cells show whether values repeat: more than the days of forty years."""
LARGE_SAMPLE = 1 << 17
UNDECIDED_SHARE = 0.75
"""Where a larger share of a sample is distinct, no larger sample is taken."""
SMALL_SAMPLE = 1 << 10
"""A shorter column is processed cell by cell. This sample decides if most values repeat, or none."""
CELLS_PER_BATCH = 1 << 16
"""The results for this many cells fit into memory that is reused for the next ones."""

Column = TypeVar("Column")
Result = TypeVar("Result")


def side_by_side(process: Callable[[Column], Result], columns: Iterable[Column], rows: int) -> list[Result]:
    """Process each column, on all cores if there are many rows: Arrow and NumPy release Python's lock."""
    if rows < CELLS_PER_BATCH:
        return [process(column) for column in columns]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(process, columns))


def batches_of(texts: pa.ChunkedArray) -> Iterator[pa.Array]:
    """Yield texts, a batch at a time."""
    for chunk in texts.chunks:
        for start in range(0, len(chunk), CELLS_PER_BATCH):
            yield chunk.slice(start, CELLS_PER_BATCH)


def chunked(texts: "pd.Series[str]") -> pa.ChunkedArray:
    """Return texts in the chunks in which they are in memory: nothing is copied."""
    array = pa.array(texts.array, pa.large_string())
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def values_of(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return each value once where most values repeat, otherwise the texts unchanged."""
    return pa.chunked_array([pc.unique(texts)]) if mostly_repeats(texts) else texts


def of_each_value(
    texts: "pd.Series[str]", function: Callable[["pd.Series[str]"], "pd.Series[Any]"]
) -> "pd.Series[Any]":
    """Apply `function` to texts; it must return a value for each text, and equal values for equal texts."""
    array = chunked(texts)
    if not mostly_repeats(array):
        return function(texts)
    encoded = pc.dictionary_encode(array, null_encoding="encode")
    results = function(encoded.chunk(0).dictionary.to_pandas())
    indices = np.concatenate([chunk.indices.to_numpy() for chunk in encoded.chunks])
    return pd.Series(results.array.take(indices), texts.index, name=texts.name)


def of_each_run(texts: pa.Array, function: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Apply `function` to texts, once for each run of equal neighbours; it returns a value for each text."""
    if len(texts) < SMALL_SAMPLE:
        return function(texts)
    begins = pc.not_equal(texts[1:], texts[:-1]).fill_null(True).to_numpy(zero_copy_only=False)
    begins = np.concatenate([[True], begins])
    if 2 * begins.sum() > len(texts):
        return function(texts)
    return function(texts.filter(pa.array(begins))).take(pa.array(np.cumsum(begins) - 1))


def parts_of(texts: "pd.Series[str]", separator: str) -> "pd.Series[str]":
    """Split texts at a regular expression; each part has its text's index. Blanks have no parts."""
    filled = texts.dropna()
    is_literal = re.escape(separator) == separator  # several times as fast
    split = pc.split_pattern if is_literal else pc.split_pattern_regex
    lists = split(chunked(filled).combine_chunks(), separator)
    numbers = filled.index.repeat(pc.list_value_length(lists).to_numpy())
    return pd.Series(pc.list_flatten(lists).to_pandas().array, numbers)


def mostly_repeats(texts: pa.ChunkedArray) -> bool:
    """Return whether most values of a column repeat, by its middle cells, by more of them if in doubt."""
    if len(texts) < 2 * SMALL_SAMPLE:
        return False
    for size, undecided in ((SMALL_SAMPLE, 1), (SAMPLE, UNDECIDED_SHARE), (LARGE_SAMPLE, UNDECIDED_SHARE)):
        sample = texts.slice(len(texts) // 2, size)
        distinct = pc.count_distinct(sample, mode="all").as_py()
        if distinct < len(sample) // 2:
            return True
        if distinct >= undecided * len(sample):
            break
    return False
