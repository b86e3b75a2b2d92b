"""What is told of the tables of a data set: as a report, and of parts of one file as of the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapapp.ingest.draft import Draft
from mapapp.ingest.finding import Finding, in_order
from mapapp.ingest.sheet import WholeNeeded
from mapapp.messages import Note
from mapapp.model.report import Count, Report, first_of_each_kind, many_of
from mapapp.model.schema import INCIDENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OF_WHAT = ("file", "table", "column", "harm")
"""What must be the same in notes that are told as one; what else they name is an example, or counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a table: how many rows it has and how many of them are used, and what is wrong with it.

    `columns` are in the order in which faults of one row are told. `unlocated` are incidents.
    """

    table: str
    rows_in: int
    accepted: int
    columns: tuple[str, ...]
    findings: Sequence[Finding]
    notes: tuple[str, ...]
    ended: bool
    unlocated: int = 0

    @classmethod
    def of(cls, draft: Draft) -> "Told":
        """Tell of a draft, once it is settled."""
        return cls(
            draft.table.name,
            draft.rows_in,
            len(draft.values),
            tuple(map(str, draft.values.columns)),
            draft.findings,
            draft.notes,
            draft.ended,
            int(draft.values["latitude"].isna().sum()) if draft.table.name == INCIDENTS.name else 0,
        )

    def of_rows(self, rows: "NDArray[np.integer]", first: int) -> "Told":
        """Tell of some of the rows only, all of them accepted, and number them from `first` on."""
        numbers = pd.Series(np.arange(first, first + len(rows)), rows)
        findings = [one.renumbered(numbers) for one in self.findings]
        return replace(
            self, rows_in=len(rows), accepted=len(rows), findings=[one for one in findings if len(one.texts)]
        )

    def followed_by(self, part: "Told") -> "Told":
        """Tell of a part of the file and the next one together; WholeNeeded if that can't be done."""
        return replace(
            part,
            rows_in=self.rows_in + part.rows_in,
            accepted=self.accepted + part.accepted,
            findings=[*self.findings, *part.findings],
            notes=_together(self.notes, part.notes),
            unlocated=self.unlocated + part.unlocated,
        )


def report_of(tables: Iterable[Told]) -> Report:
    """Write the report of a data set's tables."""
    told = list(tables)
    found = chain.from_iterable(in_order(one.findings, one.columns) for one in told)
    faults, numbers = first_of_each_kind(found, lambda fault: fault.kind)
    return Report(
        faults=tuple(faults),
        many=many_of(numbers),
        counts=tuple(Count(one.table, one.rows_in, one.accepted) for one in told),
        notes=tuple(str(note) for one in told for note in one.notes),
        unlocated=sum(one.unlocated for one in told),
        unended=tuple(one.table for one in told if not one.ended),
    )


def _together(earlier: Sequence[str], later: Sequence[str]) -> tuple[str, ...]:
    """Put notes on two parts into one order, each kind once, what is counted added up.

    WholeNeeded if it does not show where one of them stands.
    """
    notes, place = list(earlier), 0
    for number, note in enumerate(later):
        known = next((at for at, one in enumerate(notes) if _of_what(one) == _of_what(note)), None)
        if known is None:
            following = later[number + 1 :]
            after = next((at for at in range(place, len(notes)) if _is_among(notes[at], following)), None)
            if (len(notes) if after is None else after) != place:
                raise WholeNeeded
            notes.insert(place, note)
        elif known < place:
            raise WholeNeeded
        else:
            notes[known] = _added(notes[known], note)
        place = (place if known is None else known) + 1
    return tuple(notes)


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
