"""The row of tags below the names of a table that is written in the Humanitarian Exchange Language (HXL)."""

from dataclasses import replace

from mapapp.ingest.sheet import Sheet
from mapapp.messages import notice

_TAG = r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*"


def untagged(sheet: Sheet) -> Sheet:
    """Take a row of tags, such as `#geo+lat`, off the rows of a sheet; say so."""
    if sheet.cells.empty or len(sheet.cells.columns) != len(sheet.names):
        return sheet
    first = sheet.cells.iloc[0].str.strip()
    given = first.dropna()
    if len(given) < 2 or not given.str.fullmatch(_TAG).all():
        return sheet
    note = notice("read-tags", file=sheet.file.path.name)
    return replace(
        sheet,
        cells=sheet.cells.iloc[1:],
        rows_in=sheet.rows_in - 1,
        notes=(*sheet.notes, note),
        tags=tuple(first.fillna("")),
    )
