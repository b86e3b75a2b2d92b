"""GeoJSON Text Sequences (RFC 8142): one incident after another, for programs that read a stream."""

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
_COLLECTION = "collection"


def geojson_sequence(store: Store, query: Query, **cut: Unpack[Cut]) -> Iterator[bytes]:
    """Write the matching incidents of the cut, as Features with their claims.

    The last Feature has a member `collection` with the members of `provenance`; a file without it is
    incomplete. In a record of its own, GDAL would count it as an incident, and R would show it as one of
    1970. If nothing matches, these members are those of an empty FeatureCollection.
    """
    selection = Selection.of(store, query, **cut)
    end = json.dumps({"type": "FeatureCollection", **provenance(selection)}, ensure_ascii=False)[:-1]
    remaining = len(selection)
    for page in selection.pages():
        remaining -= len(page)
        features = page_features(page).replace(b",\n", b"\n" + _BEGIN)
        if not remaining:
            features = features[:-1] + f', "{_COLLECTION}": {end}}}}}'.encode()
        yield _BEGIN + features + b"\n"
    if not len(selection):
        yield _BEGIN + f'{end}, "features": []}}'.encode() + b"\n"
