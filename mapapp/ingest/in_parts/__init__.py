"""A large CSV file of another project, read part by part: memory holds a single part, and the reports.

Each part is read like a separate file, by modules that know nothing of the other parts. What must be known of
the whole file is collected here: the identifiers so far, the sources listed, and the reports. Where anything
else about the whole matters, the file must be read as a whole.
"""

from dataclasses import replace
from pathlib import Path

from mapapp.errors import UnreadableFile
from mapapp.ingest.adapters import translated_by_rows
from mapapp.ingest.checking import checked, table_of
from mapapp.ingest.distinct import KnownNumbers, hashes_of
from mapapp.ingest.drafting import drafted
from mapapp.ingest.header import read_by_name
from mapapp.ingest.in_parts.combined_reports import combined
from mapapp.ingest.in_parts.listed_sources import ListedSources
from mapapp.ingest.in_parts.pieces import LINKING_COLUMNS, WholeNeeded, parts_of_file, renumbered
from mapapp.ingest.publication import drafts_in
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.spilled_rows import Rows, SpilledRows
from mapapp.ingest.table_reports import TableReport, report_of
from mapapp.messages import Note
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.report import Report
from mapapp.model.schema import BESIDE, CLAIMS, INCIDENTS, SOURCES


def read_in_parts(path: Path, folder: Path) -> tuple[Report, dict[str, Rows]] | None:
    """Read a file that an adapter recognises; return its report, and its accepted rows by table.

    The rows are spilled to files in `folder`; raises OSError if there is no room. None if the file is small,
    is not of this kind, or must be read as a whole.
    """
    whole = _WholeFile(folder)
    try:
        for sheet in parts_of_file(path):
            whole.take(sheet)
        return whole.finish()
    except (UnreadableFile, WholeNeeded):
        return None


class _WholeFile:
    """What must be known of a whole file: its identifiers, sources, reports and rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reports: dict[str, TableReport] = {}
        self._rows: dict[str, SpilledRows] = {}
        self._ids, self._sources = KnownNumbers(), ListedSources(folder)

    def take(self, sheet: Sheet) -> None:
        """Read the next part of the file's rows."""
        drafts_in(sheet)
        translation = translated_by_rows(sheet)
        if translation is None or read_by_name(INCIDENTS, sheet.names).keys() & LINKING_COLUMNS:
            raise WholeNeeded
        sheets, at_end = translation
        self._require_new(sheets[INCIDENTS.name])
        claims = self._reports[CLAIMS.name].rows_in if self._reports else 0
        sheets[CLAIMS.name] = renumbered(sheets[CLAIMS.name], claims)
        source_count = sheets[SOURCES.name].rows_in
        drafts, conflict = checked(sheets, NOT_DESCRIBED)
        sources = drafts.pop(SOURCES.name)
        if conflict.parties or len(sources.values) < source_count:
            raise WholeNeeded
        if sources.depends_on_column or any(draft.depends_on_column for draft in drafts.values()):
            raise WholeNeeded
        self._sources.take(sources, at_end)
        for name, draft in drafts.items():
            report, table = TableReport.of(draft), table_of(draft)
            self._reports[name] = combined(self._reports[name], report) if name in self._reports else report
            if name not in self._rows:
                self._rows[name] = SpilledRows(self._folder, table.schema)
            self._rows[name].add(table)

    def _require_new(self, incidents: Sheet) -> None:
        """Raise WholeNeeded if an identifier is repeated."""
        if not self._ids.add(hashes_of(incidents.cells[INCIDENTS.key].dropna())).all():
            raise WholeNeeded

    def finish(self) -> tuple[Report, dict[str, Rows]]:
        """Return the report and the rows of the whole file, once all parts are read."""
        sources, source_rows = self._sources.finish()
        incidents, claims = self._reports[INCIDENTS.name], self._reports[CLAIMS.name]
        evidence = {"claims": claims.rows_in, "sources": sources.rows_in}
        notes = [
            note.with_arguments(**evidence)
            if isinstance(note, Note) and evidence.keys() <= note.arguments.keys()
            else note
            for note in incidents.notes
        ]
        other_reports = (TableReport.of(drafted(table, None)) for table in BESIDE)
        report = report_of([replace(incidents, notes=tuple(notes)), claims, sources, *other_reports])
        return report, {**self._rows, SOURCES.name: source_rows}
