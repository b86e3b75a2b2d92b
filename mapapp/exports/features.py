"""Rows of the collections other than incidents as GeoJSON Features: claims, sources, districts, places."""

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

ROWS_PER_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class CollectionSlice:
    """Rows of a collection that match the filters' `operands`, from `offset` on, at most `limit` if given."""

    store: Store
    collection: str
    operands: Mapping[str, Any]
    limit: int | None = None
    offset: int = 0
    sorts: Sorts = ()

    def matched(self) -> int:
        """Count all matching rows, regardless of offset and limit."""
        return int(self.store.rows(features.count, *self._arguments, **self._fixed)[0]["n"])

    def tables(self) -> Iterator[pa.Table]:
        """Read the rows in batches."""
        arguments = (*self._arguments, self.limit, self.offset)
        for batch in self.store.batches(
            ROWS_PER_BATCH, features.page, *arguments, **self._fixed, sorts=self.sorts
        ):
            yield pa.Table.from_batches([batch])

    @property
    def _arguments(self) -> tuple[Any, tuple[Any, ...]]:
        return self.store.table(self.collection), tuple(self.operands.values())

    @property
    def _fixed(self) -> dict[str, Any]:
        return {"collection": self.collection, "fields": tuple(self.operands)}


def feature_collection(
    collection_slice: CollectionSlice, members: Mapping[str, Any], columns: Kept = None
) -> Iterator[bytes]:
    """Write rows of a collection as a FeatureCollection with other members, in UTF-8."""
    return collection_of(members, row_features(collection_slice, columns))


def row_features(collection_slice: CollectionSlice, columns: Kept = None) -> Iterator[bytes]:
    """Write rows of a collection as Features, in batches."""
    for rows in collection_slice.tables():
        geometry = _geometry(rows, collection_slice.collection)
        yield features_of(
            _visible_columns(rows, columns), COLLECTIONS[collection_slice.collection].table, geometry
        )


def _visible_columns(rows: pa.Table, columns: Kept) -> pa.Table:
    names = [name for name in rows.column_names if name not in {GEOMETRY_COLUMN, *EDGES}]
    return rows.select([name for name in names if columns is None or name in columns])


def _geometry(rows: pa.Table, collection: str) -> pa.Array:
    kind = COLLECTIONS[collection].geometry
    if kind == "Point":
        return jsontext.points(*(rows[name].combine_chunks() for name in ("longitude", "latitude")))
    if kind == "":
        return pa.array(["null"] * len(rows), jsontext.TEXT)
    return rows[GEOMETRY_COLUMN].combine_chunks().cast(jsontext.TEXT)
