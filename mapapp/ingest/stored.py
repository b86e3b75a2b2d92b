"""A file's bytes, as stored or from an archive, and what they look like if they are not a table."""

import codecs
import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from mapapp.errors import UnreadableFile, shortened
from mapapp.messages import fault, notice
from mapapp.model.unfinished import unfinished

MAX_UNPACKED = 4 << 30
"""The largest size of unpacked content in bytes; a small archive can hold a file of any size."""

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_WORKBOOK, _WORKSHEETS = "xl/workbook.xml", "xl/worksheets/"
_UNCALCULATED, _FORMULA = b'fullCalcOnLoad="1"', re.compile(rb"<f[ />]")
_OFFICE = {_WORKBOOK: ".xlsx", "content.xml": ".ods"}
_LOOKS: Mapping[bytes, str] = {
    **dict.fromkeys(_UTF_16, "utf-16"),
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG": "png",
    b"GIF8": "gif",
    b"\xd0\xcf\x11\xe0": "xls",
    b"7z\xbc\xaf": "seven-zip",
    b"Rar!": "rar",
    b"\x00\x00\x27\x0a": "shapefile",
    _ZIP: "zip",
}
_NO_TABLES = {"jpeg", "png", "gif", "shapefile", "binary"}
"""Kinds, as in the message `looks-like`, of files that are not tables."""

_IN_XML = rb"(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*"
_DOCUMENTS = {
    "html": re.compile(_IN_XML + rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE | re.DOTALL),
    "gpx": re.compile(_IN_XML + rb"<gpx[\s>]", re.DOTALL),
    "xml": re.compile(rb"<\?xml\s(?!.*<kml[\s>])", re.DOTALL),
    "rtf": re.compile(rb"\{\\rtf"),
    "pdf": re.compile(rb"%PDF-"),
}
"""How texts that are not tables begin, by their kind in the message `file-document`; KML is read."""
_BEGINNING = 4096


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was when it was read.

    `suffix` is that of its name in lower case, or that of the file inside an archive.
    """

    path: Path
    data: bytes
    modified: datetime
    suffix: str = ""

    @property
    def ended(self) -> bool:
        """Whether the last row of a text has a line end; if not, the file may have been cut off."""
        return self.data.endswith((b"\n", b"\r"))


def read_bytes(path: Path) -> StoredFile:
    """Read a file's bytes; UnreadableFile if it can't be opened or is empty.

    While a release of its folder is unfinished, return the bytes from before it.
    """
    before = unfinished(path.parent).get(path.name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFile(*fault("path-no-file", file=str(path)))
        with path.open("rb") as handle:
            modified = datetime.fromtimestamp(os.fstat(handle.fileno()).st_mtime, UTC)
            data = handle.read() if before is None else before
            return StoredFile(path, data, modified, path.suffix.lower())
    except FileNotFoundError:
        raise UnreadableFile(*fault("path-missing", file=str(path))) from None
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(*fault("file-closed", file=str(path), problem=problem)) from error


def unpacked(file: StoredFile, limit: int = MAX_UNPACKED) -> StoredFile:
    """Return the only table in an archive, of at most `limit` bytes; return any other file unchanged.

    Text in UTF-16 with a byte order mark is returned as UTF-8. A workbook, an archive too, is returned whole,
    with the suffix of its kind.
    """
    try:
        if file.data.startswith(_GZIP):
            return _as_utf8(_ungzipped(file, limit))
        if file.data.startswith(_ZIP):
            return _as_utf8(_unzipped(file, limit))
    except (OSError, EOFError, zlib.error, BadZipFile, NotImplementedError, RuntimeError) as error:
        words = fault(
            "archive-damaged", file=str(file.path), problem=str(error), looks=likeness_of(file.data)
        )
        raise UnreadableFile(*words) from None
    return _as_utf8(file)


def is_stored_plainly(file: StoredFile) -> bool:
    """Return whether a file needs no unpacking or recoding, by how it begins."""
    return not file.data.startswith((_GZIP, _ZIP, *_UTF_16))


def _as_utf8(file: StoredFile) -> StoredFile:
    """Recode text with a byte order mark of UTF-16 to UTF-8, keeping the mark; keep all else."""
    encoding = _UTF_16.get(file.data[:2])
    if not encoding or file.data.startswith(codecs.BOM_UTF32_LE):
        return file
    try:
        return replace(file, data=file.data.decode(encoding).encode())
    except UnicodeDecodeError:
        return file


def _ungzipped(file: StoredFile, limit: int) -> StoredFile:
    with gzip.open(io.BytesIO(file.data)) as packed:
        data = packed.read(limit + 1)
    require_bounded(file, len(data), limit)
    return replace(file, data=data, suffix=Path(file.path.stem).suffix.lower())


def _unzipped(file: StoredFile, limit: int) -> StoredFile:
    with ZipFile(io.BytesIO(file.data)) as archive:
        names = archive.namelist()
        if office := next((suffix for part, suffix in _OFFICE.items() if part in names), ""):
            require_bounded(file, sum(part.file_size for part in archive.infolist()), limit)
            if _WORKBOOK in names:
                _require_calculated(file, archive)
            return replace(file, suffix=office)
        member = _table_in(file, archive.infolist())
        require_bounded(file, member.file_size, limit)
        return replace(file, data=archive.read(member), suffix=_suffix(member))


def _require_calculated(file: StoredFile, book: ZipFile) -> None:
    """Raise UnreadableFile for a workbook whose formulas have not been calculated: GDAL would read 0.

    Libraries that write such workbooks mark them to be calculated when they are opened.
    """
    sheets = [name for name in book.namelist() if name.startswith(_WORKSHEETS)]
    if _UNCALCULATED in book.read(_WORKBOOK) and any(_FORMULA.search(book.read(sheet)) for sheet in sheets):
        raise UnreadableFile(*fault("workbook-uncalculated", file=str(file.path)))


def _table_in(file: StoredFile, members: list[ZipInfo]) -> ZipInfo:
    """Choose the table of an archive: its only file, or incidents.csv among several."""
    visible = [
        member
        for member in members
        if not member.is_dir() and not re.match(r"__MACOSX/|(.*/)?\.", member.filename)
    ]
    incidents = [member for member in visible if Path(member.filename).name.casefold() == "incidents.csv"]
    tables = [member for member in visible if _suffix(member) not in {".txt", ".md", ".pdf", ".json"}]
    chosen = next((choice for choice in (incidents, visible, tables) if len(choice) == 1), None)
    if chosen is None:
        names = shortened(", ".join(member.filename for member in visible), 300) or notice("archive-empty")
        if any(_suffix(member) == ".shp" for member in visible):
            raise UnreadableFile(*fault("archive-of-shapefile", file=str(file.path), names=names))
        words = fault("archive-of-several", file=str(file.path), count=len(visible), names=names)
        raise UnreadableFile(*words)
    return chosen[0]


def _suffix(member: ZipInfo) -> str:
    return Path(member.filename).suffix.lower()


def require_bounded(file: StoredFile, size: int, limit: int) -> None:
    """Raise UnreadableFile if the unpacked content of a file is too large."""
    if size > limit:
        raise UnreadableFile(*fault("archive-too-large", file=str(file.path), size=limit >> 20))


def require_no_document(file: StoredFile) -> None:
    """Raise UnreadableFile for a text in a format that is not a table."""
    start = file.data[:_BEGINNING].removeprefix(codecs.BOM_UTF8).lstrip()
    for kind, pattern in _DOCUMENTS.items():
        if pattern.match(start):
            raise UnreadableFile(*fault("file-document", file=str(file.path), kind=kind))


def likeness_of(data: bytes) -> str:
    """Say what bytes that are not UTF-8 look like."""
    return notice("looks-like", kind=_kind(data))


def may_be_text(data: bytes) -> bool:
    """Return whether bytes may be a table that was saved in another encoding or by an old program."""
    return _kind(data) not in _NO_TABLES


def _kind(data: bytes) -> str:
    kind = next((kind for start, kind in _LOOKS.items() if data.startswith(start)), "")
    return kind or ("binary" if b"\x00" in data else _encoding(data))


def _encoding(data: bytes) -> str:
    return "windows-1251" if re.search(rb"[\xa8\xb8\xc0-\xff]{3}", data) else "windows-1252"
