"""A reader's own file: its preview, and a notice that it is shown. Pure: values in, escaped HTML out."""

from typing import TYPE_CHECKING

from mapapp.model.schema import INCIDENTS
from mapapp.views.templates import render

if TYPE_CHECKING:
    from mapapp.ingest import Ingested

ROWS_SHOWN = 5
COLUMNS_SHOWN = (
    *("date_start", "date_end", "title", "place_name", "latitude", "longitude", "event_type", "actor"),
    *("killed_low", "killed_high", "injured_low", "injured_high"),
)


def preview_html(data: "Ingested", picture: str) -> str:
    """Render how much of a file can be used, where its incidents are, how it was read, and its first rows.

    `picture` is the URL of a small map, empty if nothing has a location.
    """
    rows = data.incidents.slice(0, ROWS_SHOWN)
    names = [name for name in COLUMNS_SHOWN if data.incidents[name].null_count < len(data.incidents)]
    return render(
        "own_file.html",
        summary=data.report.summary(),
        unlocated=data.report.unlocated,
        located=len(data.incidents) - data.report.unlocated,
        picture=picture,
        notes=data.report.notes,
        labels=[INCIDENTS[name].label for name in names],
        rows=[["" if row[name] is None else str(row[name]) for name in names] for row in rows.to_pylist()],
    )


def file_html(name: str) -> str:
    """Render a notice that the reader sees their own file, which nobody else does."""
    return render("own_file_shown.html", name=name)
