"""GeoJSON after RFC 7946: points as [longitude, latitude] in degrees (WGS84), streamed page by page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports import jsontext
from mapapp.exports.provenance import provenance
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, Kind, Table

Link = Mapping[str, str]
GEOJSON = "application/geo+json"


def geojson(
    store: Store, query: Query, *, limit: int | None = None, offset: int = 0, links: Sequence[Link] = ()
) -> Iterator[bytes]:
    """Write the matching incidents from `offset` on, at most `limit`, as a FeatureCollection in UTF-8.

    Each Feature has every column of the files and its claims, each with its source. An incident without
    a location has the geometry null. The foreign members are those of `provenance`, and `links`.
    """
    selection = Selection.of(store, query, limit=limit, offset=offset)
    return _pieces(_head(selection, links), selection)


def feature(store: Store, incident_id: str, according_to: str = "") -> bytes | None:
    """Write one incident as a Feature, as a point of view has it; None if it has none of that identifier."""
    selection = Selection.of(store, Query(incident_id=(incident_id,), according_to=according_to))
    return _features(selection) if len(selection) else None


def _pieces(head: str, selection: Selection) -> Iterator[bytes]:
    yield head.encode()
    separator = b"\n"
    for page in selection.pages():
        yield separator
        yield _features(page)
        separator = b",\n"
    yield b"\n]}\n"


def _head(selection: Selection, links: Sequence[Link]) -> str:
    members: dict[str, Any] = {"type": "FeatureCollection"}
    if bbox := selection.bbox():
        members["bbox"] = [round(edge, 7) + 0.0 for edge in bbox]
    members |= provenance(selection)
    if links:
        members["links"] = [dict(link) for link in links]
    return json.dumps(members, ensure_ascii=False, allow_nan=False)[:-1] + ', "features": ['


def _features(page: Selection) -> bytes:
    incidents = page.incidents()
    properties = _members(incidents, INCIDENTS)
    properties[_free_name(CLAIMS.name, properties)] = _claims(page, incidents)
    features = jsontext.objects(
        {
            "type": pa.scalar('"Feature"', jsontext.TEXT),
            "id": properties[INCIDENTS.key],
            "geometry": jsontext.points(_column(incidents, "longitude"), _column(incidents, "latitude")),
            "properties": jsontext.objects(properties),
        }
    )
    return ",\n".join(features.to_pylist()).encode()


def _claims(page: Selection, incidents: pa.Table) -> pa.Array:
    if not page.has_claims:
        return pa.array(["[]"] * len(incidents), jsontext.TEXT)
    claims, owners = page.claims(incidents)
    members = _members(claims, CLAIMS)
    members[_free_name("source", members)] = _sources(page, claims)
    return jsontext.joined(jsontext.objects(members), owners, len(incidents))


def _sources(page: Selection, claims: pa.Table) -> pa.Array:
    sources = pa.concat_tables([page.empty(SOURCES), *page.sources()])
    texts = jsontext.objects(_members(sources, SOURCES))
    rows = pc.index_in(_column(claims, SOURCES.key), value_set=_column(sources, SOURCES.key))
    return pc.fill_null(texts.take(rows), "null")


def _members(rows: pa.Table, table: Table) -> dict[str, pa.Array]:
    several = {column.name for column in table.columns if column.kind is Kind.LIST}
    return {
        name: (jsontext.lists if name in several else jsontext.values)(_column(rows, name))
        for name in rows.column_names
    }


def _column(rows: pa.Table, name: str) -> pa.Array:
    return rows[name].combine_chunks()


def _free_name(name: str, taken: Mapping[str, object]) -> str:
    """Lengthen the name of a nested member until none of the file's own columns has it."""
    return _free_name(f"{name}_", taken) if name in taken else name
