"""GDELT's events: who does what to whom, as a program reads it out of the world's news.

A row is one reading of the news by a program, not an incident that somebody established: the same incident
may stand in many rows, and some never happened. So nobody's account is counted, and nobody is blamed.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, known, with_rest
from mapapp.ingest.adapters.named_sources import BY_A_PROGRAM, evidence, linked
from mapapp.ingest.adapters.nameless import Nameless
from mapapp.messages import notice

BECOMES = {
    "globaleventid": "`incident_id`",
    "sqldate": "`date_start`, of no stated precision",
    "eventcode": "`event_type` and `sub_event_type`, where CAMEO's code means one of ours; the column stays",
    "eventrootcode": "`title`, in CAMEO's words, with the actors; the column stays",
    "actor1name": "`title`; nobody is blamed; the column stays",
    "actor2name": "`title`; the column stays",
    "actiongeo_type": "`location_precision`: cities (3, 4) are 1, states (2, 5) 4, a country (1) 6; "
    "the column stays",
    "actiongeo_fullname": "`place_name`, if a city is meant; the column stays",
    "actiongeo_lat": "`latitude`; blank if only the country is known",
    "actiongeo_long": "`longitude`, likewise",
    "sourceurl": "a source and a claim, not checked; the column stays",
}

_SOURCE = {
    "source_id": "gdelt",
    "publisher": "The GDELT Project",
    "title": "GDELT Event Database",
    "url": "https://www.gdeltproject.org/",
    "language": "en",
    "kind": "reference",
    "note": "Read out of news texts by a program.",
}


def _geo(whose: str, *, second: bool) -> tuple[str, ...]:
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", *(("ADM2Code",) if second else ()))
    return tuple(f"{whose}Geo_{part}" for part in (*parts, "Lat", "Long", "FeatureID"))


def _actor(whose: str) -> tuple[str, ...]:
    parts = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
    return tuple(f"{whose}{part}" for part in (*parts, "Type1Code", "Type2Code", "Type3Code"))


def _columns(*, second: bool) -> tuple[str, ...]:
    """Name the columns of the first version, or of the second, in their order."""
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *_actor("Actor1"),
        *_actor("Actor2"),
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
        *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
        *_geo("Actor1", second=second),
        *_geo("Actor2", second=second),
        *_geo("Action", second=second),
        *("DATEADDED", "SOURCEURL"),
    )


_SHAPE = {
    "GLOBALEVENTID": "[0-9]+",
    "SQLDATE": "[0-9]{8}",
    "MonthYear": "[0-9]{6}",
    "QuadClass": "[1-4]",
}
NAMELESS = tuple(
    Nameless("GDELT", names, _SHAPE)
    for names in (_columns(second=True), _columns(second=False), _columns(second=False)[:-1])
)
"""Its files have no line of names: 61 columns since 2015, 58 in the first version, 57 before April 2013."""

_PRECISION = {"1": "6", "2": "4", "3": "1", "4": "1", "5": "4"}
_COUNTRY = "6"
_ROOTS = {
    "01": "Public statement",
    "02": "Appeal",
    "03": "Intent to cooperate",
    "04": "Consultation",
    "05": "Diplomatic cooperation",
    "06": "Material cooperation",
    "07": "Aid",
    "08": "Yielding",
    "09": "Investigation",
    "10": "Demand",
    "11": "Disapproval",
    "12": "Rejection",
    "13": "Threat",
    "14": "Protest",
    "15": "Show of force",
    "16": "Reduced relations",
    "17": "Coercion",
    "18": "Assault",
    "19": "Fighting",
    "20": "Mass violence",
}
_EXPLOSIONS, _CIVILIANS = "Explosions/Remote violence", "Violence against civilians"
_CODES = {
    "140": ("Protests", ""),
    "141": ("Protests", ""),
    "145": ("Riots", ""),
    "173": ("Strategic developments", "Arrests"),
    "1821": (_CIVILIANS, "Sexual violence"),
    "1831": (_EXPLOSIONS, "Suicide bomb"),
    "1833": (_EXPLOSIONS, "Remote explosive/landmine/IED"),
    "193": ("Battles", "Armed clash"),
    "194": (_EXPLOSIONS, "Shelling/artillery/missile attack"),
    "195": (_EXPLOSIONS, "Air/drone strike"),
    "1951": (_EXPLOSIONS, "Air/drone strike"),
    "1952": (_EXPLOSIONS, "Air/drone strike"),
}


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a file of GDELT's events."""
    precision = column(cells, "actiongeo_type").map(_PRECISION)
    anywhere = precision.eq(_COUNTRY)
    incidents = known(column(cells, "eventcode"), _CODES).assign(
        title=_titles(cells),
        latitude=cells["actiongeo_lat"].mask(anywhere),
        longitude=cells["actiongeo_long"].mask(anywhere),
        location_precision=precision,
        place_name=column(cells, "actiongeo_fullname").where(precision.eq("1")),
        checked="no",
    )
    accounts = pd.DataFrame(BY_A_PROGRAM, cells.index)
    named = linked(column(cells, "sourceurl"))
    claims, sources = evidence(cells["globaleventid"], accounts, _SOURCE, named)
    kept = cells.drop(columns=["actiongeo_lat", "actiongeo_long"])
    renamed = {"globaleventid": "incident_id", "sqldate": "date_start"}
    return Translation(
        with_rest(incidents.astype("str"), kept, renamed),
        claims,
        sources,
        notes=(notice("machine-coded", kind="GDELT"),),
    )


def _titles(cells: pd.DataFrame) -> "pd.Series[str]":
    root = column(cells, "eventrootcode").str.zfill(2).map(_ROOTS).fillna("Event")
    first, second = (column(cells, f"actor{number}name") for number in (1, 2))
    parties = first.fillna("?") + " – " + second.fillna("?")
    return root + (": " + parties.where(first.notna() | second.notna())).fillna("")


GDELT = Adapter(
    "GDELT events",
    "The event table of GDELT, first version and second, as its files without a line of names and as exports "
    "with one. Machine-coded: its rows are readings of the news by a program, not established incidents.",
    frozenset({"globaleventid", "sqldate", "actiongeo_lat", "actiongeo_long"}),
    BECOMES,
    translate,
    by_rows=True,
)
