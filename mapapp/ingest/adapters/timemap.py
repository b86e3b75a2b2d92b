"""Exports of TimeMap, the map of Bellingcat and Forensic Architecture: events with their sources and filters.

An export has no figures of people harmed, and does not say who did it. The weapon is the judgement of the
export's authors.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from mapapp.ingest.adapters.adapter import (
    Adapter,
    Translation,
    column,
    unique_identifiers,
    with_other_columns,
)
from mapapp.ingest.adapters.named_sources import evidence_without_coder, linked_sources
from mapapp.messages import notice

BECOMES = {
    "id": "`incident_id`; one that stands in several rows is numbered from the second on",
    "date": "`date_start`; the month stands in front, unless a day shows that it does not",
    "latitude": "`latitude`",
    "longitude": "`longitude`",
    "location": "`place_name`",
    "description": "`summary`; its first sentence is the `title`",
    "graphic": "`sensitivity`, if TRUE; the column stays",
    "sources": "a source and a relayed claim, not checked, for each; the column stays",
    "associations": "Type of area affected: `target_type`; Weapon System: `weapon`, `weapon_detail`, and "
    "cluster munitions as alleged; `filters` likewise; the column stays",
}

_DAY = r"^(\d{1,2})/(\d{1,2})/(\d{4})$"
_FIRST_SENTENCE = r"(?s)^\s*(.+?(?:[.!?](?=\s|$)|$))"
_AREAS, _WEAPONS = "type of area affected", "weapon system"
_TARGETS = {
    "residential": "residential",
    "school or childcare": "education",
    "commercial": "commercial",
    "industrial": "industrial",
    "healthcare": "healthcare",
    "administrative": "administrative",
    "religious": "religious",
    "roads/highways/transport": "infrastructure",
    "military": "military",
}
_CLASSES = {
    "he rocket artillery": "rocket artillery",
    "small arms": "small arms",
    "incendiary munitions": "incendiary",
    "ballistic missile": "ballistic missile",
    "loitering munition": "drone",
    "air strike": "aircraft",
    "land mines": "other",
    "thermobaric munition": "other",
}
_NOT_KNOWN = {"unknown", "undefined", ""}


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of an export whose events include their sources and filters."""
    ids = unique_identifiers(cells["id"])
    filters = [
        [*_filters(associations), *_filters(row_filters)]
        for associations, row_filters in zip(
            column(cells, "associations"), column(cells, "filters"), strict=True
        )
    ]
    areas, weapons = (_values(cells, filters, group) for group in (_AREAS, _WEAPONS))
    graphic = column(cells, "graphic").str.casefold().eq("true")
    location = column(cells, "location")
    incidents = pd.DataFrame(
        {
            "incident_id": ids,
            "title": cells["description"].str.extract(_FIRST_SENTENCE, expand=False),
            "date_start": _days(cells["date"]),
            "place_name": location.mask(location.str.casefold().isin(_NOT_KNOWN)),
            "sensitivity": pd.Series("graphic", cells.index, dtype="str").where(graphic),
            "target_type": areas.map(lambda values: _single(values, _TARGETS, "mixed")),
            "weapon": weapons.map(lambda values: _single(values, _CLASSES, "several")),
            "weapon_detail": weapons.map(lambda values: ", ".join(values) or None),
            "cluster_munition": weapons.map(lambda values: "alleged" if _is_cluster(values) else None),
        },
        cells.index,
        dtype="str",
    )
    claims, sources = evidence_without_coder(ids, "timemap", _named_sources(cells))
    remaining = cells.drop(columns=["id", "date", "location"], errors="ignore")
    notes = (notice("timemap-without-figures"),)
    return Translation(
        with_other_columns(incidents, remaining, {"description": "summary"}), claims, sources, notes=notes
    )


def _days(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Read days with the month first, unless one of them shows that they are written otherwise."""
    parts = texts.str.extract(_DAY)
    month, day, year = parts[0].str.zfill(2), parts[1].str.zfill(2), parts[2]
    return texts if month.gt("12").any() else (year + "-" + month + "-" + day).fillna(texts)


def _as_list(text: Any) -> list[Any]:
    """Read a cell that holds a list; any other gives an empty one."""
    try:
        value = json.loads(text) if isinstance(text, str) else []
    except (ValueError, RecursionError):
        return []
    return value if isinstance(value, list) else []


def _filters(text: Any) -> Iterator[tuple[str, str]]:
    """Return the group and value of each filter, in either form that exports use."""
    for entry in (entry for entry in _as_list(text) if isinstance(entry, dict)):
        path = entry.get("filter_paths") or [entry.get("key"), entry.get("value")]
        if isinstance(path, list) and len(path) == 2:
            yield str(path[0]), str(path[1])


def _values(cells: pd.DataFrame, filters: list[list[tuple[str, str]]], group: str) -> "pd.Series[Any]":
    """List, row by row, the known values of a group."""
    values = (
        [v for g, v in row if g.casefold() == group and v.casefold() not in _NOT_KNOWN] for row in filters
    )
    return pd.Series(list(values), cells.index, dtype=object)


def _single(values: list[str], words: Mapping[str, str], several: str) -> str | None:
    """Translate a single value, blank if it is not one of ours; several values become `several`."""
    return several if len(set(values)) > 1 else words.get(values[0].casefold()) if values else None


def _is_cluster(weapons: list[str]) -> bool:
    return any(weapon.casefold() == "cluster munitions" for weapon in weapons)


def _named_sources(cells: pd.DataFrame) -> pd.DataFrame:
    source_entries = cells["sources"].map(_as_list).explode().dropna()
    links, titles = (source_entries.map(get).astype("str") for get in (_link, _title))
    link_or_title = links.fillna(titles)
    return linked_sources(link_or_title).assign(title=titles[link_or_title.notna()].array)


def _link(source: Any) -> str | None:
    if not isinstance(source, dict):
        return str(source)
    paths = source.get("paths") or [source.get("path")]
    return str(paths[0]) if isinstance(paths, list) and paths and paths[0] else None


def _title(source: Any) -> str | None:
    title = source.get("title") or source.get("description") if isinstance(source, dict) else None
    return str(title) if title else None


def _lists_sources(cells: pd.DataFrame) -> bool:
    stated = cells["sources"].dropna()
    return bool(len(stated)) and bool(stated.str.startswith("[").all())


TIMEMAP = Adapter(
    "TimeMap",
    "Events of a TimeMap as JSON: one file whose events hold their sources and filters; one with `events`, "
    "`sources` and `associations`; or three files next to each other whose names differ in these words "
    "(`events.json`, `sources.json`, `associations.json`; open the first).",
    frozenset({"id", "date", "latitude", "longitude", "description", "sources"}),
    BECOMES,
    translate,
    _lists_sources,
)
