"""GeoJSON Text Sequences after RFC 8142: one incident after another, for programs that read as it comes."""

import json
from collections.abc import Iterator
from typing import Unpack

from mapapp.engine.selection import Cut, Selection
from mapapp.engine.store import Store
from mapapp.exports.geojson import page_features
from mapapp.exports.provenance import provenance
from mapapp.model.query import Query

GEOJSON_SEQUENCE = "application/geo+json-seq"
_BEGIN = b"\x1e"


def geojson_sequence(store: Store, query: Query, **cut: Unpack[Cut]) -> Iterator[bytes]:
    """Write the matching incidents of the cut, as Features with their claims.

    The last record is a FeatureCollection without a Feature, whose members are those of `provenance`: without
    it, the file was cut off.
    """
    selection = Selection.of(store, query, **cut)
    for page in selection.pages():
        yield _BEGIN + page_features(page).replace(b",\n", b"\n" + _BEGIN) + b"\n"
    last = {"type": "FeatureCollection", **provenance(selection), "features": []}
    yield _BEGIN + json.dumps(last, ensure_ascii=False).encode() + b"\n"
