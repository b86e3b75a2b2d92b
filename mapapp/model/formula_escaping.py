"""Escaping cells that a spreadsheet would run as a formula with an apostrophe, and unescaping them."""

import re

_SPACES = " \t\n\v\f\r\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_SIGNS = "=+@＝＋－＠\\-"

SUSPICIOUS = f"^'*(?:[{_SPACES}]*[{_SIGNS}]|[\t\r\n])"
"""The start of a cell that may be run, ignoring apostrophes of earlier escaping; for `re` and for RE2."""

FIRST_SIGNS = f"'{_SPACES}{_SIGNS}"
"""The signs with which such cells begin; in the form of a character class, with ranges."""

_SUSPICIOUS = re.compile(SUSPICIOUS)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def harmless(cell: str) -> str:
    """Put an apostrophe in front of a cell that a spreadsheet would run; `original` removes it again.

    A number is not run, whatever its sign. A cell that looks already escaped gets another apostrophe, so
    that nothing is lost.
    """
    return f"'{cell}" if _SUSPICIOUS.match(cell) and not _NUMBER.fullmatch(cell) else cell


def original(cell: str) -> str:
    """Return the cell that `harmless` turned into this one; any other cell is returned unchanged."""
    unescaped = cell[1:]
    return unescaped if cell.startswith("'") and harmless(unescaped) == cell else cell
