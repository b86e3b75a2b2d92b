"""Other projects' data sets, read unchanged: recognised by their columns, translated by their codebooks."""

from dataclasses import replace

import pandas as pd

from mapapp.ingest.adapters.acled import ACLED
from mapapp.ingest.adapters.adapter import Adapter, Translation
from mapapp.ingest.adapters.airwars import AIRWARS
from mapapp.ingest.adapters.atlos import ATLOS
from mapapp.ingest.adapters.auto_archiver import AUTO_ARCHIVER
from mapapp.ingest.adapters.gdelt import GDELT
from mapapp.ingest.adapters.gdelt import HEADERLESS as HEADERLESS_GDELT
from mapapp.ingest.adapters.hxl import HXL, tagged
from mapapp.ingest.adapters.timemap import TIMEMAP
from mapapp.ingest.adapters.ucdp_candidate import HEADERLESS as HEADERLESS_UCDP
from mapapp.ingest.adapters.ucdp_candidate import UCDP_CANDIDATE
from mapapp.ingest.adapters.ucdp_ged import UCDP_GED
from mapapp.ingest.adapters.viina import VIINA
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import Note, notice
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

__all__ = ["ADAPTERS", "Adapter", "is_known", "is_ours", "translated", "translated_by_rows"]

ADAPTERS = (UCDP_CANDIDATE, UCDP_GED, ACLED, AIRWARS, TIMEMAP, ATLOS, VIINA, GDELT, AUTO_ARCHIVER, HXL)
"""The first that recognises a file reads it."""
_HEADERLESS = (HEADERLESS_UCDP, *HEADERLESS_GDELT)


def is_known(sheet: Sheet) -> bool:
    """Return whether an adapter recognises a file."""
    return _adapter_of(_with_column_names(sheet)) is not None


def is_ours(sheet: Sheet) -> bool:
    """Return whether a file's column names alone rule out every adapter, whatever its cells hold."""
    names = {*_with_lower_case_names(sheet).columns}
    has_adapter = _with_column_names(sheet) is not sheet or any(
        names >= adapter.marks for adapter in ADAPTERS
    )
    return INCIDENTS.key in names or not has_adapter


def translated(sheet: Sheet) -> dict[str, Sheet]:
    """Return the tables of an incidents file: the file itself, or what an adapter makes of it."""
    sheet = _with_column_names(sheet)
    match = _adapter_of(sheet)
    if match is None:
        return {INCIDENTS.name: sheet}
    return _tables(sheet, *_translate(*match))


def translated_by_rows(sheet: Sheet) -> tuple[dict[str, Sheet], int] | None:
    """Return the tables of a file whose adapter translates each row independently of the others.

    The number of sources at the end of the list, after those of all rows, is returned too. None if no such
    adapter recognises the file by its column names.
    """
    match = _adapter_of(sheet)
    if match is None or not match[0].by_rows or _with_column_names(sheet) is not sheet:
        return None
    adapter, translation = _translate(*match)
    return _tables(sheet, adapter, translation), translation.sources_at_end


def _translate(adapter: Adapter, theirs: pd.DataFrame) -> tuple[Adapter, Translation]:
    return adapter, adapter.translate(theirs.apply(trimmed))


def _with_column_names(sheet: Sheet) -> Sheet:
    """Name the columns of a file without a header, if its format is known."""
    kind = next((candidate for candidate in _HEADERLESS if candidate.fits(sheet)), None)
    return kind.named(sheet) if kind else sheet


def _adapter_of(sheet: Sheet) -> tuple[Adapter, pd.DataFrame] | None:
    """Find the adapter for a file by its column names or tags; return it with the cells named that way."""
    by_name = _with_lower_case_names(sheet)
    readings = (by_name, by_name.rename(columns=tagged(by_name, sheet.tags))) if sheet.tags else (by_name,)
    return next(
        ((adapter, cells) for cells in readings for adapter in ADAPTERS if adapter.knows(cells)), None
    )


def _with_lower_case_names(sheet: Sheet) -> pd.DataFrame:
    names = [name.strip().casefold() or f"column_{number}" for number, name in enumerate(sheet.names, 1)]
    return sheet.cells.set_axis(names, axis=1)


def _tables(sheet: Sheet, adapter: Adapter, translation: Translation) -> dict[str, Sheet]:
    """Turn a translation into sheets; the file's faults and notes go to the incidents."""
    notes = (
        *sheet.notes,
        notice("read-as-adapted", file=sheet.file.path.name, kind=adapter.name),
        *translation.notes,
        Note.of("read-evidence", claims=len(translation.claims), sources=len(translation.sources)),
    )
    incidents = replace(
        sheet,
        names=tuple(map(str, translation.incidents)),
        cells=translation.incidents,
        faults=[*sheet.faults, *translation.faults],
        notes=notes,
        is_translated=True,
    )
    evidence = {CLAIMS.name: translation.claims, SOURCES.name: translation.sources}
    return {INCIDENTS.name: incidents} | {
        name: Sheet(sheet.file, tuple(map(str, cells)), cells, len(cells), is_translated=True)
        for name, cells in evidence.items()
    }
