"""What was wrong with a data set, as data: faults, counts and notes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from mapapp.messages import notice


class Effect(StrEnum):
    """What became of the row, cell or file that has a fault.

    A remark is no fault: the file says so itself, and whoever works on it should know.
    """

    ROW_REJECTED = "row rejected"
    CELL_LEFT_OUT = "cell left out"
    KEPT = "kept"
    REMARK = "remark"
    FILE_LEFT_OUT = "file left out"


_WEIGHT = {
    effect: place
    for place, effect in enumerate(
        (Effect.FILE_LEFT_OUT, Effect.ROW_REJECTED, Effect.CELL_LEFT_OUT, Effect.KEPT, Effect.REMARK)
    )
}
VALUES_NAMED = 5
"""So many values are named of faults that are summed up."""

_PARTICULARS = re.compile(r"""(?<!\w)(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?!\w)|-?[0-9]+(?:[.,][0-9]+)*""")
"""What a reason quotes, and its numbers."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or doubtful, in one cell or row.

    `row` is the record's number as a spreadsheet shows it (the header is 1; a record with line breaks
    inside a cell counts once). `column` is "" if the whole row is meant. `value` is cut at 80 characters.
    """

    table: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str
    effect: Effect

    @property
    def kind(self) -> tuple[str, ...]:
        """Tell what faults of one kind share: table, column, effect, and the reason without its values."""
        return self.table, self.column, self.effect, _PARTICULARS.sub("…", self.reason)


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults that are shown as one: the first of them, how many there are, and their commonest values."""

    first: Fault
    number: int
    values: tuple[str, ...]


def at_a_glance(faults: Iterable[Fault], most: int) -> list[Faults]:
    """Order faults by what they cost, lost rows first; sum them up by kind if there are more than `most`.

    Of more than `most` kinds the last, which cost least, are cut off.
    """
    ordered = sorted(faults, key=lambda fault: _WEIGHT[fault.effect])
    if len(ordered) <= most:
        return [Faults(fault, 1, (fault.value,)) for fault in ordered]
    kinds = defaultdict(list)
    for fault in ordered:
        kinds[fault.kind].append(fault)
    summed_up = [_summed_up(faults) for faults in kinds.values()]
    return sorted(summed_up, key=lambda kind: (_WEIGHT[kind.first.effect], -kind.number))[:most]


def _summed_up(faults: Sequence[Fault]) -> Faults:
    values = Counter(fault.value for fault in faults).most_common(VALUES_NAMED)
    return Faults(faults[0], len(faults), tuple(value for value, _ in values))


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows one table had and how many of them are shown; blank lines are not rows."""

    table: str
    rows_in: int
    rows_accepted: int

    @property
    def rows_rejected(self) -> int:
        """Rows in that were not accepted."""
        return self.rows_in - self.rows_accepted

    def __str__(self) -> str:
        rejected = self.rows_rejected
        usable = (
            notice("rows-partly-usable", count=self.rows_in, usable=self.rows_accepted, rejected=rejected)
            if rejected
            else notice("rows-usable", count=self.rows_in)
        )
        return f"{self.table}: {usable}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that reading a data set brought to light; nothing is cut off.

    `faults` are ordered by table, row and column, `counts` by table, as `schema` orders them. `notes` are
    things done that are no fault, such as a column read under another name. `unlocated` counts accepted
    incidents without coordinates. `unended` are the tables whose file has no line end after its last row.
    """

    faults: tuple[Fault, ...]
    counts: tuple[Count, ...]
    notes: tuple[str, ...] = ()
    unlocated: int = 0
    unended: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults without the remarks."""
        return tuple(fault for fault in self.faults if fault.effect is not Effect.REMARK)

    def with_faults(self, more: Iterable[Fault]) -> "Report":
        """Return the report with more faults, in the one order."""
        added = list(more)
        if not added:
            return self
        names = [count.table for count in self.counts]
        faults = sorted((*self.faults, *added), key=lambda fault: (names.index(fault.table), fault.row))
        return replace(self, faults=tuple(faults))

    def rows_in(self, table: str) -> int:
        """Return how many rows a table's file has; KeyError if there is no such table."""
        return self._count(table).rows_in

    def rows_accepted(self, table: str) -> int:
        """Return how many rows of a table are shown."""
        return self._count(table).rows_accepted

    def rows_rejected(self, table: str) -> int:
        """Return how many rows of a table are not shown."""
        return self._count(table).rows_rejected

    def _count(self, table: str) -> Count:
        return {count.table: count for count in self.counts}[table]

    def summary(self) -> str:
        """Return how many rows of each table are usable, leaving out other tables that have no rows."""
        first, *others = self.counts
        return " ".join(map(str, [first, *(count for count in others if count.rows_in)]))

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values, ready to be written as JSON."""
        return {
            "summary": self.summary(),
            "tables": [asdict(count) | {"rows_rejected": count.rows_rejected} for count in self.counts],
            "unlocated": self.unlocated,
            "effects": dict(Counter(fault.effect.value for fault in self.faults)),
            "notes": list(self.notes),
            "faults": [asdict(fault) for fault in self.faults],
        }
