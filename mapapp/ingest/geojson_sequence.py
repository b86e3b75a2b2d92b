"""GeoJSON one Feature after another, in lines or behind record separators (RFC 8142) -> one collection."""

import json
import re
from collections.abc import Iterable

_SEPARATOR = b"\x1e"
_BOM = b"\xef\xbb\xbf"
_ANOTHER = re.compile(rb"\n(?:(?<=[^\s,:\[]\n)|(?<=[^\s,:\[]\r\n))[ \t]*\{")
"""A line that begins an object where another has ended: in one document, a comma or the like is before it."""


def records_of(data: bytes) -> list[bytes]:
    """Take a file apart into its records; none if it is a single document."""
    text = data.removeprefix(_BOM).lstrip(b" \t\r\n")
    if text.startswith(_SEPARATOR):
        parts = text.split(_SEPARATOR)
    else:
        parts = text.splitlines() if _ANOTHER.search(text) else []
    return [part for part in parts if part.strip()]


def collection_of(records: Iterable[bytes]) -> bytes:
    """Put records into one document."""
    return b'{"type": "FeatureCollection", "features": [' + b",\n".join(records) + b"]}"


def is_feature(record: bytes) -> bool:
    """Tell whether a record is a whole Feature, not cut off, and nothing else."""
    try:
        found = json.loads(record)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("type") == "Feature"
