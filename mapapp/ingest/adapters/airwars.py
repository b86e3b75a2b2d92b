"""Airwars' assessments of civilian harm, in tables made from its pages.

Figures are ranges and count civilians. Airwars' grades rest on evidence that is not in the table, so they are
kept. Where several belligerents are suspected, none is named as the perpetrator.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import (
    Adapter,
    Translation,
    column,
    event_types,
    first_filled,
    with_other_columns,
)
from mapapp.ingest.adapters.named_sources import evidence, whole_urls
from mapapp.ingest.figures import ends_of
from mapapp.messages import notice

BECOMES = {
    "incidence_id": "`incident_id`; also `code`, `airwars ref code`, `unique reference code`",
    "incidence_date": "`date_start`, and `date_end` of an interval; also `incident date`, "
    "`date of incident`, `date`",
    "strike status": "`attribution_status`: declared, likely, contested, single-source; the column stays",
    "strike type": "`title`; `event_type` and `sub_event_type` where it names one kind; the column stays",
    "civilian infrastructure": "`target_detail`; `target_type` where it is one of ours",
    "civilians reported killed": "`killed_low` and `killed_high`, of a range such as 3 – 7; the column stays",
    "civilians reported injured": "`injured_low` and `injured_high`, likewise; the column stays",
    "airwars civilian harm grading": "`harm_status`, by Airwars' own rules; the column stays",
    "suspected belligerent": "`actor`, if this and `suspected belligerents` name one alone; "
    "`known belligerent` goes before both; the columns stay",
    "lat": "`latitude`",
    "long": "`longitude`; `lon` where `long` is blank throughout",
    "incidence_url": "a source, Airwars' page, and a relayed claim, not checked; also `airwars link`; "
    "the column stays",
}

_SOURCE = {
    "source_id": "airwars",
    "publisher": "Airwars",
    "title": "Assessments of civilian harm",
    "url": "https://airwars.org/",
    "language": "en",
    "kind": "ngo",
}
_ID = ("incidence_id", "code", "airwars ref code", "unique reference code")
_DAY = ("incidence_date", "incident date", "date of incident", "date")
_PAGE = ("incidence_url", "airwars link")
_SUSPECTED = ("suspected belligerent", "suspected belligerents")
_ATTRIBUTION = {
    "declared strike": "declared",
    "likely strike": "likely",
    "contested strike": "contested",
    "single source claim": "single-source",
}
_EXPLOSIONS = "Explosions/Remote violence"
_STRIKES = {
    "airstrike": (_EXPLOSIONS, "Air/drone strike"),
    "drone strike": (_EXPLOSIONS, "Air/drone strike"),
    "airstrike, drone strike": (_EXPLOSIONS, "Air/drone strike"),
    "artillery": (_EXPLOSIONS, "Shelling/artillery/missile attack"),
    "naval bombardment": (_EXPLOSIONS, "Shelling/artillery/missile attack"),
    "airstrike and/or artillery": (_EXPLOSIONS, ""),
}
_TARGETS = {
    "residential building": "residential",
    "healthcare facility": "healthcare",
    "educational facility": "education",
    "school": "education",
    "religious institution": "religious",
    "agricultural area": "agricultural",
}
_NOTHING = r"(?i)(?:na|n/a|unknown|none)"


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a table of Airwars assessments."""
    cells = cells.apply(_without_nothing)
    strike = column(cells, "strike type")
    incidents = pd.concat([_places(cells), _harm(cells), event_types(strike, _STRIKES)], axis=1).assign(
        incident_id=first_filled(cells, _ID).str.rstrip(",").str.strip(),
        date_start=first_filled(cells, _DAY),
        title=strike.fillna("Civilian harm") + (": " + column(cells, "civilian infrastructure")).fillna(""),
        actor=_sole_belligerent(cells),
        attribution_status=column(cells, "strike status").str.casefold().map(_ATTRIBUTION),
        harm_status=column(cells, "airwars civilian harm grading").str.casefold(),
        target_type=column(cells, "civilian infrastructure").str.casefold().map(_TARGETS),
        target_detail=column(cells, "civilian infrastructure"),
    )
    incidents = incidents.astype("str")
    accounts = incidents[["actor", "killed_low", "killed_high", "injured_low", "injured_high"]]
    claims, sources = evidence(incidents["incident_id"], accounts, _SOURCE, _pages(cells, incidents))
    replaced = [*_ID, *_DAY, "lat", "long", "lon", "civilian infrastructure"]
    remaining = cells.drop(columns=[name for name in replaced if name in cells])
    return Translation(
        with_other_columns(incidents, remaining, {}), claims, sources, notes=(notice("airwars-grades"),)
    )


def _without_nothing(texts: "pd.Series[str]") -> "pd.Series[str]":
    return texts.mask(texts.str.fullmatch(_NOTHING).fillna(False).astype(bool))


def _places(cells: pd.DataFrame) -> pd.DataFrame:
    longitude = first_filled(cells, ("long", "lon"))
    return pd.DataFrame({"latitude": column(cells, "lat"), "longitude": longitude}, dtype="str")


def _harm(cells: pd.DataFrame) -> pd.DataFrame:
    """Read both ends of the ranges from the first line of a cell; further lines break them down."""
    figures = []
    for harm in ("killed", "injured"):
        ranges = column(cells, f"civilians reported {harm}").str.extract(r"^([^\n]+)", expand=False)
        figures.append(ends_of(ranges).set_axis([f"{harm}_low", f"{harm}_high"], axis=1))
    return pd.concat(figures, axis=1)


def _sole_belligerent(cells: pd.DataFrame) -> "pd.Series[str]":
    singular, plural = (column(cells, name).fillna("") for name in _SUSPECTED)
    return column(cells, "known belligerent").fillna(singular + "," + plural).map(_sole_name).astype("str")


def _sole_name(names: str) -> str | None:
    """Return the only name in a list, even if repeated; None if there are several."""
    distinct = {name.strip() for name in names.split(",")} - {""}
    return distinct.pop() if len(distinct) == 1 else None


def _pages(cells: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    pages = whole_urls(first_filled(cells, _PAGE)).dropna()
    title = "Assessment " + incidents.loc[pages.index, "incident_id"]
    return pd.DataFrame({"publisher": "Airwars", "title": title, "url": pages}, pages.index, dtype="str")


AIRWARS = Adapter(
    "Airwars",
    "Tables made of the pages of Airwars' archive, whose labels they have as columns; the figures are of "
    "civilians only.",
    frozenset({"strike status", "civilians reported killed"}),
    BECOMES,
    translate,
    by_rows=True,
)
