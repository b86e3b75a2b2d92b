"""GDELT's events: who does what to whom, extracted from the world's news by a program.

A row is one reading of the news by a program, not an incident that somebody established: one incident may be
in many rows, and some never happened. So no account is counted, and nobody is blamed.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, event_types, with_other_columns
from mapapp.ingest.adapters.headerless import HeaderlessFormat
from mapapp.ingest.adapters.named_sources import BY_A_PROGRAM, evidence, linked_sources
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


def _geo(prefix: str, *, second_version: bool) -> tuple[str, ...]:
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", *(("ADM2Code",) if second_version else ()))
    return tuple(f"{prefix}Geo_{part}" for part in (*parts, "Lat", "Long", "FeatureID"))


def _actor(prefix: str) -> tuple[str, ...]:
    parts = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
    return tuple(f"{prefix}{part}" for part in (*parts, "Type1Code", "Type2Code", "Type3Code"))


def _columns(*, second_version: bool) -> tuple[str, ...]:
    """Return the columns of the first or the second version, in order."""
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *_actor("Actor1"),
        *_actor("Actor2"),
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
        *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
        *_geo("Actor1", second_version=second_version),
        *_geo("Actor2", second_version=second_version),
        *_geo("Action", second_version=second_version),
        *("DATEADDED", "SOURCEURL"),
    )


_SHAPE = {
    "GLOBALEVENTID": "[0-9]+",
    "SQLDATE": "[0-9]{8}",
    "MonthYear": "[0-9]{6}",
    "QuadClass": "[1-4]",
}
HEADERLESS = tuple(
    HeaderlessFormat("GDELT", names, _SHAPE)
    for names in (
        _columns(second_version=True),
        _columns(second_version=False),
        _columns(second_version=False)[:-1],
    )
)
"""Its files have no header: 61 columns since 2015, 58 in the first version, 57 before April 2013."""

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
    """Translate the text of a file of GDELT events."""
    precision = column(cells, "actiongeo_type").map(_PRECISION)
    country_only = precision.eq(_COUNTRY)
    incidents = event_types(column(cells, "eventcode"), _CODES).assign(
        title=_titles(cells),
        latitude=cells["actiongeo_lat"].mask(country_only),
        longitude=cells["actiongeo_long"].mask(country_only),
        location_precision=precision,
        place_name=column(cells, "actiongeo_fullname").where(precision.eq("1")),
        checked="no",
    )
    accounts = pd.DataFrame(BY_A_PROGRAM, cells.index)
    named_sources = linked_sources(column(cells, "sourceurl"))
    claims, sources = evidence(cells["globaleventid"], accounts, _SOURCE, named_sources)
    remaining = cells.drop(columns=["actiongeo_lat", "actiongeo_long"])
    renamed = {"globaleventid": "incident_id", "sqldate": "date_start"}
    return Translation(
        with_other_columns(incidents.astype("str"), remaining, renamed),
        claims,
        sources,
        notes=(notice("machine-coded", kind="GDELT"),),
    )


def _titles(cells: pd.DataFrame) -> "pd.Series[str]":
    root = column(cells, "eventrootcode").str.zfill(2).map(_ROOTS).fillna("Event")
    actor1, actor2 = (column(cells, f"actor{number}name") for number in (1, 2))
    parties = actor1.fillna("?") + " – " + actor2.fillna("?")
    return root + (": " + parties.where(actor1.notna() | actor2.notna())).fillna("")


GDELT = Adapter(
    "GDELT events",
    "The event table of GDELT, first version and second, as its files without a header and as exports "
    "with one. Machine-coded: its rows are readings of the news by a program, not established incidents.",
    frozenset({"globaleventid", "sqldate", "actiongeo_lat", "actiongeo_long"}),
    BECOMES,
    translate,
    by_rows=True,
)
