"""Data sets and incidents as schema.org describes them (JSON-LD). Pure, and quick to import."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mapapp.model.metadata import Description

if TYPE_CHECKING:
    from mapapp.model.conflict import Conflict, Region

CONTEXT = "https://schema.org/"
LONGEST_DESCRIPTION = 5_000
"""How many characters of a description search engines read."""


def dataset(
    about: Description, page: str, conflict: "Conflict | None" = None, *, gives_rows: bool = True
) -> dict[str, Any]:
    """Describe a data set; `page` is its absolute URL, which ends in a slash.

    `conflict` is what it is about, None as long as that has not been read.
    """
    items = f"{page}api/collections/incidents/items"
    downloads = [
        _download("application/geo+json", f"{items}?f=json"),
        _download("application/zip", f"{items}?f=csv"),
    ]
    described = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": f"{page}#dataset",
        "name": about.title,
        "description": " ".join(f"{about.text} {about.limits}".split())[:LONGEST_DESCRIPTION],
        "url": page,
        "version": about.version,
        "license": about.licence_url or about.licence,
        **(_covered(conflict) if conflict else {}),
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": name} for name in about.authors],
        "distribution": downloads if gives_rows else [],
    }
    return _stated(described)


def incident(
    row: Mapping[str, Any], title: str, place: str, addresses: tuple[str, str], *, language: str = ""
) -> dict[str, Any]:
    """Describe an incident; `addresses` are its own URL and the page's, which ends in a slash."""
    address, page = addresses
    is_located = row["latitude"] is not None
    point = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    where = {
        "@type": "Place",
        "name": place,
        "address": row["country"] or "",
        "geo": point if is_located else "",
    }
    described = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": f"{address}#incident",
        "name": title,
        "description": row["summary"] or "",
        "startDate": row["date_start"].isoformat(),
        "endDate": (row["date_end"] or row["date_start"]).isoformat(),
        "url": address,
        "inLanguage": language,
        "location": _stated(where),
        "subjectOf": {"@type": "Dataset", "@id": f"{page}#dataset", "url": page},
    }
    return _stated(described)


def _covered(conflict: "Conflict") -> dict[str, Any]:
    """Describe a conflict's language, period and region, as far as they are known."""
    return {
        "inLanguage": conflict.language,
        "temporalCoverage": conflict.period.as_interval if conflict.period else "",
        "spatialCoverage": _places(conflict.region) if conflict.region else [],
    }


def _places(region: "Region") -> list[dict[str, Any]]:
    if region.countries:
        return [{"@type": "Country", "name": name} for name in region.countries]
    west, south, east, north = region.bounds
    box = f"{south:g} {west:g} {north:g} {east - 360 if east > 180 else east:g}"
    return [{"@type": "Place", "geo": {"@type": "GeoShape", "box": box}}]


def _download(media_type: str, address: str) -> dict[str, str]:
    return {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": address}


def _stated(described: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value not in ("", [])}
