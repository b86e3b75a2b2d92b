"""What is told of the parts of a file, as of the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapapp.ingest.in_parts.pieces import WholeNeeded
from mapapp.ingest.table_reports import TableReport
from mapapp.messages import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OF_WHAT = ("file", "table", "column", "harm", "order", "example")
"""What must be the same in notes that are told as one; what else they name is an example, or counted."""
_IN_TURN = (
    ("blank-lines",),
    ("no-last-line-end",),
    ("intervals-spread", "days-respelled", "days-in-order", "days-with-dots", "degrees-respelled"),
    ("figures-respelled",),
    ("best-alone",),
)
"""In which order notes are written: those of each group by column, or by harm, and then in this order."""


def of_rows(told: TableReport, rows: "NDArray[np.integer]", first: int) -> TableReport:
    """Tell of some of the rows only, all of them accepted, and number them from `first` on."""
    numbers = pd.Series(np.arange(first, first + len(rows)), rows)
    findings = [one.renumbered(numbers) for one in told.findings]
    return replace(
        told, rows_in=len(rows), accepted=len(rows), findings=[one for one in findings if len(one.texts)]
    )


def followed_by(earlier: TableReport, part: TableReport) -> TableReport:
    """Tell of a part of a file and the next one together; WholeNeeded if that can't be done."""
    return replace(
        part,
        rows_in=earlier.rows_in + part.rows_in,
        accepted=earlier.accepted + part.accepted,
        findings=[*earlier.findings, *part.findings],
        notes=_together(earlier.notes, part.notes, part.columns),
        unlocated=earlier.unlocated + part.unlocated,
    )


def _together(earlier: Sequence[str], later: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Put notes on two parts into one order, each kind once, what is counted added up.

    WholeNeeded if it does not show where one of them stands.
    """
    notes, place = list(earlier), 0
    for number, note in enumerate(later):
        known = next((at for at, one in enumerate(notes) if _of_what(one) == _of_what(note)), None)
        if known is None:
            following = later[number + 1 :]
            after = next((at for at in range(place, len(notes)) if _is_among(notes[at], following)), None)
            between = notes[place:after]
            place += sum(_is_before(_turn(one, columns), _turn(note, columns)) for one in between)
            notes.insert(place, note)
        elif known < place:
            raise WholeNeeded
        else:
            notes[known] = _added(notes[known], note)
        place = (place if known is None else known) + 1
    return tuple(notes)


def _is_before(turn: tuple[int, ...], other: tuple[int, ...]) -> bool:
    if turn == other:
        raise WholeNeeded
    return turn < other


def _turn(note: str, columns: Sequence[str]) -> tuple[int, ...]:
    """Tell when a note is written; WholeNeeded if that is not known."""
    for number, group in enumerate(_IN_TURN):
        if isinstance(note, Note) and note.identifier in group:
            name = note.arguments.get("column", f"{note.arguments.get('harm')}_low")
            place = columns.index(str(name)) if name in columns else columns.index("date_start")
            return number, place, group.index(note.identifier)
    raise WholeNeeded


def _is_among(note: str, others: Iterable[str]) -> bool:
    return any(_of_what(note) == _of_what(one) for one in others)


def _of_what(note: str) -> object:
    if not isinstance(note, Note):
        return note
    return note.identifier, *(note.arguments.get(name) for name in _OF_WHAT)


def _added(note: str, other: str) -> str:
    if not (isinstance(note, Note) and isinstance(other, Note)):
        return note
    counts = {name: value for name, value in note.arguments.items() if not isinstance(value, str)}
    more = {name: value + float(other.arguments[name]) for name, value in counts.items()}
    return note.saying(**{name: int(value) for name, value in more.items()})
