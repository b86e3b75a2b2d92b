"""An append-only file next to the data: rows are added at its end, and none is ever changed."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapapp.errors import UnreadableFile
from mapapp.ingest.csvfile import read_file, read_header, read_records
from mapapp.messages import fault
from mapapp.model.dataset_files import file_beside
from mapapp.model.formula_escaping import harmless, original
from mapapp.model.schema import Table


@dataclass(frozen=True, slots=True)
class Ledger:
    """An append-only file: its bytes, its number of rows, and how a row is written."""

    path: Path
    data: bytes
    rows: int
    names: Sequence[str]
    delimiter: str
    line_end: str

    @classmethod
    def opened(cls, incidents: Path, table: Table) -> "Ledger":
        """Read the file next to an incidents file, or start a new one with a header."""
        path = file_beside(incidents, table)
        if not path.exists():
            return cls(path, f"{','.join(table.names)}\n".encode(), 0, table.names, ",", "\n")
        file = read_file(path)
        header = read_header(file)
        records = read_records(table.name, file, header)
        name_by_lower_case = {name.casefold(): name for name in table.names}
        names = [name_by_lower_case.get(original(cell).strip().casefold(), "") for cell in header.cells]
        if missing := [name for name in table.names if name not in names]:
            columns = {"missing": ", ".join(missing), "names": ", ".join(table.names)}
            raise UnreadableFile(*fault("release-columns", file=str(path), **columns))
        line_end = "\r\n" if file.data[: header.end].endswith(b"\r\n") else "\n"
        return cls(path, file.data, records.rows_in + records.blank_lines, names, header.delimiter, line_end)

    def with_rows(self, rows: Sequence[Mapping[str, str]]) -> "Ledger":
        """Return the file with rows added at its end."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator=self.line_end)
        writer.writerows([harmless(row.get(name, "")) for name in self.names] for row in rows)
        separator = b"" if not rows or self.data.endswith((b"\n", b"\r")) else self.line_end.encode()
        data = self.data + separator + text.getvalue().encode()
        return Ledger(self.path, data, self.rows + len(rows), self.names, self.delimiter, self.line_end)
