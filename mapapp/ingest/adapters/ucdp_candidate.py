"""UCDP Candidate Events: GED's columns, months after the events, before UCDP has settled each of them."""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation
from mapapp.ingest.adapters.nameless import Nameless
from mapapp.ingest.adapters.ucdp_ged import BECOMES, GED_SOURCE, MARKS, translated_as

CANDIDATE_SOURCE = GED_SOURCE | {
    "source_id": "ucdp-candidate",
    "title": "UCDP Candidate Events Dataset",
    "note": "Published monthly; UCDP may still correct or drop an event before the yearly release.",
}

COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name"),
    *("side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline"),
    *("source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2"),
    *("latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region"),
    *("event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians"),
    *("deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
"""The columns of UCDP's releases of events in their order."""
_SHAPE = {"id": r"[0-9]+", "type_of_violence": "[123]", "where_prec": "[1-7]", "date_start": r"[0-9]{4}-.*"}


NAMELESS = Nameless("UCDP", COLUMNS, _SHAPE)
"""A release that has no line of names, as some monthly ones were published."""


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a file of candidate events."""
    return translated_as(CANDIDATE_SOURCE, cells)


def _has_unsettled(cells: pd.DataFrame) -> bool:
    said = pd.Series(cells["code_status"].unique()).dropna()
    return bool(said.str.strip().str.casefold().ne("clear").any())


UCDP_CANDIDATE = Adapter(
    "UCDP Candidate Events",
    "Monthly files with the columns of GED. They are known by a `code_status` other than Clear. "
    "A release without a line of names is read by the order of its columns.",
    MARKS | {"code_status"},
    BECOMES | {"code_status": "the note of UCDP's claim unless it is Clear; the column stays"},
    translate,
    _has_unsettled,
    by_rows=True,
)
