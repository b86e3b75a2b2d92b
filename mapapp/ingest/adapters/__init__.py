"""Data sets of others, read as they come: each is known by its columns and translated by its codebook."""

from dataclasses import replace

import pandas as pd

from mapapp.ingest.adapters.acled import ACLED
from mapapp.ingest.adapters.adapter import Adapter, Translation
from mapapp.ingest.adapters.airwars import AIRWARS
from mapapp.ingest.adapters.atlos import ATLOS
from mapapp.ingest.adapters.auto_archiver import AUTO_ARCHIVER
from mapapp.ingest.adapters.gdelt import GDELT
from mapapp.ingest.adapters.gdelt import NAMELESS as NAMELESS_GDELT
from mapapp.ingest.adapters.hxl import HXL, tagged
from mapapp.ingest.adapters.timemap import TIMEMAP
from mapapp.ingest.adapters.ucdp_candidate import NAMELESS as NAMELESS_UCDP
from mapapp.ingest.adapters.ucdp_candidate import UCDP_CANDIDATE
from mapapp.ingest.adapters.ucdp_ged import UCDP_GED
from mapapp.ingest.adapters.viina import VIINA
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import Note, notice
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

__all__ = ["ADAPTERS", "Adapter", "is_known", "is_ours", "translated", "translated_by_rows"]

ADAPTERS = (UCDP_CANDIDATE, UCDP_GED, ACLED, AIRWARS, TIMEMAP, ATLOS, VIINA, GDELT, AUTO_ARCHIVER, HXL)
"""The first one that knows a file reads it."""
_NAMELESS = (NAMELESS_UCDP, *NAMELESS_GDELT)


def is_known(sheet: Sheet) -> bool:
    """Tell whether an adapter knows a file."""
    return _reader_of(_with_names(sheet)) is not None


def is_ours(sheet: Sheet) -> bool:
    """Tell by the names of its columns that no adapter reads a file, whatever stands in its cells."""
    names = {*_as_theirs(sheet).columns}
    is_known = _with_names(sheet) is not sheet or any(names >= one.marks for one in ADAPTERS)
    return INCIDENTS.key in names or not is_known


def translated(sheet: Sheet) -> dict[str, Sheet]:
    """Return the tables that an incidents file amounts to: itself, or what an adapter makes of it."""
    sheet = _with_names(sheet)
    reader = _reader_of(sheet)
    if reader is None:
        return {INCIDENTS.name: sheet}
    return _tables(sheet, *_done(*reader))


def translated_by_rows(sheet: Sheet) -> tuple[dict[str, Sheet], int] | None:
    """Return the tables that a file amounts to if what its adapter makes of a row hangs on no other.

    How many of the sources are listed behind those of all rows is returned too. None if no such adapter knows
    the file by the names of its columns.
    """
    reader = _reader_of(sheet)
    if reader is None or not reader[0].by_rows or _with_names(sheet) is not sheet:
        return None
    adapter, done = _done(*reader)
    return _tables(sheet, adapter, done), done.later


def _done(adapter: Adapter, theirs: pd.DataFrame) -> tuple[Adapter, Translation]:
    return adapter, adapter.translate(theirs.apply(trimmed))


def _with_names(sheet: Sheet) -> Sheet:
    """Name the columns of a file that has no line of names, if it is of a known kind."""
    kind = next((one for one in _NAMELESS if one.fits(sheet)), None)
    return kind.named(sheet) if kind else sheet


def _reader_of(sheet: Sheet) -> tuple[Adapter, pd.DataFrame] | None:
    """Find the adapter that knows a file by the names of its columns, or by their tags; and its cells so."""
    named = _as_theirs(sheet)
    ways = (named, named.rename(columns=tagged(named, sheet.tags))) if sheet.tags else (named,)
    return next(((one, theirs) for theirs in ways for one in ADAPTERS if one.knows(theirs)), None)


def _as_theirs(sheet: Sheet) -> pd.DataFrame:
    names = [name.strip().casefold() or f"column_{place}" for place, name in enumerate(sheet.names, 1)]
    return sheet.cells.set_axis(names, axis=1)


def _tables(sheet: Sheet, adapter: Adapter, done: Translation) -> dict[str, Sheet]:
    """Put what a translation gave into sheets; the file's faults and notes are the incidents'."""
    told = (
        *sheet.notes,
        notice("read-as-adapted", file=sheet.file.path.name, kind=adapter.name),
        *done.notes,
        Note.of("read-evidence", claims=len(done.claims), sources=len(done.sources)),
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
