"""Files without a line of names, known by their first row and named by the order of their columns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from mapapp.ingest.sheet import Sheet
from mapapp.messages import notice


@dataclass(frozen=True, slots=True)
class Nameless:
    """One such kind of file: whose it is, its columns in order, and patterns of cells of every row."""

    kind: str
    columns: tuple[str, ...]
    shape: Mapping[str, str]

    def fits(self, sheet: Sheet) -> bool:
        """Tell whether what was taken for a line of names is a row."""
        if len(sheet.names) != len(self.columns):
            return False
        first = dict(zip(self.columns, sheet.names, strict=True))
        return all(re.fullmatch(pattern, first[name]) for name, pattern in self.shape.items())

    def named(self, sheet: Sheet) -> Sheet:
        """Name the columns, and count what was taken for their names as the first row."""
        row = pd.DataFrame([[cell or None for cell in sheet.names]], pd.Index([1]), sheet.cells.columns)
        note = notice("read-without-names", file=sheet.file.path.name, kind=self.kind)
        return replace(
            sheet,
            names=self.columns,
            cells=pd.concat([row.astype("str"), sheet.cells]),
            rows_in=sheet.rows_in + 1,
            notes=(*sheet.notes, note),
        )
