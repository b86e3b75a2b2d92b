"""The reports on the parts of a file, combined into a report on the whole."""

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

_SUBJECT = ("file", "table", "column", "harm", "order", "example")
"""What notes must share to be combined; anything else in them is an example, or a count."""
_ORDER = (
    ("blank-lines",),
    ("no-last-line-end",),
    ("intervals-spread", "days-respelled", "days-in-order", "days-with-dots", "degrees-respelled"),
    ("figures-respelled",),
    ("best-alone",),
)
"""The order of notes: in each group by column or harm, and then as listed here."""


def report_of_rows(report: TableReport, rows: "NDArray[np.integer]", start: int) -> TableReport:
    """Return the report on some of the rows only, all accepted, numbered from `start` on."""
    numbers = pd.Series(np.arange(start, start + len(rows)), rows)
    findings = [finding.renumbered(numbers) for finding in report.findings]
    return replace(
        report,
        rows_in=len(rows),
        accepted=len(rows),
        findings=[finding for finding in findings if len(finding.texts)],
    )


def combined(earlier: TableReport, part: TableReport) -> TableReport:
    """Combine the reports on a part of a file and the next one; WholeNeeded if that can't be done."""
    return replace(
        part,
        rows_in=earlier.rows_in + part.rows_in,
        accepted=earlier.accepted + part.accepted,
        findings=[*earlier.findings, *part.findings],
        notes=_combined_notes(earlier.notes, part.notes, part.columns),
        unlocated=earlier.unlocated + part.unlocated,
    )


def _combined_notes(earlier: Sequence[str], later: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Merge the notes on two parts in order, each kind once, with counts added up.

    WholeNeeded if the position of one of them is unclear.
    """
    notes, position = list(earlier), 0
    for index, note in enumerate(later):
        match = next((at for at, other in enumerate(notes) if _subject(other) == _subject(note)), None)
        if match is None:
            following = later[index + 1 :]
            after = next((at for at in range(position, len(notes)) if _is_in(notes[at], following)), None)
            between = notes[position:after]
            position += sum(_is_before(_rank(other, columns), _rank(note, columns)) for other in between)
            notes.insert(position, note)
        elif match < position:
            raise WholeNeeded
        else:
            notes[match] = _added_up(notes[match], note)
        position = (position if match is None else match) + 1
    return tuple(notes)


def _is_before(rank: tuple[int, ...], other: tuple[int, ...]) -> bool:
    if rank == other:
        raise WholeNeeded
    return rank < other


def _rank(note: str, columns: Sequence[str]) -> tuple[int, ...]:
    """Return the rank of a note in the order; WholeNeeded if it has none."""
    for number, group in enumerate(_ORDER):
        if isinstance(note, Note) and note.identifier in group:
            name = note.arguments.get("column", f"{note.arguments.get('harm')}_low")
            position = columns.index(str(name)) if name in columns else columns.index("date_start")
            return number, position, group.index(note.identifier)
    raise WholeNeeded


def _is_in(note: str, notes: Iterable[str]) -> bool:
    return any(_subject(note) == _subject(other) for other in notes)


def _subject(note: str) -> object:
    if not isinstance(note, Note):
        return note
    return note.identifier, *(note.arguments.get(name) for name in _SUBJECT)


def _added_up(note: str, other: str) -> str:
    if not (isinstance(note, Note) and isinstance(other, Note)):
        return note
    counts = {name: value for name, value in note.arguments.items() if not isinstance(value, str)}
    sums = {name: value + float(other.arguments[name]) for name, value in counts.items()}
    return note.with_arguments(**{name: int(value) for name, value in sums.items()})
