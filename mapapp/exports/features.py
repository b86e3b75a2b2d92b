"""Rows of the collections beside the incidents as GeoJSON Features: claims, sources, districts, places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from mapapp.engine.questions import features
from mapapp.engine.sorting import Kept, Sorts
from mapapp.engine.store import Store
from mapapp.exports import jsontext
from mapapp.exports.geojson import collection_of, features_of
from mapapp.model.collections import COLLECTIONS, GEOMETRY_COLUMN
from mapapp.model.derived import EDGES

ROWS_PER_PIECE = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a collection: the rows that have what is `wanted`, from `offset` on, `limit` if given."""

    store: Store
    collection: str
    wanted: Mapping[str, Any]
    limit: int | None = None
    offset: int = 0
    sorts: Sorts = ()

    def matched(self) -> int:
        """Count the rows that have what is wanted, of all parts."""
        return int(self.store.rows(features.count, *self._given, **self._fixed)[0]["n"])

    def tables(self) -> Iterator[pa.Table]:
        """Read the rows, piece by piece."""
        given = (*self._given, self.limit, self.offset)
        for batch in self.store.batches(
            ROWS_PER_PIECE, features.page, *given, **self._fixed, sorts=self.sorts
        ):
            yield pa.Table.from_batches([batch])

    @property
    def _given(self) -> tuple[Any, tuple[Any, ...]]:
        return self.store.table(self.collection), tuple(self.wanted.values())

    @property
    def _fixed(self) -> dict[str, Any]:
        return {"collection": self.collection, "fields": tuple(self.wanted)}


def feature_collection(part: Part, members: Mapping[str, Any], kept: Kept = None) -> Iterator[bytes]:
    """Write a part of a collection as a FeatureCollection with other members, in UTF-8."""
    return collection_of(members, row_features(part, kept))


def row_features(part: Part, kept: Kept = None) -> Iterator[bytes]:
    """Write the Features of a part of a collection, piece by piece."""
    for rows in part.tables():
        geometry = _geometry(rows, part.collection)
        yield features_of(_own_columns(rows, kept), COLLECTIONS[part.collection].table, geometry)


def _own_columns(rows: pa.Table, kept: Kept) -> pa.Table:
    own = [name for name in rows.column_names if name not in {GEOMETRY_COLUMN, *EDGES}]
    return rows.select([name for name in own if kept is None or name in kept])


def _geometry(rows: pa.Table, collection: str) -> pa.Array:
    kind = COLLECTIONS[collection].geometry
    if kind == "Point":
        return jsontext.points(*(rows[name].combine_chunks() for name in ("longitude", "latitude")))
    if kind == "":
        return pa.array(["null"] * len(rows), jsontext.TEXT)
    return rows[GEOMETRY_COLUMN].combine_chunks().cast(jsontext.TEXT)
