"""ACLED's event data, from the old files in capitals to today's export.

`fatalities` is ACLED's own estimate, not the figure of any one source. 0 means that no deaths were reported,
not that nobody died, so the highest figure stays open. Where the notes say that a number is ACLED's code for
"several" or "unknown", it is not a figure. The order of actors 1 and 2 does not mean attacker and defender.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, joined_names, with_other_columns
from mapapp.ingest.adapters.named_sources import evidence
from mapapp.ingest.date_notations import unambiguous_day
from mapapp.ingest.each_value import parts_of
from mapapp.messages import notice

BECOMES = {
    "event_id_cnty": "`incident_id`",
    "event_date": "`date_start`; with `time_precision` 3 the month's first day, and its last in `date_end`",
    "time_precision": "`date_precision`: 1, 2, 3 are 1, 3 (within a week) and 4 (within a month)",
    "event_type": "`event_type`; older types become today's",
    "sub_event_type": "`sub_event_type`; that of older types is taken from their names",
    "actor1": "`title`, with the kind of event and `actor2`; `actor` in violence against civilians, "
    "unless it is unidentified; in other events in `involved`; the column stays",
    "actor2": "`title`; `other_actor` in violence against civilians; in other events in `involved`; "
    "the column stays",
    "location": "`place_name`",
    "latitude": "`latitude`",
    "longitude": "`longitude`",
    "geo_precision": "`location_precision`: 1, 2, 3 are 1, 2 (near it) and 4 (somewhere in the region)",
    "admin1": "`admin1`",
    "country": "`country`",
    "notes": "`summary`",
    "fatalities": "`killed_low` and `killed_high`; 0 leaves the highest open; blank where the notes say "
    "that the number is coded; the column stays",
    "source": "a source and a relayed claim, not checked, for each part; the column stays",
    "tags": "`tags`",
}

_SOURCE = {
    "source_id": "acled",
    "publisher": "Armed Conflict Location & Event Data (ACLED)",
    "title": "ACLED event data",
    "url": "https://acleddata.com/",
    "language": "en",
    "kind": "reference",
}
_RENAMED = {"event_id_cnty": "incident_id", "location": "place_name", "notes": "summary"}
_DATE_PRECISION = {"1": "1", "2": "3", "3": "4"}
_MONTH = "3"
_PLACE_PRECISION = {"1": "1", "2": "2", "3": "4"}
_CIVILIANS = "Violence against civilians"
_TYPES = {
    "remote violence": ("Explosions/Remote violence", ""),
    "strategic development": ("Strategic developments", ""),
    "violence against civilians": (_CIVILIANS, ""),
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": ("Battles", "Non-state actor overtakes territory"),
    "battle-non-state actors overtake territory": ("Battles", "Non-state actor overtakes territory"),
    "non-violent transfer of territory": ("Strategic developments", "Non-violent transfer of territory"),
    "headquarters or base established": ("Strategic developments", "Headquarters or base established"),
}
"""Event types of older files, in lower case: today's type, and the sub-event type that the name implies."""
_UNNAMED = r"(?i)(?:unidentified|unknown)\b"
_CODED = r"(?i)\bcoded as\b"


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of an ACLED file."""
    kinds, days, deaths = _kinds(cells), _days(cells), _deaths(cells)
    actor1, actor2 = column(cells, "actor1"), column(cells, "actor2")
    against_civilians = kinds["event_type"].eq(_CIVILIANS)
    identified = against_civilians & ~actor1.str.match(_UNNAMED).fillna(True).astype(bool)
    incidents = pd.concat([kinds, days, deaths], axis=1).assign(
        title=_titles(kinds, actor1, actor2),
        actor=actor1.where(identified),
        other_actor=actor2.where(against_civilians),
        involved=joined_names(actor1, actor2).mask(against_civilians),
        date_precision=_code(column(cells, "time_precision"), _DATE_PRECISION),
        location_precision=_code(column(cells, "geo_precision"), _PLACE_PRECISION),
    )
    claims, sources = evidence(
        cells["event_id_cnty"], incidents[["actor", *deaths.columns]], _SOURCE, _named_sources(cells)
    )
    replaced = {"event_date", "time_precision", "geo_precision"}
    remaining = cells.drop(columns=[name for name in replaced if name in cells])
    return Translation(
        with_other_columns(incidents, remaining, _RENAMED),
        claims,
        sources,
        notes=(notice("acled-estimates"),),
    )


def _code(texts: "pd.Series[str]", codes: dict[str, str]) -> "pd.Series[str]":
    """Translate a code; any other text stays, so that it is reported as it is."""
    return texts.map(codes).fillna(texts).astype("str")


def _kinds(cells: pd.DataFrame) -> pd.DataFrame:
    """Convert event types to those of today's files."""
    stated = column(cells, "event_type")
    normalised = stated.str.replace(r"\(s\)", "s", regex=True).str.casefold()
    normalised = normalised.str.replace("actors overtakes", "actors overtake")
    today, sub = (normalised.map({old: new[part] for old, new in _TYPES.items()}) for part in (0, 1))
    subs = column(cells, "sub_event_type")
    return pd.DataFrame(
        {
            "event_type": today.fillna(stated),
            "sub_event_type": subs.fillna(sub.mask(sub.eq(""))),
        },
        dtype="str",
    )


def _days(cells: pd.DataFrame) -> pd.DataFrame:
    texts = cells["event_date"]
    day_by_text = {text: day.day for text in texts.dropna().unique() if (day := unambiguous_day(text))}
    days = pd.to_datetime(texts.map(day_by_text), format="%Y-%m-%d", errors="coerce")
    is_monthly = column(cells, "time_precision").eq(_MONTH) & days.notna()
    month = days.dt.to_period("M")
    first_day, last_day = (month.dt.start_time, month.dt.end_time)
    return pd.DataFrame(
        {
            "date_start": texts.mask(is_monthly, first_day.dt.strftime("%Y-%m-%d")),
            "date_end": last_day.dt.strftime("%Y-%m-%d").where(is_monthly),
        },
        dtype="str",
    )


def _deaths(cells: pd.DataFrame) -> pd.DataFrame:
    stated = column(cells, "fatalities")
    is_coded = column(cells, "notes").str.contains(_CODED).fillna(False).astype(bool)
    low = stated.mask(is_coded & stated.ne("0"))
    return pd.DataFrame({"killed_low": low, "killed_high": low.mask(low.eq("0"))}, dtype="str")


def _titles(kinds: pd.DataFrame, actor1: "pd.Series[str]", actor2: "pd.Series[str]") -> "pd.Series[str]":
    """Build titles from the kind of event and the actors."""
    kind = kinds["sub_event_type"].fillna(kinds["event_type"]).fillna("Event")
    parties = actor1 + (" – " + actor2).fillna("")
    return kind + (": " + parties).fillna("")


def _named_sources(cells: pd.DataFrame) -> pd.DataFrame:
    parts = parts_of(column(cells, "source"), ";").str.strip()
    return pd.DataFrame({"publisher": parts.mask(parts.eq(""))}, dtype="str")


ACLED = Adapter(
    "ACLED",
    "Event data of Armed Conflict Location & Event Data, from 2015 on, as files or from its API; the case of "
    "column names does not matter. ACLED's terms say what may be passed on.",
    frozenset({"event_id_cnty", "event_date"}),
    BECOMES,
    translate,
    by_rows=True,
)
