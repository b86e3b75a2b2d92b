"""Formats of days and times in an Excel workbook, said so that GDAL reads what they show.

GDAL takes a cell for a day if its format has `dd` or `yy` anywhere, for a time if it has `hh`, for an instant
if it has both. Of an instant shown as `d/m/yyyy h:mm` it reads the day alone.
"""

import io
import re
import zlib
from html import unescape
from zipfile import BadZipFile, ZipFile

STYLES = "xl/styles.xml"
_CODE = re.compile(r"""(?<=formatCode=)("[^"]*"|'[^']*')""")
_ASIDE = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
"""What of a format is text, filling, a colour or a language."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
"""Time that has run, which may be more than a day: a number."""
MAX_STYLES = 16 * 2**20
"""Larger styles are left as they are."""
_BROKEN = (BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError, RuntimeError, OSError, zlib.error)
"""How it fails to read a part of a damaged archive, or of one that is locked; what is wrong GDAL says."""
_LETTERS = frozenset("ydmhsapgeb")
"""The letters of formats of days and times; `e`, `g` and `b` are eras and their years."""
_PLAIN = {(True, True): "yyyy-mm-dd hh:mm:ss", (True, False): "yyyy-mm-dd", (False, True): "hh:mm:ss"}


def with_plain_dates(workbook: bytes) -> bytes:
    """Return a workbook with formats that GDAL takes for what they are; it may be the one that is given."""
    try:
        with ZipFile(io.BytesIO(workbook)) as archive, archive.open(STYLES) as file:
            read = file.read(MAX_STYLES)
            styles = read.decode() if len(read) < MAX_STYLES else ""
    except _BROKEN:
        return workbook
    plain = _CODE.sub(_as_gdal_reads, styles)
    return workbook if plain == styles else _with_styles(workbook, plain)


def _as_gdal_reads(quoted: re.Match[str]) -> str:
    code = unescape(quoted[0][1:-1])
    shown, read = _shows(code), _read_by_gdal(code)
    return quoted[0] if shown == read else f'"{_PLAIN.get(shown, "General")}"'


def _shows(code: str) -> tuple[bool, bool]:
    """Tell whether a format shows a day, and whether a time; its first section is that of dates."""
    letters = {*filter(str.isalpha, _ASIDE.sub("", code).partition(";")[0].lower())}
    if not letters <= _LETTERS or _ELAPSED.search(code):
        return False, False
    time = bool(letters & {"h", "s"})
    return bool(letters & {"d", "y"}) or ("m" in letters and not time), time


def _read_by_gdal(code: str) -> tuple[bool, bool]:
    return any(part in code for part in ("dd", "DD", "yy", "YY")), any(part in code for part in ("hh", "HH"))


def _with_styles(workbook: bytes, styles: str) -> bytes:
    """Put other styles behind all that is there, and leave the old ones out of the list of what there is."""
    made = io.BytesIO(workbook)
    with ZipFile(made, "a") as archive:
        archive.filelist.remove(archive.NameToInfo.pop(STYLES))
        archive.writestr(STYLES, styles)
    return made.getvalue()
