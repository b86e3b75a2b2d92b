"""Writing what the claims decide into an incidents file: only the cells where file and claims disagree."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from mapapp.engine.about import Disagreement
from mapapp.engine.loading import disagreements
from mapapp.errors import UnreadableFile
from mapapp.exports.saving import save
from mapapp.ingest import Ingested, read_dataset
from mapapp.ingest.csvfile import read_file, read_header
from mapapp.maintenance.atomic_writing import exclusive_writing
from mapapp.model.decided import DECIDED
from mapapp.model.formula_escaping import harmless, original
from mapapp.model.schema import INCIDENTS


@dataclass(frozen=True, slots=True)
class Derived:
    """The cells that `derive` rewrote, and the decided columns that the file lacks."""

    rewritten: tuple[Disagreement, ...]
    without_column: tuple[str, ...]


def derive(path: Path) -> Derived:
    """Rewrite the decided cells of the incidents file at `path` by its claims.

    Every other cell is kept; the file is replaced completely or not at all. Raises UnreadableFile if a record
    can't be split into cells, because nothing may be lost, and UnwritableFile, also while another run writes
    in that folder.
    """
    with exclusive_writing(path):
        return _derived(path)


def _derived(path: Path) -> Derived:
    ingested = read_dataset(path, drafts=True)
    file = read_file(path)
    header = read_header(file)
    text = file.data.decode("utf-8-sig")
    line_end = "\r\n" if file.data[: header.end].endswith(b"\r\n") else "\n"
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=header.delimiter))
    _require_whole(ingested, records)
    columns = {original(name).strip().casefold(): position for position, name in enumerate(records[0])}
    rewritten = disagreements(ingested)
    for disagreement in rewritten:
        records[disagreement.row - 1][columns[disagreement.field]] = harmless(disagreement.derived)
    if rewritten:
        output = io.StringIO(newline="")
        csv.writer(output, delimiter=header.delimiter, lineterminator=line_end).writerows(records)
        bom = b"\xef\xbb\xbf" if file.data.startswith(b"\xef\xbb\xbf") else b""
        save([bom + output.getvalue().encode()], path)
    return Derived(rewritten, tuple(name for name in DECIDED if name not in columns))


def _require_whole(ingested: Ingested, records: list[list[str]]) -> None:
    """Require that the file's records match the rows that were read, or row numbers could be wrong."""
    widths = {len(record) for record in records if record}
    if len(widths) != 1 or len(records) != ingested.report.rows_in(INCIDENTS.name) + 1:
        raise UnreadableFile(
            f"{ingested.path} can't be rewritten: it has blank lines or records of unequal length.",
            remedy="First fix what `mapapp validate` reports about its records.",
        )
