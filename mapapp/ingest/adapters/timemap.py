"""Exports of TimeMap, the map of Bellingcat and Forensic Architecture: events with their sources and filters.

An export has no figures of people harmed, and names nobody who did it. Which weapon it was is
the judgement of whoever keeps the export.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, told_apart, with_rest
from mapapp.ingest.adapters.named_sources import linked, only_named
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
    """Translate the text of an export whose events have their sources and filters with them."""
    ids = told_apart(cells["id"])
    filters = [
        [*_filters(one), *_filters(other)]
        for one, other in zip(column(cells, "associations"), column(cells, "filters"), strict=True)
    ]
    areas, weapons = (_values(cells, filters, group) for group in (_AREAS, _WEAPONS))
    graphic = column(cells, "graphic").str.casefold().eq("true")
    place = column(cells, "location")
    incidents = pd.DataFrame(
        {
            "incident_id": ids,
            "title": cells["description"].str.extract(_FIRST_SENTENCE, expand=False),
            "date_start": _days(cells["date"]),
            "place_name": place.mask(place.str.casefold().isin(_NOT_KNOWN)),
            "sensitivity": pd.Series("graphic", cells.index, dtype="str").where(graphic),
            "target_type": areas.map(lambda found: _one(found, _TARGETS, "mixed")),
            "weapon": weapons.map(lambda found: _one(found, _CLASSES, "several")),
            "weapon_detail": weapons.map(lambda found: ", ".join(found) or None),
            "cluster_munition": weapons.map(lambda found: "alleged" if _is_cluster(found) else None),
        },
        cells.index,
        dtype="str",
    )
    claims, sources = only_named(ids, "timemap", _named(cells))
    kept = cells.drop(columns=["id", "date", "location"], errors="ignore")
    notes = (notice("timemap-without-figures"),)
    return Translation(with_rest(incidents, kept, {"description": "summary"}), claims, sources, notes=notes)


def _days(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Read days with the month in front, unless one of them shows that they are written otherwise."""
    parts = texts.str.extract(_DAY)
    month, day, year = parts[0].str.zfill(2), parts[1].str.zfill(2), parts[2]
    return texts if month.gt("12").any() else (year + "-" + month + "-" + day).fillna(texts)


def _listed(text: Any) -> list[Any]:
    """Read a cell that holds a list; any other has none."""
    try:
        value = json.loads(text) if isinstance(text, str) else []
    except (ValueError, RecursionError):
        return []
    return value if isinstance(value, list) else []


def _filters(text: Any) -> Iterator[tuple[str, str]]:
    """Name the group and the value of each filter, in either form that exports have."""
    for one in (one for one in _listed(text) if isinstance(one, dict)):
        path = one.get("filter_paths") or [one.get("key"), one.get("value")]
        if isinstance(path, list) and len(path) == 2:
            yield str(path[0]), str(path[1])


def _values(cells: pd.DataFrame, filters: list[list[tuple[str, str]]], group: str) -> "pd.Series[Any]":
    """List, row for row, what is known of a group."""
    found = (
        [v for g, v in row if g.casefold() == group and v.casefold() not in _NOT_KNOWN] for row in filters
    )
    return pd.Series(list(found), cells.index, dtype=object)


def _one(found: list[str], words: Mapping[str, str], several: str) -> str | None:
    """Translate the one value there is; several are told as such, and one that is not ours is blank."""
    return several if len(set(found)) > 1 else words.get(found[0].casefold()) if found else None


def _is_cluster(found: list[str]) -> bool:
    return any(one.casefold() == "cluster munitions" for one in found)


def _named(cells: pd.DataFrame) -> pd.DataFrame:
    listed = cells["sources"].map(_listed).explode().dropna()
    links, titles = (listed.map(get).astype("str") for get in (_link, _title))
    said = links.fillna(titles)
    return linked(said).assign(title=titles[said.notna()].array)


def _link(source: Any) -> str | None:
    if not isinstance(source, dict):
        return str(source)
    paths = source.get("paths") or [source.get("path")]
    return str(paths[0]) if isinstance(paths, list) and paths and paths[0] else None


def _title(source: Any) -> str | None:
    said = source.get("title") or source.get("description") if isinstance(source, dict) else None
    return str(said) if said else None


def _lists_sources(cells: pd.DataFrame) -> bool:
    given = cells["sources"].dropna()
    return bool(len(given)) and bool(given.str.startswith("[").all())


TIMEMAP = Adapter(
    "TimeMap",
    "Events of a TimeMap as JSON: one file whose events hold their sources and filters; one with `events`, "
    "`sources` and `associations`; or three files beside each other whose names differ in these words "
    "(`events.json`, `sources.json`, `associations.json`; open the first).",
    frozenset({"id", "date", "latitude", "longitude", "description", "sources"}),
    BECOMES,
    translate,
    _lists_sources,
)
