"""What hangs on a text alone, found out once for each value of a column: most values repeat."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pandas as pd

LOOKED_AT = 1 << 10
"""So many cells tell whether values repeat; a shorter column is looked at cell by cell."""


def in_pieces(texts: "pd.Series[str]") -> pa.ChunkedArray:
    """Take texts as the pieces in which they lie in memory: nothing is copied."""
    array = pa.array(texts.array, pa.large_string())
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def of_each_value(texts: pa.ChunkedArray, look: Callable[[pa.Array], pa.Array]) -> pa.ChunkedArray:
    """Return what `look` makes of texts, one for each; it must make the same of equal texts."""
    if not repeat(texts):
        whole = texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()
        return pa.chunked_array([look(whole)])
    encoded = pc.dictionary_encode(texts, null_encoding="encode")
    found = look(encoded.chunk(0).dictionary)
    return pa.chunked_array([found.take(piece.indices) for piece in encoded.chunks])


def repeat(texts: pa.ChunkedArray) -> bool:
    """Tell by the cells in the middle whether most values of a column repeat."""
    few = texts.slice(len(texts) // 2, LOOKED_AT)
    return len(few) == LOOKED_AT and bool(pc.count_distinct(few, mode="all").as_py() < LOOKED_AT // 2)
