"""The properties of a collection's features as JSON Schema, from the one schema of the data set.

OGC API - Features, part 5, requires the properties side by side; GDAL understands only the schema of a whole
Feature.
"""

from collections.abc import Mapping
from typing import Any

from mapapp.engine.store import Store
from mapapp.model.collections import Collection
from mapapp.model.filters import Days
from mapapp.model.schema import CLAIMS, INCIDENTS, Column, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.PARTIAL_DATE: {"type": "string"},
    Kind.URL: {"type": "string", "format": "uri"},
}
_GEOMETRIES = {"Point": "geometry-point", "MultiPolygon": "geometry-multipolygon"}


def properties_schema(store: Store, collection: Collection, address: str) -> dict[str, Any]:
    """Describe the properties side by side (part 5); the key, the days and the geometry have their roles."""
    properties = _properties(store, collection)
    for name, role in ({collection.table.key: "id"} | _roles_of_days(collection)).items():
        properties[name]["x-ogc-role"] = role
    return _schema(address, collection, properties | _geometry(collection))


def feature_schema(store: Store, collection: Collection, address: str) -> dict[str, Any]:
    """Describe a whole Feature. That properties may be null is left out: GDAL would read all as text."""
    geometry = {"type": ["object", "null"]} if collection.geometry else {"type": "null"}
    members = {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": geometry,
        "properties": {"type": "object", "properties": _properties(store, collection)},
    }
    return _schema(address, collection, members)


def queryables(_: Store, collection: Collection, address: str) -> dict[str, Any]:
    """Describe what can be filtered by: exactly the columns that CQL2 knows."""
    columns = {column.name: _property(column) for column in collection.table.columns}
    return _schema(address, collection, columns | _geometry(collection)) | {"additionalProperties": False}


def _roles_of_days(collection: Collection) -> dict[str, str]:
    """Return the roles of the columns that `datetime` filters by."""
    days = collection.filters["datetime"]
    columns = days.columns if isinstance(days, Days) else ()
    return dict(zip(columns, ("primary-interval-start", "primary-interval-end"), strict=False))


def _geometry(collection: Collection) -> dict[str, Any]:
    if not collection.geometry:
        return {}
    return {"geometry": {"x-ogc-role": "primary-geometry", "format": _GEOMETRIES[collection.geometry]}}


def _schema(address: str, collection: Collection, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        "title": collection.table.title,
        "description": collection.description,
        "properties": properties,
    }


def _properties(store: Store, collection: Collection) -> dict[str, dict[str, Any]]:
    properties = {column.name: _property(column) for column in collection.table.columns}
    if collection.table is INCIDENTS:
        properties |= {name: {"type": "string", "title": name} for name in store.extra_columns}
        properties.setdefault(
            CLAIMS.name, {"type": "array", "items": {"type": "object"}, "title": CLAIMS.title}
        )
    return properties


def _property(column: Column) -> dict[str, Any]:
    limits = {"minimum": column.minimum, "maximum": column.maximum}
    limits_set = {name: value for name, value in limits.items() if value is not None}
    return {"title": column.label, "description": column.description, **_TYPES[column.kind], **limits_set}
