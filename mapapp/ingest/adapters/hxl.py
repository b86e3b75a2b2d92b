"""Tables with a row of HXL tags, as on the Humanitarian Data Exchange, recognised by the tags alone.

The tags say what a column holds; its name can be anything. A table that another adapter recognises by its
column names is read by that adapter.
"""

from collections.abc import Sequence

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, first_filled, with_other_columns
from mapapp.ingest.adapters.named_sources import evidence_without_coder, whole_urls
from mapapp.ingest.figures import ends_of
from mapapp.messages import notice

BECOMES = {
    "#event+id": "`incident_id`; also `#meta+id`; without either, rows are numbered",
    "#date": "`date_start`; also `#date+occurred`, `#date+start`, `#date+event`",
    "#date+end": "`date_end`",
    "#geo+lat": "`latitude`",
    "#geo+lon": "`longitude`; also `#geo+lng`, `#geo+long`",
    "#event+type": "`event_type`, in the table's own words; also `#event`",
    "#description": "`summary`; also `#event+description`, `#description+event`",
    "#event+name": "`title`",
    "#loc+name": "`place_name`; also `#loc`",
    "#adm1+name": "`admin1`; also `#adm1`",
    "#country+name": "`country`; also `#country`",
    "#affected+killed": "`killed_low` and `killed_high`, a range too",
    "#affected+injured": "`injured_low` and `injured_high`, likewise",
    "#meta+source": "a source and a relayed claim, not checked, with `#meta+url`; also `#source`",
}
"""Other columns stay under their tags, and columns without a tag under their names."""

_TAGS_BY_COLUMN = {
    "incident_id": ("#event+id", "#meta+id"),
    "date_start": ("#date", "#date+occurred", "#date+start", "#date+event"),
    "date_end": ("#date+end",),
    "latitude": ("#geo+lat",),
    "longitude": ("#geo+lon", "#geo+lng", "#geo+long"),
    "event_type": ("#event+type", "#event"),
    "summary": ("#description", "#event+description", "#description+event"),
    "title": ("#event+name",),
    "place_name": ("#loc+name", "#loc"),
    "admin1": ("#adm1+name", "#adm1"),
    "country": ("#country+name", "#country"),
}
_HARMS = {"killed": "#affected+killed", "injured": "#affected+injured"}
_SOURCE, _URL = ("#meta+source", "#source"), ("#meta+url", "#source+url")


_STANDARD_TAGS = {
    frozenset(tag.split("+")): tag
    for tags in (*_TAGS_BY_COLUMN.values(), tuple(_HARMS.values()), _SOURCE, _URL)
    for tag in tags
}
"""The tags that are read, by their parts: attributes may be in any order."""


def tagged(cells: pd.DataFrame, tags: Sequence[str]) -> dict[str, str]:
    """Return the tag by which to name each column; of several with the same tag, only the first gets it."""
    tag_by_name: dict[str, str] = {}
    for name, tag in zip(cells, map(_standard_tag, tags), strict=True):
        if tag and tag not in tag_by_name.values():
            tag_by_name[str(name)] = tag
    return tag_by_name


def _standard_tag(tag: str) -> str:
    compact = "".join(tag.casefold().split())
    return _STANDARD_TAGS.get(frozenset(compact.split("+")), compact)


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a table whose columns are named by their tags."""
    incidents = pd.DataFrame(
        {name: first_filled(cells, tags) for name, tags in _TAGS_BY_COLUMN.items()}, dtype="str"
    )
    numbered = pd.Series([f"row-{row}" for row in cells.index], cells.index, dtype="str")
    incidents = incidents.assign(incident_id=incidents["incident_id"].fillna(numbered))
    for harm, tag in _HARMS.items():
        incidents = incidents.join(
            ends_of(column(cells, tag)).set_axis([f"{harm}_low", f"{harm}_high"], axis=1)
        )
    named_sources = pd.DataFrame(
        {
            "publisher": first_filled(cells, _SOURCE),
            "title": None,
            "url": whole_urls(first_filled(cells, _URL)),
        }
    )
    claims, sources = evidence_without_coder(incidents["incident_id"], "hxl", named_sources.astype("str"))
    tags_read = {tag for tags in _TAGS_BY_COLUMN.values() for tag in tags} | set(_HARMS.values())
    remaining = cells.drop(columns=[name for name in cells if name in tags_read])
    return Translation(
        with_other_columns(incidents, remaining, {}), claims, sources, notes=(notice("hxl-as-tagged"),)
    )


def _is_dated(cells: pd.DataFrame) -> bool:
    return bool(set(_TAGS_BY_COLUMN["date_start"]) & set(cells)) and bool(
        set(_TAGS_BY_COLUMN["longitude"]) & set(cells)
    )


HXL = Adapter(
    "HXL-tagged tables",
    "Tables of incidents whose second row holds tags in the Humanitarian Exchange Language, as on the "
    "Humanitarian Data Exchange (HDX). Figures are the table's own and nobody's claim.",
    frozenset({"#geo+lat"}),
    BECOMES,
    translate,
    _is_dated,
)
