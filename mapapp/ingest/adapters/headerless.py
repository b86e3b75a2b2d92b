"""Files without a header, recognised by their first row; columns are named by their order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from mapapp.ingest.sheet import Sheet
from mapapp.messages import notice


@dataclass(frozen=True, slots=True)
class HeaderlessFormat:
    """A file format without a header: its name, its columns in order, and patterns that cells match."""

    kind: str
    columns: tuple[str, ...]
    shape: Mapping[str, str]

    def fits(self, sheet: Sheet) -> bool:
        """Return whether what was read as the header is in fact a row."""
        if len(sheet.names) != len(self.columns):
            return False
        first_row = dict(zip(self.columns, sheet.names, strict=True))
        return all(re.fullmatch(pattern, first_row[name]) for name, pattern in self.shape.items())

    def named(self, sheet: Sheet) -> Sheet:
        """Name the columns, and make what was read as the header the first row."""
        first_row = pd.DataFrame([[cell or None for cell in sheet.names]], pd.Index([1]), sheet.cells.columns)
        note = notice("read-without-names", file=sheet.file.path.name, kind=self.kind)
        return replace(
            sheet,
            names=self.columns,
            cells=pd.concat([first_row.astype("str"), sheet.cells]),
            rows_in=sheet.rows_in + 1,
            notes=(*sheet.notes, note),
        )
