"""The first and last bytes of many texts, so that only a few texts have to be examined in full."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

ByteSet = bytes
"""A set of byte values: 1 or 0 for each of the 256."""


def first_bytes(signs: Iterable[str]) -> ByteSet:
    """Return the bytes with which these signs begin in UTF-8; other signs may begin with them too."""
    return _byte_set(sign.encode()[0] for sign in signs)


def last_bytes(signs: Iterable[str]) -> ByteSet:
    """Return the bytes with which these signs end in UTF-8; other signs may end with them too."""
    return _byte_set(sign.encode()[-1] for sign in signs)


def _byte_set(values: Iterable[int]) -> ByteSet:
    members = frozenset(values)
    return bytes(byte in members for byte in range(256))


def bounds(texts: pa.Array) -> tuple[NDArray[np.integer], NDArray[np.uint8]]:
    """Return the offsets at which texts begin, followed by the end of the last one; and the bytes of all."""
    _, offsets, letters = texts.buffers()
    width = "i8" if pa.types.is_large_string(texts.type) else "i4"
    edges: NDArray[np.integer] = np.frombuffer(offsets, width)[texts.offset :][: len(texts) + 1]
    return edges, np.frombuffer(letters if letters else b"", np.uint8)


def begin_or_end(texts: pa.Array, first_set: ByteSet, last_set: ByteSet | None = None) -> NDArray[np.bool_]:
    """Mark texts whose first byte is in `first_set` or whose last byte is in `last_set`; never blank ones.

    This is many times faster than a regular expression.
    """
    edges, letters = bounds(texts)
    starts, stops = edges[:-1], edges[1:]
    marked: NDArray[np.bool_] = stops > starts
    if len(letters):
        matching = _among(first_set, letters.take(starts, mode="clip"))
        if last_set is not None:
            matching = matching | _among(last_set, letters.take(stops - 1, mode="clip"))
        marked &= matching
    return marked


def _among(byte_set: ByteSet, values: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.frombuffer(values.tobytes().translate(byte_set), np.bool_)
