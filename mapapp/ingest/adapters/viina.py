"""VIINA, reports by Ukrainian and Russian media, located and classified by a program.

Each row is a report, or all reports of one kind from one place on one day. The labels (`t_…`, `a_…`) are a
model's guesses. So no account is counted, nobody is blamed, and the day is that of the report.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, first_filled, with_other_columns
from mapapp.ingest.adapters.named_sources import BY_A_PROGRAM, evidence, whole_urls
from mapapp.ingest.each_value import parts_of
from mapapp.messages import notice

BECOMES = {
    "event_id": "`incident_id`; in the files of one row a day `event_id_1pd`",
    "date": "`date_start`, the day of the report, of no stated precision",
    "longitude": "`longitude`; blank if only the country is known",
    "latitude": "`latitude`, likewise",
    "geo_precision": "`location_precision`: STREET and ADM3 (a settlement) are 1, ADM2 3, ADM1 4, ADM0 6; "
    "the column stays",
    "asciiname": "`place_name`, if a settlement is meant; the column stays",
    "adm1_name": "`admin1`",
    "t_airstrike_b": "`event_type` and `sub_event_type`, as the other labels of kinds of events do, "
    "where those that are 1 agree; the columns stay",
    "source": "a source and a claim, not checked, for each; also `sources`; the column stays",
    "url": "`url` of this source; the column stays",
    "text": "`title` of this source; the column stays",
    "lang": "`language` of this source: ua is uk; the column stays",
}

_SOURCE = {
    "source_id": "viina",
    "publisher": "VIINA",
    "title": "Violent Incident Information from News Articles",
    "url": "https://github.com/zhukovyuri/VIINA",
    "language": "en",
    "kind": "reference",
    "note": "Located and labelled by a program.",
}
_PRECISION = {"street": "1", "adm3": "1", "adm2": "3", "adm1": "4", "adm0": "6"}
_COUNTRY = "6"
_EXPLOSIONS, _BATTLES = "Explosions/Remote violence", "Battles"
_KINDS = {
    "t_airstrike_b": (_EXPLOSIONS, "Air/drone strike"),
    "t_uav_b": (_EXPLOSIONS, "Air/drone strike"),
    "t_artillery_b": (_EXPLOSIONS, "Shelling/artillery/missile attack"),
    "t_ied_b": (_EXPLOSIONS, "Remote explosive/landmine/IED"),
    "t_firefight_b": (_BATTLES, "Armed clash"),
    "t_armor_b": (_BATTLES, "Armed clash"),
    "t_raid_b": (_BATTLES, ""),
    "t_arrest_b": ("Strategic developments", "Arrests"),
}


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a VIINA file."""
    precision = column(cells, "geo_precision").str.casefold().map(_PRECISION)
    country_only = precision.eq(_COUNTRY)
    kinds = _kinds(cells)
    place = column(cells, "asciiname").where(precision.eq("1"))
    kind = kinds["sub_event_type"].fillna(kinds["event_type"]).fillna("Report")
    incidents = kinds.assign(
        incident_id=first_filled(cells, ("event_id", "event_id_1pd")),
        title=kind + (": " + place).fillna(""),
        latitude=cells["latitude"].mask(country_only),
        longitude=cells["longitude"].mask(country_only),
        location_precision=precision,
        place_name=place,
        checked="no",
    ).astype("str")
    accounts = pd.DataFrame(BY_A_PROGRAM, cells.index)
    claims, sources = evidence(incidents["incident_id"], accounts, _SOURCE, _named_sources(cells))
    remaining = cells.drop(columns=[name for name in ("event_id",) if name in cells])
    renamed = {"date": "date_start", "adm1_name": "admin1"}
    return Translation(
        with_other_columns(incidents, remaining, renamed),
        claims,
        sources,
        notes=(notice("machine-coded", kind="VIINA"),),
    )


def _kinds(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the kind of event where all labels that are set mean the same."""
    kinds = {}
    for part, name in enumerate(("event_type", "sub_event_type")):
        labels = pd.DataFrame(
            {
                label: pd.Series(kind[part], cells.index, dtype="str").where(cells[label].eq("1"))
                for label, kind in _KINDS.items()
                if label in cells
            },
            index=cells.index,
        )
        first_label = labels.bfill(axis=1).iloc[:, 0] if len(labels.columns) else column(cells, "")
        kinds[name] = first_label.where(labels.nunique(axis=1).eq(1) & first_label.ne(""))
    return pd.DataFrame(kinds, dtype="str")


def _named_sources(cells: pd.DataFrame) -> pd.DataFrame:
    names = parts_of(first_filled(cells, ("source", "sources")), "[;,|]").str.strip()
    about = pd.DataFrame(
        {
            "title": column(cells, "text"),
            "url": whole_urls(column(cells, "url")),
            "language": column(cells, "lang").replace({"ua": "uk"}),
        }
    ).loc[names.index]
    return about.assign(publisher=names.array, kind="news").astype("str")


def _is_viina(cells: pd.DataFrame) -> bool:
    return bool({"viina_version", "geo_api"} & set(cells))


VIINA = Adapter(
    "VIINA",
    "Violent Incident Information from News Articles: event reports, first version or second, and the files "
    "of one row for a day and place. Machine-coded: its rows say what media reported, not what is known. "
    "Files of labels alone have no places; join them to the reports by `event_id`.",
    frozenset({"date", "longitude", "latitude", "geo_precision"}),
    BECOMES,
    translate,
    _is_viina,
    by_rows=True,
)
