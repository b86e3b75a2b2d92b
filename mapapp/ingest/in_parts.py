"""A large CSV file of another data set, read a part at a time: memory holds one part, and what is told.

Each part is read as a file of its own, and what must be known of the whole is held: which identifiers there
were, which sources are listed, and what is told. Where something else of the whole decides, WholeNeeded is
raised, and the file is to be read as a whole.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mapapp.errors import UnreadableFile
from mapapp.ingest.adapters import known_by_rows, translated
from mapapp.ingest.checking import checked, table_of
from mapapp.ingest.csvfile import MAX_OF_A_HEADER, read_header
from mapapp.ingest.distinct import Seen, numbers_of
from mapapp.ingest.drafting import drafted
from mapapp.ingest.header import read_by_name
from mapapp.ingest.hxl_tags import untagged
from mapapp.ingest.listed_sources import ListedSources
from mapapp.ingest.missing_values import missing_values
from mapapp.ingest.one_column import may_hold_coordinates
from mapapp.ingest.publication import drafts_in, may_hold_drafts
from mapapp.ingest.put_aside import PutAside, Rows
from mapapp.ingest.sheet import Sheet, WholeNeeded
from mapapp.ingest.sheets import is_csv, read_csv
from mapapp.ingest.stored import StoredFile
from mapapp.ingest.telling import Told, report_of
from mapapp.messages import Note
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.dataset_files import dataset_files
from mapapp.model.report import Report
from mapapp.model.schema import BESIDE, CLAIMS, INCIDENTS, SOURCES
from mapapp.model.unfinished import unfinished

BYTES_OF_A_PART = 1 << 25
"""As many as about 50,000 rows of UCDP GED have. A file that is no larger is read as a whole."""

_OF_OTHER_ROWS = frozenset({"place_id", "related_incidents"})
"""Columns whose cells are judged by other rows."""


def read_in_parts(path: Path, folder: Path) -> tuple[Report, dict[str, Rows]]:
    """Read a file that an adapter knows; return what is told of it, and its accepted rows by table.

    They are put aside in files of `folder`, where OSError is raised if there is no room. Raises WholeNeeded
    if the file is small, is none of these, or can't be read so.
    """
    whole = _Whole(folder)
    try:
        for sheet in _parts(path):
            whole.take(sheet)
    except UnreadableFile:
        raise WholeNeeded from None
    return whole.finished()


def _parts(path: Path) -> Iterator[Sheet]:
    """Read the rows of a file, a part at a time, numbered as in the file."""
    _require_large_and_alone(path)
    head, records = b"", 0
    for piece in _pieces(path):
        file = StoredFile(path, head + piece, datetime.now(UTC), path.suffix.lower())
        head = head or _head_of(file)
        sheet = read_csv(INCIDENTS.name, file, is_part=True).without_bytes()
        if not records:
            _require_rows_alone(sheet)
        yield _behind(sheet, records)
        records += sheet.rows_in + sheet.blank_lines


def _require_large_and_alone(path: Path) -> None:
    is_alone = set(dataset_files(path)) == {INCIDENTS.name} and path.name not in unfinished(path.parent)
    if not is_alone or missing_values(path) or not path.is_file():
        raise WholeNeeded
    if path.stat().st_size <= BYTES_OF_A_PART:
        raise WholeNeeded


def _head_of(first: StoredFile) -> bytes:
    """Take the line of names off the first part, with which every other one is read."""
    end = read_header(first).end if is_csv(first) else 0
    if not 0 < end <= MAX_OF_A_HEADER:
        raise WholeNeeded
    return first.data[:end]


def _require_rows_alone(first: Sheet) -> None:
    """Raise WholeNeeded unless the columns are such that each row can be read without the others."""
    of_others = read_by_name(INCIDENTS, first.names).keys() & _OF_OTHER_ROWS
    if of_others or may_hold_drafts(first) or may_hold_coordinates(first) or untagged(first) is not first:
        raise WholeNeeded
    if not known_by_rows(first):
        raise WholeNeeded


def _behind(sheet: Sheet, records: int) -> Sheet:
    """Number the rows of a sheet as those behind so many records."""
    cells = sheet.cells.set_axis(sheet.cells.index + records)
    return replace(sheet, cells=cells, faults=[replace(one, row=one.row + records) for one in sheet.faults])


def _pieces(path: Path) -> Iterator[bytes]:
    """Cut a file at line ends that stand in no cell; WholeNeeded if its quotation marks don't show them."""
    rest = b""
    try:
        with path.open("rb") as file:
            while more := file.read(BYTES_OF_A_PART - len(rest)):
                data = rest + more
                if end := _last_end(data):
                    yield data[:end]
                elif len(data) == BYTES_OF_A_PART:
                    raise WholeNeeded
                rest = data[end:]
    except OSError:
        raise WholeNeeded from None
    if rest:
        yield rest


def _last_end(data: bytes) -> int:
    """Find where the last line ends that has as many opening as closing quotation marks before it."""
    end = data.rfind(b"\n") + 1
    is_within = data.count(b'"', 0, end) % 2
    while end and is_within:
        before = data.rfind(b"\n", 0, end - 1) + 1
        is_within ^= data.count(b'"', before, end) % 2
        end = before
    return end


class _Whole:
    """What must be known of a whole file: its identifiers, the sources listed, what is told, and the rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: dict[str, Told] = {}
        self._rows: dict[str, PutAside] = {}
        self._ids, self._sources = Seen(), ListedSources(folder)

    def take(self, sheet: Sheet) -> None:
        """Read a part of the file's rows, the next one."""
        drafts_in(sheet)
        sheets = translated(sheet)
        if CLAIMS.name not in sheets:
            raise WholeNeeded
        ids = sheets[INCIDENTS.name].cells[INCIDENTS.key].dropna()
        if not self._ids.are_new(numbers_of(ids)).all():
            raise WholeNeeded
        claims = self._told[CLAIMS.name].rows_in if self._told else 0
        sheets[CLAIMS.name] = _behind(sheets[CLAIMS.name], claims)
        listed, later = sheets[SOURCES.name].rows_in, sheets[SOURCES.name].later
        drafts, conflict = checked(sheets, NOT_DESCRIBED)
        sources = drafts.pop(SOURCES.name)
        if conflict.parties or len(sources.values) < listed:
            raise WholeNeeded
        self._sources.take(sources, later)
        for name, draft in drafts.items():
            told, table = Told.of(draft), table_of(draft)
            self._told[name] = self._told[name].followed_by(told) if name in self._told else told
            if name not in self._rows:
                self._rows[name] = PutAside(self._folder, table.schema)
            self._rows[name].add(table)

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
        beside = (Told.of(drafted(table, None)) for table in BESIDE)
        report = report_of([replace(incidents, notes=tuple(notes)), claims, sources, *beside])
        return report, {**self._rows, SOURCES.name: rows}
