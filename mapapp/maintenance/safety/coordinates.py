"""Coordinates in a text: of homes, of people who report, or finer than the row's own point may be."""

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
"""A position in the military grid, to within ten metres or one."""
_WORDS = re.compile(
    r"///[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+|(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"
)
"""Three words, or a code, for a square a few metres wide."""


def coordinates_in(text: str) -> Iterator[tuple[str, int]]:
    """Find coordinates precise to about 100 m or better, with their equivalent in decimals of a degree."""
    for match in _PAIR.finditer(text):
        yield match[0].strip(), max(map(len, _DECIMALS.findall(match[0])))
    for form in (_WITH_COMMAS, _MINUTES, _GRID, _WORDS):
        yield from ((match[0], 4) for match in form.finditer(text))


def coordinates_of_homes(text: str) -> Iterator[str]:
    """Find coordinates in a text that mentions a home, somebody who reports, or where they watched from."""
    coordinates = [position for position, _ in coordinates_in(text)]
    if coordinates and _mentions_people(text):
        yield from coordinates


def _mentions_people(text: str) -> bool:
    is_described = WORDS.residence.search(text) or WORDS.looking_on.search(text)
    return bool(is_described or WORDS.mentions_home(text) or WORDS.mentions_reporting(text))


def finer_than(decimals: int, row: Mapping[str, Any], columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Find coordinates with more decimals in columns of a row; return each with its column."""
    for column in columns:
        for coordinates, precision in coordinates_in(str(row.get(column) or "")):
            if precision > decimals:
                yield column, coordinates
