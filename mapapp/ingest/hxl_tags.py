"""The row of tags below the header of a table in the Humanitarian Exchange Language (HXL)."""

from dataclasses import replace

from mapapp.ingest.sheet import Sheet
from mapapp.messages import notice

_TAG = r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*"


def untagged(sheet: Sheet) -> Sheet:
    """Remove a row of tags, such as `#geo+lat`, from the rows of a sheet, with a note."""
    if sheet.cells.empty or len(sheet.cells.columns) != len(sheet.names):
        return sheet
    first_row = sheet.cells.iloc[0].str.strip()
    filled = first_row.dropna()
    if len(filled) < 2 or not filled.str.fullmatch(_TAG).all():
        return sheet
    note = notice("read-tags", file=sheet.file.path.name)
    return replace(
        sheet,
        cells=sheet.cells.iloc[1:],
        rows_in=sheet.rows_in - 1,
        notes=(*sheet.notes, note),
        tags=tuple(first_row.fillna("")),
    )
