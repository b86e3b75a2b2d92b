"""Coordinates in a text: of homes, of whoever reports, or finer than the row's own point may be."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mapapp.maintenance.safety.words import WORDS

_DEGREES = r"[-+]?\d{1,3}\.\d{3,}\s?°?"
_PAIR = re.compile(
    rf"(?<![\w.,-])(?:[NS] ?)?{_DEGREES} ?[NS]?(?:\s*[,;/]\s*|\s+)"
    rf"(?:[EW] ?)?{_DEGREES}(?: ?[EW])?(?![\w.]\d)"
)
_WITH_COMMAS = re.compile(r"(?<![\w.,-])-?\d{1,3},\d{3,}\s*;\s*-?\d{1,3},\d{4,}(?![\w.]\d)")
_DECIMALS = re.compile(r"\.(\d+)")
_MINUTES = re.compile(
    r"\d{1,3} ?° ?\d{1,2}(?:[.,]\d{2,} ?[′'’]| ?[′'’] ?\d{1,2}(?:[.,]\d+)? ?(?:[″\"”]|''|’’))"
)
_GRID = re.compile(r"(?<!\w)\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?\d{4,5} ?\d{4,5}(?!\w)")
"""A place in the grid of the military, to within ten metres or one."""
_WORDS = re.compile(
    r"///[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+|(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"
)
"""Three words, or a code, for a square of a few metres."""


def coordinates_in(text: str) -> Iterator[tuple[str, int]]:
    """Find coordinates known to about 100 m or better, with the decimals of a degree that they amount to."""
    for found in _PAIR.finditer(text):
        yield found[0].strip(), max(map(len, _DECIMALS.findall(found[0])))
    for form in (_WITH_COMMAS, _MINUTES, _GRID, _WORDS):
        yield from ((found[0], 4) for found in form.finditer(text))


def coordinates_of_homes(text: str) -> Iterator[str]:
    """Find coordinates in a text that speaks of a home, of whoever reports, or from where one looked on."""
    found = [where for where, _ in coordinates_in(text)]
    if found and _tells_whose(text):
        yield from found


def _tells_whose(text: str) -> bool:
    is_told = WORDS.residence.search(text) or WORDS.looking_on.search(text)
    return bool(is_told or WORDS.tell_of_home(text) or WORDS.tell_of_reporting(text))


def finer_than(decimals: int, row: Mapping[str, Any], columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Find coordinates in columns of a row that have more decimals; each with its column."""
    for column in columns:
        for found, known in coordinates_in(str(row.get(column) or "")):
            if known > decimals:
                yield column, found
