"""UCDP Candidate Events: GED's columns, within months of the events, before UCDP has settled each one."""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation
from mapapp.ingest.adapters.headerless import HeaderlessFormat
from mapapp.ingest.adapters.ucdp_ged import BECOMES, GED_SOURCE, MARKS, translate_as

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
"""The columns of UCDP's event releases, in order."""
_SHAPE = {"id": r"[0-9]+", "type_of_violence": "[123]", "where_prec": "[1-7]", "date_start": r"[0-9]{4}-.*"}


HEADERLESS = HeaderlessFormat("UCDP", COLUMNS, _SHAPE)
"""A release without a header, as some monthly ones were published."""


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a file of candidate events."""
    return translate_as(CANDIDATE_SOURCE, cells)


def _has_unsettled(cells: pd.DataFrame) -> bool:
    statuses = pd.Series(cells["code_status"].unique()).dropna()
    return bool(statuses.str.strip().str.casefold().ne("clear").any())


UCDP_CANDIDATE = Adapter(
    "UCDP Candidate Events",
    "Monthly files with the columns of GED. They are recognised by a `code_status` other than Clear. "
    "A release without a header is read by the order of its columns.",
    MARKS | {"code_status"},
    BECOMES | {"code_status": "the note of UCDP's claim unless it is Clear; the column stays"},
    translate,
    _has_unsettled,
    by_rows=True,
)
