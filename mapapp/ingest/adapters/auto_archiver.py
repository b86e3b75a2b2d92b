"""Sheets that Bellingcat's auto-archiver fills: one row for each page that it was told to keep.

A row is a page, not an incident: it is dated by its own `date` column, or else by the day on which the page
was put up, and stands on the map only if the sheet has coordinates.
"""

import pandas as pd

from mapapp.ingest.adapters.adapter import Adapter, Translation, column, first_of, told_apart, with_rest
from mapapp.ingest.adapters.named_sources import addresses, identified, linked, only_named
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
_OF_A_DAY = r"^(\d{4}-\d{2}-\d{2})"


def translate(cells: pd.DataFrame) -> Translation:
    """Translate the text of such a sheet."""
    ids = told_apart(identified(cells["link"].fillna(""), "archived"))
    title = first_of(cells, _TITLE)
    uploaded = first_of(cells, _UPLOADED).str.extract(_OF_A_DAY, expand=False)
    nowhere = {
        axis: pd.Series(None, cells.index, dtype="str")
        for axis in ("latitude", "longitude")
        if not {axis, *ALIASES[axis]} & set(cells)
    }
    incidents = pd.DataFrame(
        {
            "incident_id": ids,
            "title": title.fillna(cells["link"]),
            "date_start": first_of(cells, _DAY).fillna(uploaded),
            **nowhere,
        },
        dtype="str",
    )
    named = linked(cells["link"])
    named = named.assign(
        title=title.loc[named.index],
        published_on=uploaded.loc[named.index],
        archived_url=addresses(column(cells, "archive location")).loc[named.index],
    )
    claims, sources = only_named(ids, "archived", named)
    kept = cells.drop(columns=[name for name in (*_TITLE, *_DAY) if name in cells])
    return Translation(with_rest(incidents, kept, {}), claims, sources, notes=(notice("archived-pages"),))


AUTO_ARCHIVER = Adapter(
    "Auto-archiver sheets",
    "A spreadsheet whose links Bellingcat's auto-archiver keeps copies of, with its columns under their "
    "usual names; columns of your own (`latitude`, `longitude`, `place_name`, …) are read by their names.",
    frozenset({"link", "archive status", "archive location"}),
    BECOMES,
    translate,
)
