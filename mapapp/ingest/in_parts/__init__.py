"""A large CSV file of another data set, read a part at a time: memory holds one part, and what is told.

Each part is read as a file of its own, by modules that know nothing of other parts. What must be known of the
whole is gathered here: which identifiers there were, which sources are listed, and what is told. Where
something else of the whole decides, the file is to be read as a whole.
"""

from dataclasses import replace
from pathlib import Path

from mapapp.errors import UnreadableFile
from mapapp.ingest.adapters import translated_by_rows
from mapapp.ingest.checking import checked, table_of
from mapapp.ingest.distinct import KnownNumbers, numbers_of
from mapapp.ingest.drafting import drafted
from mapapp.ingest.header import read_by_name
from mapapp.ingest.in_parts.listed_sources import ListedSources
from mapapp.ingest.in_parts.pieces import OF_OTHER_ROWS, WholeNeeded, behind, parts_of_file
from mapapp.ingest.in_parts.told_together import followed_by
from mapapp.ingest.publication import drafts_in
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.spilled_rows import Rows, SpilledRows
from mapapp.ingest.table_reports import TableReport, report_of
from mapapp.messages import Note
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.report import Report
from mapapp.model.schema import BESIDE, CLAIMS, INCIDENTS, SOURCES


def read_in_parts(path: Path, folder: Path) -> tuple[Report, dict[str, Rows]] | None:
    """Read a file that an adapter knows; return what is told of it, and its accepted rows by table.

    They are put aside in files of `folder`, where OSError is raised if there is no room. None if the file is
    small, is none of these, or is to be read as a whole.
    """
    whole = _Whole(folder)
    try:
        for sheet in parts_of_file(path):
            whole.take(sheet)
        return whole.finished()
    except (UnreadableFile, WholeNeeded):
        return None


class _Whole:
    """What must be known of a whole file: its identifiers, the sources listed, what is told, and the rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: dict[str, TableReport] = {}
        self._rows: dict[str, SpilledRows] = {}
        self._ids, self._sources = KnownNumbers(), ListedSources(folder)

    def take(self, sheet: Sheet) -> None:
        """Read a part of the file's rows, the next one."""
        drafts_in(sheet)
        found = translated_by_rows(sheet)
        if found is None or read_by_name(INCIDENTS, sheet.names).keys() & OF_OTHER_ROWS:
            raise WholeNeeded
        sheets, later = found
        self._require_new(sheets[INCIDENTS.name])
        claims = self._told[CLAIMS.name].rows_in if self._told else 0
        sheets[CLAIMS.name] = behind(sheets[CLAIMS.name], claims)
        listed = sheets[SOURCES.name].rows_in
        drafts, conflict = checked(sheets, NOT_DESCRIBED)
        sources = drafts.pop(SOURCES.name)
        if conflict.parties or len(sources.values) < listed:
            raise WholeNeeded
        if sources.depends_on_column or any(draft.depends_on_column for draft in drafts.values()):
            raise WholeNeeded
        self._sources.take(sources, later)
        for name, draft in drafts.items():
            told, table = TableReport.of(draft), table_of(draft)
            self._told[name] = followed_by(self._told[name], told) if name in self._told else told
            if name not in self._rows:
                self._rows[name] = SpilledRows(self._folder, table.schema)
            self._rows[name].add(table)

    def _require_new(self, incidents: Sheet) -> None:
        """Raise WholeNeeded if an identifier stands again."""
        if not self._ids.add(numbers_of(incidents.cells[INCIDENTS.key].dropna())).all():
            raise WholeNeeded

    def finished(self) -> tuple[Report, dict[str, Rows]]:
        """Tell of the whole file, once all parts are read; return its rows too."""
        sources, rows = self._sources.finished()
        incidents, claims = self._told[INCIDENTS.name], self._told[CLAIMS.name]
        evidence = {"claims": claims.rows_in, "sources": sources.rows_in}
        notes = [
            note.saying(**evidence)
            if isinstance(note, Note) and evidence.keys() <= note.arguments.keys()
            else note
            for note in incidents.notes
        ]
        beside = (TableReport.of(drafted(table, None)) for table in BESIDE)
        report = report_of([replace(incidents, notes=tuple(notes)), claims, sources, *beside])
        return report, {**self._rows, SOURCES.name: rows}
