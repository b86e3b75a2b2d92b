"""The CSV export of a project on Atlos, a platform on which investigators geolocate and verify media.

What a source shows is summed up in a line, without figures; who did it is recorded only if a project asks
for it. An incident hidden on Atlos is a draft here (`ingest/publication.py`). The status "Completed" is about
the project's work, not the incident.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, with_other_columns
from mapapp.ingest.adapters.named_sources import evidence, linked_sources
from mapapp.messages import notice

BECOMES = {
    "slug": "`incident_id`",
    "description": "`title`",
    "more_info": "`summary`",
    "date": "`date_start`; a row without it is left out, and reported",
    "latitude": "`latitude`",
    "longitude": "`longitude`",
    "geolocation_resolution": "`location_precision` and `uncertainty_m`: Exact is 1 and 10 m, "
    "Vicinity 1 and 100 m, Locality 2 and 1,000 m, as Atlos explains them; the column stays",
    "sensitive": "`sensitivity`, if it names graphic violence; the column stays",
    "tags": "`tags`",
    "restrictions": "an incident that is Hidden is a draft; the column stays",
    "source_1": "a source and a relayed claim, not checked, as each further `source_…`; the columns stay",
}

_SOURCE = {
    "source_id": "atlos",
    "publisher": "Investigators on Atlos",
    "title": "Export of a project on Atlos",
    "url": "https://www.atlos.org/",
    "kind": "other",
}
_RENAMED = {"slug": "incident_id", "description": "title", "more_info": "summary", "date": "date_start"}
_PRECISION = {"exact": ("1", "10"), "vicinity": ("1", "100"), "locality": ("2", "1000")}


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of an Atlos export."""
    precision = column(cells, "geolocation_resolution").str.casefold()
    incidents = pd.DataFrame(
        {
            "location_precision": precision.map({name: code for name, (code, _) in _PRECISION.items()}),
            "uncertainty_m": precision.map({name: radius for name, (_, radius) in _PRECISION.items()}),
            "sensitivity": _flagged(cells, "sensitive", "graphic violence", "graphic"),
            "tags": column(cells, "tags").str.replace(", ", ";", regex=False),
        },
        dtype="str",
    )
    ids = cells["slug"]
    claims, sources = evidence(ids, pd.DataFrame(index=cells.index), _SOURCE, _named_sources(cells))
    return Translation(
        with_other_columns(incidents, cells, _RENAMED),
        claims,
        sources,
        notes=(notice("atlos-without-figures"),),
    )


def _flagged(cells: pd.DataFrame, name: str, word: str, value: str) -> "pd.Series[str]":
    """Return `value` where a cell contains a word."""
    has = column(cells, name).str.casefold().str.contains(word, regex=False).fillna(False).astype(bool)
    return pd.Series(value, cells.index, dtype="str").where(has)


def _named_sources(cells: pd.DataFrame) -> pd.DataFrame:
    names = [str(name) for name in cells if str(name).startswith("source_")]
    return pd.concat([linked_sources(column(cells, name)) for name in names or ["source_1"]])


ATLOS = Adapter(
    "Atlos",
    "The CSV export of a project on Atlos.",
    frozenset({"slug", "inserted_at", "updated_at", "description", "latitude", "longitude"}),
    BECOMES,
    translate,
)
