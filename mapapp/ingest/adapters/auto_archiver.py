"""Sheets that Bellingcat's auto-archiver fills: one row for each page that it was asked to archive.

A row is a page, not an incident: it is dated by its own `date` column, or else by the day on which the page
was published, and is on the map only if the sheet has coordinates.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import (
    Adapter,
    Translation,
    column,
    first_filled,
    unique_identifiers,
    with_other_columns,
)
from mapapp.ingest.adapters.named_sources import (
    evidence_without_coder,
    hashed_identifiers,
    linked_sources,
    whole_urls,
)
from mapapp.ingest.header import ALIASES
from mapapp.messages import notice

BECOMES = {
    "link": "a source and a relayed claim, not checked; it identifies the row; the column stays",
    "archive location": "`archived_url` of this source, if it is a URL; the column stays",
    "upload timestamp": "`date_start` and `published_on` of this source; also `timestamp`; the column stays",
    "upload title": "`title`, of the source too; also `title`",
    "date": "`date_start`, instead of the day of the upload",
}

_UPLOADED = ("upload timestamp", "timestamp")
_TITLE = ("upload title", "title")
_DAY = ("date", "event date", "incident date")
_ISO_DAY = r"^(\d{4}-\d{2}-\d{2})"


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of such a sheet."""
    ids = unique_identifiers(hashed_identifiers(cells["link"].fillna(""), "archived"))
    title = first_filled(cells, _TITLE)
    uploaded = first_filled(cells, _UPLOADED).str.extract(_ISO_DAY, expand=False)
    blank_axes = {
        axis: pd.Series(None, cells.index, dtype="str")
        for axis in ("latitude", "longitude")
        if not {axis, *ALIASES[axis]} & set(cells)
    }
    incidents = pd.DataFrame(
        {
            "incident_id": ids,
            "title": title.fillna(cells["link"]),
            "date_start": first_filled(cells, _DAY).fillna(uploaded),
            **blank_axes,
        },
        dtype="str",
    )
    named_sources = linked_sources(cells["link"])
    named_sources = named_sources.assign(
        title=title.loc[named_sources.index],
        published_on=uploaded.loc[named_sources.index],
        archived_url=whole_urls(column(cells, "archive location")).loc[named_sources.index],
    )
    claims, sources = evidence_without_coder(ids, "archived", named_sources)
    remaining = cells.drop(columns=[name for name in (*_TITLE, *_DAY) if name in cells])
    return Translation(
        with_other_columns(incidents, remaining, {}), claims, sources, notes=(notice("archived-pages"),)
    )


AUTO_ARCHIVER = Adapter(
    "Auto-archiver sheets",
    "A spreadsheet whose links Bellingcat's auto-archiver keeps copies of, with its columns under their "
    "usual names; columns of your own (`latitude`, `longitude`, `place_name`, …) are read by their names.",
    frozenset({"link", "archive status", "archive location"}),
    BECOMES,
    translate,
)
