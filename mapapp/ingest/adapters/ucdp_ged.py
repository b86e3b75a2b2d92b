"""UCDP GED, the Georeferenced Event Dataset, with any set of columns since version 17.

By the codebook, an event with `where_prec` 2 happened within about 25 km of its point, and 6 stands for a
whole country, whose point does not locate the incident. `best` is UCDP's own estimate and need not be what
sources agree on, so it does not become `killed_best`.
"""

from collections.abc import Iterator

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, joined_names, with_other_columns
from mapapp.ingest.adapters.named_sources import evidence_in_two_groups
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
    return translate_as(GED_SOURCE, cells)


def translate_as(data_set: dict[str, str], cells: pd.DataFrame) -> Translation:
    """Translate text with GED's columns, published as one of UCDP's data sets."""
    figures = _figures(cells)
    is_one_sided = column(cells, "type_of_violence").eq("3")
    side_a, side_b = cells["side_a"], column(cells, "side_b")
    actor = side_a.where(is_one_sided)
    incidents = _incidents(cells).assign(
        actor=actor,
        other_actor=side_b.where(is_one_sided),
        involved=joined_names(side_a, side_b).mask(is_one_sided),
        **{f"killed_{end}": figures[end] for end in ("low", "high")},
    )
    accounts = incidents[["actor", "killed_low", "killed_high"]].assign(note=_unsettled(cells))
    named_sources = (_from_offices(cells), _from_articles(cells))
    claims, sources, sources_at_end = evidence_in_two_groups(
        cells["id"], accounts, data_set, *map(_linked, named_sources)
    )
    remaining = cells.drop(columns=[name for name in _REPLACED if name in cells])
    return Translation(
        with_other_columns(incidents, remaining, _RENAMED),
        claims,
        sources,
        list(_contradictions(figures)),
        (notice("ged-estimates"),),
        sources_at_end,
    )


def _incidents(cells: pd.DataFrame) -> pd.DataFrame:
    precision = cells["where_prec"]
    kind = column(cells, "type_of_violence")
    country_only = precision.eq(_COUNTRY)
    return pd.DataFrame(
        {
            "title": _titles(cells),
            "latitude": cells["latitude"].mask(country_only),
            "longitude": cells["longitude"].mask(country_only),
            "uncertainty_m": precision.map(_RADIUS_M),
            "place_name": column(cells, "where_coordinates").where(precision.isin(_NAMED_PLACES)),
            "event_type": kind.map(_TYPES).fillna(kind),
        },
        dtype="str",
    )


def _titles(cells: pd.DataFrame) -> "pd.Series[str]":
    """Say who and where, as far as the row says: "Government of X – Y, PLACE"."""
    who = column(cells, "dyad_name").str.replace(" - ", " – ", regex=False)
    place = column(cells, "where_coordinates")
    return (who + ", " + place).fillna(who).fillna(place)


def _figures(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the ends of the range, as text: `low` and `high`, widened to include all three figures.

    A cell that is not a whole number stays unchanged.
    """
    stated = pd.DataFrame(
        {name: of_each_value(cells[name], whole_numbers) for name in ("low", "best", "high")}
    )
    least, most = stated.min(axis=1), stated.max(axis=1)
    only_best = cells["low"].isna() & cells["high"].isna()
    ends = stated.assign(
        low=least.where(stated["low"].notna() | only_best),
        high=most.where(stated["high"].notna() | only_best),
    )
    texts = ends.round().astype("Int64").astype("str")
    with_unread_cells = {
        name: cells[name].where(stated[name].isna(), texts[name]) for name in ("low", "high")
    }
    end_texts = {name: texts[name].where(only_best, with_unread_cells[name]) for name in with_unread_cells}
    stated_cells = cells[["low", "best", "high"]].add_prefix("given_")
    is_contradictory = (
        (stated["low"] > stated["best"])
        | (stated["best"] > stated["high"])
        | (stated["low"] > stated["high"])
    )
    return stated_cells.assign(**end_texts, contradict=is_contradictory)


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
    def as_note(status: "pd.Series[str]") -> "pd.Series[str]":
        return ("UCDP's code status: " + status).mask(status.str.casefold().eq("clear"))

    return of_each_value(column(cells, "code_status"), as_note)


def _from_articles(cells: pd.DataFrame) -> pd.DataFrame:
    """Return a single source for each row without offices, from what it says of its sources."""
    articles = column(cells, "source_article")[column(cells, "source_office").isna()].dropna()
    return pd.DataFrame({"publisher": _UNNAMED, "title": articles}, index=articles.index)


def _linked(sources: pd.DataFrame) -> pd.DataFrame:
    """Find the URLs in the titles of sources."""
    has_link = sources["title"].str.contains("http", regex=False).fillna(False).to_numpy(bool)
    address = sources["title"][has_link].str.extract(r"(https?://[^\s;,\"]+)", expand=False)
    url = pd.Series(None, sources.index, dtype="str")
    url[has_link] = address.array
    return sources.assign(url=url)


def _from_offices(cells: pd.DataFrame) -> pd.DataFrame:
    """Split offices, dates and headlines at semicolons; lists of a different length are blank."""
    offices = column(cells, "source_office").dropna()
    publishers = parts_of(offices, ";")
    dates, titles = (
        _aligned_parts(publishers, offices, column(cells, name))
        for name in ("source_date", "source_headline")
    )
    return pd.DataFrame(
        {
            "publisher": of_each_value(publishers, _unquoted),
            "published_on": of_each_value(dates, _days),
            "title": of_each_value(titles, _unquoted),
        }
    )


def _aligned_parts(
    publishers: "pd.Series[str]", offices: "pd.Series[str]", cells: "pd.Series[str]"
) -> "pd.Series[str]":
    """Split the cells next to `offices` in the same way; where the numbers differ, the parts are blank."""
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
