"""The faults, counts and notes found on reading a data set, as data."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from mapapp.messages import notice


class Effect(StrEnum):
    """What happened to the row, cell or file with a fault.

    A remark is not a fault: the file itself says so, and its editors should know.
    """

    ROW_REJECTED = "row rejected"
    CELL_LEFT_OUT = "cell left out"
    KEPT = "kept"
    REMARK = "remark"
    FILE_LEFT_OUT = "file left out"


LOSSES = frozenset({Effect.ROW_REJECTED, Effect.CELL_LEFT_OUT, Effect.FILE_LEFT_OUT})
"""The effects that lose data: what was read differs from what the files say."""

_WEIGHT = {
    effect: rank
    for rank, effect in enumerate(
        (Effect.FILE_LEFT_OUT, Effect.ROW_REJECTED, Effect.CELL_LEFT_OUT, Effect.KEPT, Effect.REMARK)
    )
}
KEPT_PER_KIND = 100
"""At most this many faults of each kind are kept; there may be a million."""

VALUES_NAMED = 5
"""At most this many values are named where faults are summed up."""

ROWS_NAMED = 10
"""At most this many rows are named there."""

_PARTICULARS = re.compile(r"""(?<!\w)(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?!\w)|-?[0-9]+(?:[.,][0-9]+)*""")
"""The quotations and numbers in a reason."""


Kind = tuple[str, str, str, str]
"""What faults of a kind have in common: table, column, effect, and the reason without its values."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong or doubtful in a cell or a row.

    `row` is the record's number as a spreadsheet shows it (the header is 1; a record with line breaks
    inside a cell counts once). `column` is "" for a fault of the whole row. `value` is cut at 80 characters.
    """

    table: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str
    effect: Effect

    @property
    def kind(self) -> Kind:
        """What this fault has in common with similar ones."""
        return self.table, self.column, self.effect, _without_particulars(self.reason)


@lru_cache(4096)
def _without_particulars(reason: str) -> str:
    return _PARTICULARS.sub("…", reason)


@dataclass(frozen=True, slots=True)
class ManyFaults:
    """A kind of fault with more than are kept: what the faults have in common, and how many there are."""

    table: str
    column: str
    effect: Effect
    reason: str
    number: int

    @property
    def kind(self) -> Kind:
        """The same as the `kind` of these faults."""
        return self.table, self.column, self.effect, self.reason

    @property
    def more(self) -> int:
        """How many there are besides those kept."""
        return self.number - KEPT_PER_KIND


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults shown together: the first of them, how many there are, and their commonest values.

    `rows` are the numbers of the first rows affected.
    """

    first: Fault
    number: int
    values: tuple[str, ...]
    rows: tuple[int, ...]


def at_a_glance(faults: Iterable[Fault], most: int, many: Iterable[ManyFaults] = ()) -> list[Faults]:
    """Order faults by severity, lost rows first; sum them up by kind if there are more than `most`.

    If there are more than `most` kinds, the least severe are left out. `many` are the kinds with more faults
    than are given.
    """
    ordered = sorted(faults, key=lambda fault: _WEIGHT[fault.effect])
    many = tuple(many)
    if len(ordered) <= most and not many:
        return [Faults(fault, 1, (fault.value,), (fault.row,)) for fault in ordered]
    return by_kind(ordered, many)[:most]


def by_kind(faults: Iterable[Fault], many: Iterable[ManyFaults] = ()) -> list[Faults]:
    """Sum up faults by kind, the most severe first; `many` are the kinds with more faults than given."""
    numbers = {kind.kind: kind.number for kind in many}
    kinds = defaultdict(list)
    for fault in faults:
        kinds[fault.kind].append(fault)
    summed_up = [_summed_up(alike, numbers.get(kind, len(alike))) for kind, alike in kinds.items()]
    return sorted(summed_up, key=lambda kind: (_WEIGHT[kind.first.effect], -kind.number))


def _summed_up(faults: Sequence[Fault], number: int) -> Faults:
    values = Counter(fault.value for fault in faults).most_common(VALUES_NAMED)
    rows = tuple(fault.row for fault in faults[:ROWS_NAMED])
    return Faults(faults[0], number, tuple(value for value, _ in values), rows)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a table had and how many of them are shown; blank lines are not rows."""

    table: str
    rows_in: int
    rows_accepted: int

    @property
    def rows_rejected(self) -> int:
        """Rows that were not accepted."""
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
    """What was found on reading a data set.

    `faults` are ordered by table, row and column, `counts` by table, as `schema` orders them. The first
    hundred faults of each kind are kept; `many` says how many there are of kinds that have more. `notes` are
    about steps that are not faults, such as reading a column under another name. `unlocated` counts accepted
    incidents without coordinates. `unended` are the tables whose file has no line end after its last row.
    """

    faults: tuple[Fault, ...]
    counts: tuple[Count, ...]
    notes: tuple[str, ...] = ()
    unlocated: int = 0
    unended: tuple[str, ...] = ()
    many: tuple[ManyFaults, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults, without the remarks."""
        return tuple(fault for fault in self.faults if fault.effect is not Effect.REMARK)

    @property
    def many_errors(self) -> tuple[ManyFaults, ...]:
        """The kinds of faults, without the remarks, that have more than are kept."""
        return tuple(kind for kind in self.many if kind.effect is not Effect.REMARK)

    @property
    def effects(self) -> Counter[Effect]:
        """How many faults there are of each effect, including those not kept."""
        numbers = Counter(fault.effect for fault in self.faults)
        for kind in self.many:
            numbers[kind.effect] += kind.more
        return numbers

    @property
    def number_of_errors(self) -> int:
        """How many faults there are, not counting remarks."""
        effects = self.effects
        return effects.total() - effects[Effect.REMARK]

    def with_faults(self, more: Iterable[Fault], many: Iterable[ManyFaults] = ()) -> "Report":
        """Return the report with more faults, all of new kinds, in the usual order."""
        new_faults = list(more)
        if not new_faults:
            return self
        positions = {count.table: position for position, count in enumerate(self.counts)}
        faults = sorted((*self.faults, *new_faults), key=lambda fault: (positions[fault.table], fault.row))
        return replace(self, faults=tuple(faults), many=(*self.many, *many))

    def unquoted(self) -> "Report":
        """Return the report without quotations from rows: where faults are, but not the cells' texts."""
        reason = notice("fault-withheld")
        unquoted = (replace(fault, value="", reason=reason, remedy="") for fault in self.faults)
        kept, numbers = first_of_each_kind(unquoted, lambda fault: fault.kind)
        for kind in self.many:
            numbers[replace(kind, reason=reason).kind] += kind.more
        return replace(self, faults=tuple(kept), many=many_faults_of(numbers), notes=())

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
        incidents_count, *other_counts = self.counts
        return " ".join(map(str, [incidents_count, *(count for count in other_counts if count.rows_in)]))

    def as_json(self) -> dict[str, object]:
        """Return the report as values that can be written as JSON."""
        return {
            "summary": self.summary(),
            "tables": [asdict(count) | {"rows_rejected": count.rows_rejected} for count in self.counts],
            "unlocated": self.unlocated,
            "effects": {effect.value: number for effect, number in self.effects.items()},
            "notes": list(self.notes),
            "faults": [asdict(fault) for fault in self.faults],
            "many": [asdict(kind) for kind in self.many],
        }


def first_of_each_kind(items: Iterable[T], kind: Callable[[T], Kind]) -> tuple[list[T], Counter[Kind]]:
    """Keep the first of each kind, and count all."""
    numbers: Counter[Kind] = Counter()
    kept = []
    for item in items:
        its_kind = kind(item)
        numbers[its_kind] += 1
        if numbers[its_kind] <= KEPT_PER_KIND:
            kept.append(item)
    return kept, numbers


def many_faults_of(numbers: Counter[Kind]) -> tuple[ManyFaults, ...]:
    """Return the kinds with more faults than are kept."""
    return tuple(
        ManyFaults(table, column, Effect(effect), reason, number)
        for (table, column, effect, reason), number in numbers.items()
        if number > KEPT_PER_KIND
    )
