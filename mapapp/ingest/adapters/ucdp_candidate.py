"""UCDP Candidate Events: GED's columns, months after the events, before UCDP has settled each of them."""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation
from mapapp.ingest.adapters.ucdp_ged import BECOMES, GED_SOURCE, MARKS, translated_as

CANDIDATE_SOURCE = GED_SOURCE | {
    "source_id": "ucdp-candidate",
    "title": "UCDP Candidate Events Dataset",
    "note": "Published monthly; UCDP may still correct or drop an event before the yearly release.",
}


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of a file of candidate events."""
    return translated_as(CANDIDATE_SOURCE, cells)


def _has_unsettled(cells: pd.DataFrame) -> bool:
    status = cells["code_status"].dropna().str.strip().str.casefold()
    return bool(status.ne("clear").any())


UCDP_CANDIDATE = Adapter(
    "UCDP Candidate Events",
    "Monthly files with the columns of GED. They are known by a `code_status` other than Clear.",
    MARKS | {"code_status"},
    BECOMES | {"code_status": "the note of UCDP's claim unless it is Clear; the column stays"},
    translate,
    _has_unsettled,
)
