"""Tables with a row of HXL tags, as the Humanitarian Data Exchange has them, known by the tags alone.

The tags say what a column holds; the names of columns are whoever's words. A table that another adapter knows
by its names is read by that one.
"""

from collections.abc import Sequence

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, first_of, with_rest
from mapapp.ingest.adapters.named_sources import addresses, only_named
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
"""Other columns stay, under their tags; a column without a tag under its name."""

_ALSO = {
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


_WRITTEN = {
    frozenset(tag.split("+")): tag
    for tags in (*_ALSO.values(), tuple(_HARMS.values()), _SOURCE, _URL)
    for tag in tags
}
"""The tags that are read, by their parts: attributes may stand in any order."""


def tagged(cells: pd.DataFrame, tags: Sequence[str]) -> dict[str, str]:
    """Say by which tag each column is called; of several with the same tag only the first is."""
    called: dict[str, str] = {}
    for name, tag in zip(cells, map(_as_written, tags), strict=True):
        if tag and tag not in called.values():
            called[str(name)] = tag
    return called


def _as_written(tag: str) -> str:
    bare = "".join(tag.casefold().split())
    return _WRITTEN.get(frozenset(bare.split("+")), bare)


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a table whose columns are called by their tags."""
    ours = pd.DataFrame({name: first_of(cells, tags) for name, tags in _ALSO.items()}, dtype="str")
    numbered = pd.Series([f"row-{row}" for row in cells.index], cells.index, dtype="str")
    ours = ours.assign(incident_id=ours["incident_id"].fillna(numbered))
    for harm, tag in _HARMS.items():
        ours = ours.join(ends_of(column(cells, tag)).set_axis([f"{harm}_low", f"{harm}_high"], axis=1))
    named = pd.DataFrame(
        {"publisher": first_of(cells, _SOURCE), "title": None, "url": addresses(first_of(cells, _URL))}
    )
    claims, sources = only_named(ours["incident_id"], "hxl", named.astype("str"))
    read = {tag for tags in _ALSO.values() for tag in tags} | set(_HARMS.values())
    kept = cells.drop(columns=[name for name in cells if name in read])
    return Translation(with_rest(ours, kept, {}), claims, sources, notes=(notice("hxl-as-tagged"),))


def _is_dated(cells: pd.DataFrame) -> bool:
    return bool(set(_ALSO["date_start"]) & set(cells)) and bool(set(_ALSO["longitude"]) & set(cells))


HXL = Adapter(
    "HXL-tagged tables",
    "Tables of incidents whose second row holds tags in the Humanitarian Exchange Language, as on the "
    "Humanitarian Data Exchange (HDX). Figures are the table's own and nobody's claim.",
    frozenset({"#geo+lat"}),
    BECOMES,
    translate,
    _is_dated,
)
