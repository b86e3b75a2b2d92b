"""Arrow columns -> JSON text, a whole column at a time, which makes exports of a million rows fast.

Every function returns a `large_string` array of the length of its input; null becomes `null`.
"""

import json
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mapapp.model.ends_of_texts import bounds
from mapapp.model.schema import LIST_SEPARATOR

TEXT = pa.large_string()
_NULL = pa.scalar("null", TEXT)
_FIRST_PRINTABLE, _QUOTE, _BACKSLASH = b' "\\'


def values(column: pa.Array) -> pa.Array:
    """Write text, whole numbers, numbers and dates; a number that is not finite becomes `null`."""
    kind = column.type
    if column.null_count == len(column):
        return pa.repeat(_NULL, len(column))
    if pa.types.is_floating(kind):
        return _numbers(column)
    if pa.types.is_integer(kind):
        return pc.fill_null(column.cast(TEXT), _NULL)
    texts = column if kind == TEXT else column.cast(pa.string()).cast(TEXT)
    return pc.fill_null(_quoted(texts), _NULL)


def lists(column: pa.Array) -> pa.Array:
    """Write cells that hold several values, separated as in the files, as arrays of text."""
    if column.null_count == len(column):
        return pa.repeat(_NULL, len(column))
    items_by_row = pc.split_pattern(column.cast(TEXT), LIST_SEPARATOR)
    items = pc.utf8_trim_whitespace(pc.list_flatten(items_by_row))
    is_stated = pc.not_equal(items, "")
    owners = pc.list_parent_indices(items_by_row).filter(is_stated)
    arrays = joined(_quoted(items.filter(is_stated)), owners, len(column))
    return pc.if_else(pc.is_null(column), _NULL, arrays)


def objects(members: Mapping[str, pa.Array]) -> pa.Array:
    """Write objects, one per row, from columns of JSON text by name; there must be at least one column."""
    pieces: list[pa.Array | pa.Scalar] = []
    for name, texts in members.items():
        key = json.dumps(name, ensure_ascii=False)
        pieces += [pa.scalar(f"{',' if pieces else '{'}{key}:", TEXT), texts]
    return glued(*pieces, "}")


def points(longitude: pa.Array, latitude: pa.Array) -> pa.Array:
    """Write GeoJSON points with at most 7 decimals (degrees, WGS84); `null` where a coordinate is missing."""
    x, y = (_numbers(pc.add(pc.round(degrees, 7), 0.0)) for degrees in (longitude, latitude))
    point_texts = glued('{"type":"Point","coordinates":[', x, ",", y, "]}")
    located = pc.and_(pc.is_valid(longitude), pc.is_valid(latitude))
    return pc.if_else(located, point_texts, _NULL)


def joined(texts: pa.Array, owners: pa.Array, length: int) -> pa.Array:
    """Collect JSON texts in `length` arrays; `owners` are the ascending numbers of the texts' arrays."""
    sizes = np.bincount(owners.to_numpy(zero_copy_only=False), minlength=length)
    ends = pa.array(np.concatenate(([0], np.cumsum(sizes))), pa.int64())
    return glued("[", pc.binary_join(pa.LargeListArray.from_arrays(ends, texts), pa.scalar(",", TEXT)), "]")


def concatenated(texts: pa.Array, between: str) -> bytes:
    """Concatenate texts, none of them null, with a separator, as UTF-8."""
    row = pa.LargeListArray.from_arrays(pa.array([0, len(texts)], pa.int64()), texts)
    joined_bytes: bytes = pc.binary_join(row, pa.scalar(between, TEXT))[0].as_buffer().to_pybytes()
    return joined_bytes


def glued(*pieces: "pa.Array | pa.Scalar | str") -> pa.Array:
    """Concatenate columns and fixed texts, row by row."""
    texts = (pa.scalar(piece, TEXT) if isinstance(piece, str) else piece for piece in pieces)
    return pc.binary_join_element_wise(*texts, pa.scalar("", TEXT))


def _numbers(column: pa.Array) -> pa.Array:
    texts = pc.if_else(pc.is_finite(column), column, None).cast(TEXT)
    is_whole = pc.invert(pc.match_substring_regex(texts, "[.e]"))
    return pc.fill_null(pc.if_else(is_whole, glued(texts, ".0"), texts), _NULL)


def _quoted(texts: pa.Array) -> pa.Array:
    unescaped = glued('"', texts, '"')
    special = _needing_escape(texts)
    if not len(special):
        return unescaped
    escaped = [json.dumps(text, ensure_ascii=False) for text in texts.take(special).to_pylist()]
    mask = np.zeros(len(texts), bool)
    mask[special] = True
    return pc.replace_with_mask(unescaped, pa.array(mask), pa.array(escaped, TEXT))


def _needing_escape(texts: pa.Array) -> NDArray[np.int64]:
    """Find texts with a character that JSON escapes, by their bytes, which is faster than a pattern."""
    ends, letters = bounds(texts)
    letters = letters[ends[0] : ends[-1]]
    signs = (letters < _FIRST_PRINTABLE) | (letters == _QUOTE) | (letters == _BACKSLASH)
    rows = np.searchsorted(ends, ends[0] + np.flatnonzero(signs), side="right") - 1
    return np.unique(rows)
