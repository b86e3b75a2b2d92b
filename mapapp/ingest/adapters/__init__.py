"""Data sets of others, read as they come: each is known by its columns and translated by its codebook."""

from dataclasses import replace

import pandas as pd

from mapapp.ingest.adapters.acled import ACLED
from mapapp.ingest.adapters.adapter import Adapter, Translation
from mapapp.ingest.adapters.ucdp_candidate import UCDP_CANDIDATE, with_names
from mapapp.ingest.adapters.ucdp_ged import UCDP_GED
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import notice
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

__all__ = ["ADAPTERS", "Adapter", "is_known", "translated"]

ADAPTERS = (UCDP_CANDIDATE, UCDP_GED, ACLED)
"""The first one that knows a file reads it."""


def is_known(sheet: Sheet) -> bool:
    """Tell whether an adapter knows a file."""
    return _adapter_for(_as_theirs(with_names(sheet))) is not None


def _adapter_for(theirs: pd.DataFrame) -> Adapter | None:
    return next((one for one in ADAPTERS if one.knows(theirs)), None)


def translated(sheet: Sheet) -> dict[str, Sheet]:
    """Return the tables that an incidents file amounts to: itself, or what an adapter makes of it."""
    sheet = with_names(sheet)
    theirs = _as_theirs(sheet)
    adapter = _adapter_for(theirs)
    if adapter is None:
        return {INCIDENTS.name: sheet}
    return _tables(sheet, adapter, adapter.translate(theirs.apply(trimmed)))


def _as_theirs(sheet: Sheet) -> pd.DataFrame:
    names = [name.strip().casefold() or f"column_{place}" for place, name in enumerate(sheet.names, 1)]
    return sheet.cells.set_axis(names, axis=1)


def _tables(sheet: Sheet, adapter: Adapter, done: Translation) -> dict[str, Sheet]:
    """Put what a translation gave into sheets; the file's faults and notes are the incidents'."""
    told = (
        *sheet.notes,
        notice("read-as-adapted", file=sheet.file.path.name, kind=adapter.name),
        *done.notes,
        notice("read-evidence", claims=len(done.claims), sources=len(done.sources)),
    )
    incidents = replace(
        sheet,
        names=tuple(map(str, done.incidents)),
        cells=done.incidents,
        faults=[*sheet.faults, *done.faults],
        notes=told,
        is_translated=True,
    )
    others = {CLAIMS.name: done.claims, SOURCES.name: done.sources}
    return {INCIDENTS.name: incidents} | {
        name: Sheet(sheet.file, tuple(map(str, cells)), cells, len(cells), is_translated=True)
        for name, cells in others.items()
    }
