"""Formats of days and times in an Excel workbook, rewritten so that GDAL reads what they show.

GDAL takes a cell for a day if its format has `dd` or `yy` anywhere, for a time if it has `hh`, and for an
instant if it has both. Of an instant shown as `d/m/yyyy h:mm` it reads only the day.
"""

import io
import re
import zlib
from html import unescape
from zipfile import BadZipFile, ZipFile

STYLES = "xl/styles.xml"
_CODE = re.compile(r"""(?<=formatCode=)("[^"]*"|'[^']*')""")
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
"""Parts of a format that are text, filling, a colour or a language."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
"""Elapsed time, which may be more than a day: a number."""
MAX_STYLES = 16 * 2**20
"""Larger styles are left unchanged."""
_ERRORS = (BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError, RuntimeError, OSError, zlib.error)
"""Raised by reading a part of a damaged or encrypted archive; GDAL reports what is wrong."""
_LETTERS = frozenset("ydmhsapgeb")
"""The letters of formats of days and times; `e`, `g` and `b` are eras and their years."""
_READABLE = {(True, True): "yyyy-mm-dd hh:mm:ss", (True, False): "yyyy-mm-dd", (False, True): "hh:mm:ss"}


def with_plain_dates(workbook: bytes) -> bytes:
    """Return a workbook with formats that GDAL understands; the same bytes if nothing changes."""
    try:
        with ZipFile(io.BytesIO(workbook)) as archive, archive.open(STYLES) as file:
            content = file.read(MAX_STYLES)
            styles = content.decode() if len(content) < MAX_STYLES else ""
    except _ERRORS:
        return workbook
    readable = _CODE.sub(_readable_code, styles)
    return workbook if readable == styles else _with_styles(workbook, readable)


def _readable_code(quoted: re.Match[str]) -> str:
    code = unescape(quoted[0][1:-1])
    shown, read_by_gdal = _shown_parts(code), _parts_gdal_reads(code)
    return quoted[0] if shown == read_by_gdal else f'"{_READABLE.get(shown, "General")}"'


def _shown_parts(code: str) -> tuple[bool, bool]:
    """Return whether a format shows a day, and whether a time; its first section is for dates."""
    letters = {*filter(str.isalpha, _LITERAL.sub("", code).partition(";")[0].lower())}
    if not letters <= _LETTERS or _ELAPSED.search(code):
        return False, False
    time = bool(letters & {"h", "s"})
    return bool(letters & {"d", "y"}) or ("m" in letters and not time), time


def _parts_gdal_reads(code: str) -> tuple[bool, bool]:
    return any(part in code for part in ("dd", "DD", "yy", "YY")), any(part in code for part in ("hh", "HH"))


def _with_styles(workbook: bytes, styles: str) -> bytes:
    """Append new styles to the archive, and remove the old ones from its directory."""
    copy = io.BytesIO(workbook)
    with ZipFile(copy, "a") as archive:
        archive.filelist.remove(archive.NameToInfo.pop(STYLES))
        archive.writestr(STYLES, styles)
    return copy.getvalue()
