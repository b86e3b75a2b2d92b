"""UCDP GED, the Georeferenced Event Dataset, in all column sets since version 17.

The codebook says that a point with `where_prec` 2 is the known one within about 25 km of which it happened,
and that 6 is the whole country: its point is no place of the incident. `best` is UCDP's own estimate and need
not be what sources agree on, so it is not `killed_best`.
"""

from collections.abc import Iterator

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, joined, with_rest
from mapapp.ingest.adapters.named_sources import evidence_in_two
from mapapp.ingest.cell_types import whole_numbers
from mapapp.ingest.each_value import of_each_value, parts_of
from mapapp.ingest.sheet import trimmed
from mapapp.messages import fault, notice
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import INCIDENTS

MARKS = frozenset(
    {"id", "date_start", "date_prec", "where_prec", "latitude", "longitude", "side_a", "best", "low", "high"}
)
GED_SOURCE = {
    "source_id": "ucdp",
    "publisher": "Uppsala Conflict Data Program (UCDP)",
    "title": "UCDP Georeferenced Event Dataset (GED)",
    "url": "https://ucdp.uu.se/downloads/",
    "language": "en",
    "kind": "reference",
}
BECOMES = {
    "id": "`incident_id`",
    "dyad_name": "`title`, with the place that `where_coordinates` names; the column stays",
    "date_start": "`date_start`: its day; UCDP writes midnight behind it",
    "date_end": "`date_end`, likewise",
    "date_prec": "`date_precision`, the same codes",
    "latitude": "`latitude`; blank with `where_prec` 6",
    "longitude": "`longitude`; blank with `where_prec` 6, a whole country (its point stays in `geom_wkt`)",
    "where_prec": "`location_precision`, the same codes; 2 gives an `uncertainty_m` of 25,000",
    "where_coordinates": "`place_name` with `where_prec` 1 to 3; the column stays",
    "adm_1": "`admin1`",
    "country": "`country`",
    "type_of_violence": "`event_type`: State-based conflict, Non-state conflict, "
    "or (3, one-sided) Violence against civilians",
    "side_a": "`actor` with `type_of_violence` 3; else in `involved`, and nobody is blamed; the column stays",
    "side_b": "`other_actor` with `type_of_violence` 3; else in `involved`; the column stays",
    "low": "`killed_low`, of combatants too; the least of the three figures where they contradict each other",
    "high": "`killed_high`, likewise the greatest",
    "best": "stays as UCDP's own estimate; both ends where `low` and `high` are blank",
    "source_office": "a source and a relayed claim, not checked, for each part; the column stays",
    "source_date": "`published_on` of these sources (1753-01-01 is blank); the column stays",
    "source_headline": "`title` of these sources; the column stays",
    "source_article": "one source where `source_office` is blank; the column stays",
}

_RENAMED = {
    "id": "incident_id",
    "date_prec": "date_precision",
    "where_prec": "location_precision",
    "adm_1": "admin1",
}
_REPLACED = {"low", "high", "type_of_violence"}
_TYPES = {
    "1": "State-based conflict",
    "2": "Non-state conflict",
    "3": "Violence against civilians",
}
_NO_DATE = "1753-01-01"
_NAMED_PLACES = ("1", "2", "3")
_COUNTRY = "6"
_RADIUS_M = {"2": "25000"}
_UNNAMED = "Not named apart"


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a GED file."""
    return translated_as(GED_SOURCE, cells)


def translated_as(data_set: dict[str, str], cells: pd.DataFrame) -> Translation:
    """Translate text with GED's columns, published as a data set of UCDP."""
    figures = _figures(cells)
    one_sided = column(cells, "type_of_violence").eq("3")
    first, second = cells["side_a"], column(cells, "side_b")
    actor = first.where(one_sided)
    incidents = _incidents(cells).assign(
        actor=actor,
        other_actor=second.where(one_sided),
        involved=joined(first, second).mask(one_sided),
        **{f"killed_{end}": figures[end] for end in ("low", "high")},
    )
    accounts = incidents[["actor", "killed_low", "killed_high"]].assign(note=_unsettled(cells))
    named = (_in_parallel(cells), _free(cells))
    claims, sources, later = evidence_in_two(cells["id"], accounts, data_set, *map(_linked, named))
    kept = cells.drop(columns=[name for name in _REPLACED if name in cells])
    return Translation(
        with_rest(incidents, kept, _RENAMED),
        claims,
        sources,
        list(_contradictions(figures)),
        (notice("ged-estimates"),),
        later,
    )


def _incidents(cells: pd.DataFrame) -> pd.DataFrame:
    precision = cells["where_prec"]
    kind = column(cells, "type_of_violence")
    anywhere = precision.eq(_COUNTRY)
    return pd.DataFrame(
        {
            "title": _titles(cells),
            "latitude": cells["latitude"].mask(anywhere),
            "longitude": cells["longitude"].mask(anywhere),
            "uncertainty_m": precision.map(_RADIUS_M),
            "place_name": column(cells, "where_coordinates").where(precision.isin(_NAMED_PLACES)),
            "event_type": kind.map(_TYPES).fillna(kind),
        },
        dtype="str",
    )


def _titles(cells: pd.DataFrame) -> "pd.Series[str]":
    """Say who and where, as far as the row does: "Government of X – Y, PLACE"."""
    who = column(cells, "dyad_name").str.replace(" - ", " – ", regex=False)
    place = column(cells, "where_coordinates")
    return (who + ", " + place).fillna(who).fillna(place)


def _figures(cells: pd.DataFrame) -> pd.DataFrame:
    """Find the ends of the range, as text: the given ones, widened so that they hold all three figures.

    A cell that is no whole number stays as it is.
    """
    given = pd.DataFrame(
        {name: of_each_value(cells[name], whole_numbers) for name in ("low", "best", "high")}
    )
    least, most = given.min(axis=1), given.max(axis=1)
    alone = cells["low"].isna() & cells["high"].isna()
    ends = given.assign(
        low=least.where(given["low"].notna() | alone), high=most.where(given["high"].notna() | alone)
    )
    texts = ends.round().astype("Int64").astype("str")
    unread = {name: cells[name].where(given[name].isna(), texts[name]) for name in ("low", "high")}
    written = {name: texts[name].where(alone, unread[name]) for name in unread}
    said = cells[["low", "best", "high"]].add_prefix("given_")
    wrong = (given["low"] > given["best"]) | (given["best"] > given["high"]) | (given["low"] > given["high"])
    return said.assign(**written, contradict=wrong)


def _contradictions(figures: pd.DataFrame) -> Iterator[Fault]:
    for row, cells in figures[figures["contradict"]].fillna("blank").iterrows():
        yield Fault(
            INCIDENTS.name,
            int(str(row)),
            "killed_low",
            str(cells["given_low"]),
            *fault(
                "ged-contradictory",
                **{name: str(cells[f"given_{name}"]) for name in ("low", "best", "high")},
                **{"from": str(cells["low"]), "to": str(cells["high"])},
            ),
            Effect.KEPT,
        )


def _unsettled(cells: pd.DataFrame) -> "pd.Series[str]":
    def told(status: "pd.Series[str]") -> "pd.Series[str]":
        return ("UCDP's code status: " + status).mask(status.str.casefold().eq("clear"))

    return of_each_value(column(cells, "code_status"), told)


def _free(cells: pd.DataFrame) -> pd.DataFrame:
    """Take what rows without offices say of their sources as one source each."""
    free = column(cells, "source_article")[column(cells, "source_office").isna()].dropna()
    return pd.DataFrame({"publisher": _UNNAMED, "title": free}, index=free.index)


def _linked(named: pd.DataFrame) -> pd.DataFrame:
    """Find the addresses in titles of sources."""
    linked = named["title"].str.contains("http", regex=False).fillna(False).to_numpy(bool)
    address = named["title"][linked].str.extract(r"(https?://[^\s;,\"]+)", expand=False)
    url = pd.Series(None, named.index, dtype="str")
    url[linked] = address.array
    return named.assign(url=url)


def _in_parallel(cells: pd.DataFrame) -> pd.DataFrame:
    """Take offices, dates and headlines apart at semicolons; those of another number are blank."""
    offices = column(cells, "source_office").dropna()
    publishers = parts_of(offices, ";")
    dates, titles = (
        _parts_beside(publishers, offices, column(cells, name)) for name in ("source_date", "source_headline")
    )
    return pd.DataFrame(
        {
            "publisher": of_each_value(publishers, _unquoted),
            "published_on": of_each_value(dates, _days),
            "title": of_each_value(titles, _unquoted),
        }
    )


def _parts_beside(
    publishers: "pd.Series[str]", offices: "pd.Series[str]", cells: "pd.Series[str]"
) -> "pd.Series[str]":
    """Take the cells beside `offices` apart as these are; where the numbers differ, the parts are blank."""
    texts = (cells if len(cells) == len(offices) else cells[offices.index]).fillna("")
    parts = parts_of(texts, ";")
    if parts.index.equals(publishers.index):
        return parts
    separators = offices.str.count(";")
    blank = separators.map({number: ";" * number for number in separators.unique()})
    return parts_of(texts.mask(texts.str.count(";").ne(separators), blank), ";")


def _days(texts: "pd.Series[str]") -> "pd.Series[str]":
    days = _unquoted(texts).str.slice(0, 10)
    return days.mask(days.eq(_NO_DATE))


def _unquoted(texts: "pd.Series[str]") -> "pd.Series[str]":
    bare = trimmed(texts)
    if not bare.str.contains('"', regex=False).any():
        return bare
    bare = bare.str.strip('"')
    return bare.mask(bare.eq(""))


UCDP_GED = Adapter(
    "UCDP GED",
    "The Georeferenced Event Dataset of the Uppsala Conflict Data Program, versions 17 and later, as CSV.",
    MARKS,
    BECOMES,
    translate,
    by_rows=True,
)
