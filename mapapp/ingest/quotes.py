"""Quotation marks that are opened and not closed; a lenient parser silently merges rows over them."""

import re
from collections.abc import Iterator

import numpy as np

from mapapp.errors import shortened
from mapapp.messages import fault
from mapapp.model.report import Effect, Fault

CELLS_PER_MATCH = 5000
"""How many well quoted cells are skipped in one match; the matcher keeps each until it ends."""

BYTES_PER_STEP = 1 << 24


def stray_quotes(table: str, data: bytes, delimiter: str, start: int) -> Iterator[Fault]:
    """Yield the records in which a quoted cell continues after its closing quotation mark or never closes.

    Such a record swallows what follows it, often without a change in the number of its cells.
    """
    other = b"[^" + re.escape(delimiter.encode()) + rb"\r\n]"
    opening, inside = b"(?<!" + other + b')"', rb'[^"]*(?:""[^"]*)*'
    well_quoted = rb'[^"]+|(?<=' + other + b')"|' + opening + inside + b'"(?!' + other + b")"
    if _end_of_matches(b"(?:" + well_quoted + b"){1,%d}" % CELLS_PER_MATCH, data, start) == len(data):
        return
    row, position = 2, start
    for cell in re.compile(opening + inside + b'(?P<close>"?)(?P<tail>' + other + b"*)").finditer(
        data, position
    ):
        row += _line_ends(data, position, cell.start())
        position = cell.end()
        if cell["tail"] or not cell["close"]:
            value = shortened(cell[0][:400].decode(errors="ignore"))
            words = fault("quote-unclosed", value=repr(value[1:]))
            yield Fault(table, row, "", value, *words, Effect.ROW_REJECTED)


def are_in_pairs(data: bytes, delimiter: str, start: int) -> bool:
    """Return whether quotation marks alternately open and close cells, or are escaped marks inside one.

    Files written by programs are like that, and this is many times faster than matching.
    """
    ends = delimiter.encode() + b'\r\n"'
    all_bytes = np.frombuffer(data, np.uint8)
    opening = True
    for begin in range(start, len(data), BYTES_PER_STEP):
        marks = begin + np.flatnonzero(all_bytes[begin : begin + BYTES_PER_STEP] == ends[-1])
        opened, closed = marks[not opening :: 2], marks[opening::2]
        is_first, is_last = opened[:1] == start, closed[-1:] == len(data) - 1
        before = all_bytes.take(opened[int(is_first.any()) :] - 1)
        after = all_bytes.take(closed[: len(closed) - int(is_last.any())] + 1)
        if before.tobytes().translate(None, ends) or after.tobytes().translate(None, ends):
            return False
        opening ^= bool(len(marks) % 2)
    return opening


def _end_of_matches(pattern: bytes, data: bytes, position: int) -> int:
    """Match repeatedly from a position on; return where the matches end."""
    while match := re.compile(pattern).match(data, position):
        position = match.end()
    return position


def _line_ends(data: bytes, start: int, end: int) -> int:
    return sum(1 for _ in re.compile(rb"\r\n?|\n").finditer(data, start, end))
