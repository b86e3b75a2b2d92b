"""The byte with which each of many texts begins or ends: few need to be looked at as a whole."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Bytes = bytes
"""For each of the 256 whether it is meant: 1 or 0."""


def first_bytes(signs: Iterable[str]) -> Bytes:
    """Return what texts begin with in UTF-8 that begin with one of these signs; others may too."""
    return _meant(sign.encode()[0] for sign in signs)


def last_bytes(signs: Iterable[str]) -> Bytes:
    """Return what texts end with that end with one of these signs; others may too."""
    return _meant(sign.encode()[-1] for sign in signs)


def _meant(some: Iterable[int]) -> Bytes:
    known = frozenset(some)
    return bytes(byte in known for byte in range(256))


def bounds(texts: pa.Array) -> tuple[NDArray[np.integer], NDArray[np.uint8]]:
    """Return where texts begin in the bytes of all, the end of the last one behind them; and these bytes."""
    _, offsets, letters = texts.buffers()
    width = "i8" if pa.types.is_large_string(texts.type) else "i4"
    places: NDArray[np.integer] = np.frombuffer(offsets, width)[texts.offset :][: len(texts) + 1]
    return places, np.frombuffer(letters if letters else b"", np.uint8)


def begin_or_end(texts: pa.Array, first: Bytes, last: Bytes | None = None) -> NDArray[np.bool_]:
    """Mark texts of which the first byte, or the last one, is among those given; blank ones never.

    That is many times faster than a regular expression.
    """
    places, whole = bounds(texts)
    starts, stops = places[:-1], places[1:]
    marked: NDArray[np.bool_] = stops > starts
    if len(whole):
        found = _among(first, whole.take(starts, mode="clip"))
        marked &= found if last is None else found | _among(last, whole.take(stops - 1, mode="clip"))
    return marked


def _among(meant: Bytes, some: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.frombuffer(some.tobytes().translate(meant), np.bool_)
