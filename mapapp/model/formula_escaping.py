"""Cells that a spreadsheet would run as a formula, made harmless by an apostrophe; and the way back."""

import re

_SPACES = " \t\n\v\f\r\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_SIGNS = "=+@＝＋－＠\\-"

SUSPICIOUS = f"^'*(?:[{_SPACES}]*[{_SIGNS}]|[\t\r\n])"
"""What a cell begins with that may be run, apostrophes of earlier rounds left aside; for `re` and for RE2."""

FIRST_SIGNS = f"'{_SPACES}{_SIGNS}"
"""Each of these signs, or one between two of them, stands first in such a cell."""

_SUSPICIOUS = re.compile(SUSPICIOUS)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def harmless(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run; `original` takes it off again.

    A plain number is not run, whatever its sign. A cell that looks as if it had been made harmless
    already gets one more apostrophe, so that nothing is lost.
    """
    return f"'{cell}" if _SUSPICIOUS.match(cell) and not _NUMBER.fullmatch(cell) else cell


def original(cell: str) -> str:
    """Return the cell of which `harmless` made this one; any other cell stays as it is."""
    rest = cell[1:]
    return rest if cell.startswith("'") and harmless(rest) == cell else cell
