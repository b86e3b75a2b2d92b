"""Incidents as the map's layer and the lists show them: in brief, unlike the exports."""

from collections.abc import Iterator, Mapping
from typing import Any

from mapapp import words
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.errors import shortened
from mapapp.model.derived import HARMED
from mapapp.model.query import Query
from mapapp.model.schema import SOURCES, known_grade
from mapapp.model.traditions import AS_GIVEN, NameOrder

LONGEST_TEXT = 200
Row = Mapping[str, Any]


def incident_words(row: Row, order: NameOrder = AS_GIVEN) -> dict[str, Any]:
    """Describe an incident briefly; texts are cut at 200 characters, blanks are empty.

    `order` says which of a place's names comes first. `start` and `end` are the first and last day, both
    inclusive.
    """
    return {
        "id": row["incident_id"],
        "title": _short(words.title(row, order)),
        "when": words.when(row),
        "start": row["date_start"].isoformat(),
        "end": row["date_end"].isoformat(),
        "place": _short(words.place(row, order)),
        "actor": _short(row["actor"]),
        "harm_status": known_grade(row["harm_status"]),
        "killed": words.people(row["killed_low"], row["killed_high"], "killed"),
        "injured": words.people(row["injured_low"], row["injured_high"], "injured"),
        "aggregate": row["aggregate"] == "yes",
    }


def incident_feature(row: Row, order: NameOrder = AS_GIVEN) -> dict[str, Any]:
    """Make a Feature of kind "incident" for the map; `harmed` is null if no figure is stated."""
    return {
        "type": "Feature",
        "id": row["incident_id"],
        "geometry": point(row["longitude"], row["latitude"]),
        "properties": {
            "kind": "incident",
            **incident_words(row, order),
            "harmed": row[HARMED],
            "killed_low": row["killed_low"],
            "killed_high": row["killed_high"],
            "uncertainty_m": row["uncertainty_m"],
            "precision": _label(row, "location_precision"),
            "location_precision": row["location_precision"] or "",
            "admin1": _short(words.district(row["admin1"], order)),
        },
    }


def point(longitude: float | None, latitude: float | None) -> dict[str, Any] | None:
    """Make a GeoJSON point of at most 7 decimals (degrees, WGS84); None if a coordinate is missing."""
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [round(longitude, 7) + 0.0, round(latitude, 7) + 0.0]}


def feature_collection(store: Store, query: Query) -> dict[str, Any]:
    """Make the layer's features for all matching incidents, with attribution and sources for their popups."""
    pages = Selection.of(store, query).pages()
    return {
        "type": "FeatureCollection",
        "features": [feature for page in pages for feature in _with_popups(page)],
    }


def _with_popups(page: Selection) -> Iterator[dict[str, Any]]:
    incidents = page.incidents(HARMED)
    sources = _sources(page)
    for number, row in enumerate(incidents.to_pylist()):
        feature = incident_feature(row)
        feature["properties"] |= {
            "attribution": _label(row, "attribution_status"),
            "sources": [dict(pairs) for pairs in dict.fromkeys(sources.get(number, ()))],
        }
        yield feature


def _sources(page: Selection) -> dict[int, list[tuple[tuple[str, str], ...]]]:
    """Find publisher, title and URL of each row's sources, in the order of the claims."""
    if not page.has_claims:
        return {}
    sources = {
        row[SOURCES.key]: tuple((name, row[name] or "") for name in ("publisher", "title", "url"))
        for piece in page.sources()
        for row in piece.to_pylist()
    }
    claims, owners = page.claims()
    sources_by_row: dict[int, list[tuple[tuple[str, str], ...]]] = {}
    for row_number, source_id in zip(owners.to_pylist(), claims[SOURCES.key].to_pylist(), strict=True):
        if source_id in sources:
            sources_by_row.setdefault(row_number, []).append(sources[source_id])
    return sources_by_row


def _label(row: Row, column: str) -> str:
    return words.label(column, row[column]) if row[column] else ""


def _short(text: str | None) -> str:
    return shortened(text or "", LONGEST_TEXT)
