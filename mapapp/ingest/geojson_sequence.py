"""A sequence of GeoJSON Features, in lines or after record separators (RFC 8142) -> one collection."""

import json
import re
from collections.abc import Iterable

_SEPARATOR = b"\x1e"
_BOM = b"\xef\xbb\xbf"
_NEXT_OBJECT = re.compile(rb"\n(?:(?<=[^\s,:\[]\n)|(?<=[^\s,:\[]\r\n))[ \t]*\{")
"""A line that begins an object right after another; within one document, a comma or the like precedes it."""


def records_of(data: bytes) -> list[bytes]:
    """Split a file into its records; none if it is a single document."""
    text = data.removeprefix(_BOM).lstrip(b" \t\r\n")
    if text.startswith(_SEPARATOR):
        parts = text.split(_SEPARATOR)
    else:
        parts = text.splitlines() if _NEXT_OBJECT.search(text) else []
    return [part for part in parts if part.strip()]


def collection_of(records: Iterable[bytes]) -> bytes:
    """Put records into one document."""
    return b'{"type": "FeatureCollection", "features": [' + b",\n".join(records) + b"]}"


def is_feature(record: bytes) -> bool:
    """Return whether a record is one complete Feature and nothing else."""
    try:
        value = json.loads(record)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("type") == "Feature"
