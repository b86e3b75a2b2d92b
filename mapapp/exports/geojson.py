"""GeoJSON (RFC 7946): points as [longitude, latitude] in degrees (WGS84), streamed page by page."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Unpack

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.selection import Cut, Selection
from mapapp.engine.store import Store
from mapapp.exports import jsontext
from mapapp.exports.provenance import provenance
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, Kind, Table

Link = Mapping[str, str]

GEOJSON = "application/geo+json"


def geojson(store: Store, query: Query, *, links: Sequence[Link] = (), **cut: Unpack[Cut]) -> Iterator[bytes]:
    """Write the matching incidents of the cut as a FeatureCollection in UTF-8.

    Each Feature has all columns of the files and its claims, each with its source. The geometry of an
    incident without a location is null. The foreign members are those of `provenance`, and `links`.
    """
    selection = Selection.of(store, query, **cut)
    return collection_of(_head(selection, links), map(page_features, selection.pages()))


def feature(store: Store, incident_id: str, according_to: str = "") -> bytes | None:
    """Write an incident as a Feature, from a point of view; None if it has no such incident."""
    selection = Selection.of(store, Query(incident_id=(incident_id,), according_to=according_to))
    return page_features(selection) if len(selection) else None


def collection_of(members: Mapping[str, Any], pages: Iterable[bytes]) -> Iterator[bytes]:
    """Write a FeatureCollection with other members, from pages of Features as text."""
    head = {"type": "FeatureCollection", **members}
    yield (json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1] + ', "features": [').encode()
    separator = b"\n"
    for page in pages:
        yield separator
        yield page
        separator = b",\n"
    yield b"\n]}\n"


def features_of(rows: pa.Table, table: Table, geometry: pa.Array, **more: pa.Array) -> bytes:
    """Write rows of a table as Features with their columns, and with more columns of JSON text."""
    members = members_of(rows, table)
    for name, texts in more.items():
        members[_free_name(name, members)] = texts
    features = jsontext.objects(
        {
            "type": pa.scalar('"Feature"', jsontext.TEXT),
            "id": members[table.key],
            "geometry": geometry,
            "properties": jsontext.objects(members),
        }
    )
    return jsontext.concatenated(features, ",\n")


def _head(selection: Selection, links: Sequence[Link]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    if bbox := selection.bbox():
        members["bbox"] = [round(edge, 7) + 0.0 for edge in bbox]
    members |= provenance(selection)
    return members | ({"links": [dict(link) for link in links]} if links else {})


def page_features(page: Selection) -> bytes:
    """Write a page of incidents as Features separated by a comma and a line end, the only line ends."""
    incidents = page.incidents()
    points = jsontext.points(_column(incidents, "longitude"), _column(incidents, "latitude"))
    claims = {CLAIMS.name: _claims(page, incidents)} if page.nests_claims else {}
    return features_of(page.shown(incidents), INCIDENTS, points, **claims)


def _claims(page: Selection, incidents: pa.Table) -> pa.Array:
    if not page.has_claims:
        return pa.array(["[]"] * len(incidents), jsontext.TEXT)
    claims, owners = page.claims()
    members = members_of(claims, CLAIMS)
    members[_free_name("source", members)] = _sources(page, claims)
    return jsontext.joined(jsontext.objects(members), owners, len(incidents))


def _sources(page: Selection, claims: pa.Table) -> pa.Array:
    sources = page.sources_of(claims)
    texts = jsontext.objects(members_of(sources, SOURCES))
    rows = pc.index_in(_column(claims, SOURCES.key), value_set=_column(sources, SOURCES.key))
    return pc.fill_null(texts.take(rows), "null")


def members_of(rows: pa.Table, table: Table) -> dict[str, pa.Array]:
    """Write the columns of some rows as JSON texts, by name."""
    list_columns = {column.name for column in table.columns if column.kind is Kind.LIST}
    return {
        name: (jsontext.lists if name in list_columns else jsontext.values)(_column(rows, name))
        for name in rows.column_names
    }


def _column(rows: pa.Table, name: str) -> pa.Array:
    return rows[name].combine_chunks()


def _free_name(name: str, members: Mapping[str, object]) -> str:
    """Lengthen the name of a nested member until it differs from those of the file's columns."""
    return _free_name(f"{name}_", members) if name in members else name
