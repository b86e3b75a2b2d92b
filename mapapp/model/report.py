"""What was wrong with a data set, as data: faults, counts and notes."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

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


LOSSES = frozenset({Effect.ROW_REJECTED, Effect.CELL_LEFT_OUT, Effect.FILE_LEFT_OUT})
"""With one of these, what is read is not what the files say."""

_WEIGHT = {
    effect: place
    for place, effect in enumerate(
        (Effect.FILE_LEFT_OUT, Effect.ROW_REJECTED, Effect.CELL_LEFT_OUT, Effect.KEPT, Effect.REMARK)
    )
}
KEPT_OF_A_KIND = 100
"""So many faults of each kind are kept; there may be a million."""

VALUES_NAMED = 5
"""So many values are named of faults that are summed up."""

ROWS_NAMED = 10
"""So many rows are named of them."""

_PARTICULARS = re.compile(r"""(?<!\w)(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?!\w)|-?[0-9]+(?:[.,][0-9]+)*""")
"""What a reason quotes, and its numbers."""


Kind = tuple[str, str, str, str]
"""What faults of one kind share: table, column, effect, and the reason without its values."""
T = TypeVar("T")


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
    def kind(self) -> Kind:
        """What this fault shares with others."""
        return self.table, self.column, self.effect, _without_particulars(self.reason)


@lru_cache(4096)
def _without_particulars(reason: str) -> str:
    return _PARTICULARS.sub("…", reason)


@dataclass(frozen=True, slots=True)
class Many:
    """A kind of fault of which only the first are kept: what all of them share, and how many there are."""

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
        """How many there are besides those that are kept."""
        return self.number - KEPT_OF_A_KIND


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults that are shown as one: the first of them, how many there are, and their commonest values.

    `rows` are the numbers of the first rows that have one.
    """

    first: Fault
    number: int
    values: tuple[str, ...]
    rows: tuple[int, ...]


def at_a_glance(faults: Iterable[Fault], most: int, many: Iterable[Many] = ()) -> list[Faults]:
    """Order faults by what they cost, lost rows first; sum them up by kind if there are more than `most`.

    Of more than `most` kinds the last, which cost least, are cut off. `many` are the kinds of which only the
    first are among the faults.
    """
    ordered = sorted(faults, key=lambda fault: _WEIGHT[fault.effect])
    many = tuple(many)
    if len(ordered) <= most and not many:
        return [Faults(fault, 1, (fault.value,), (fault.row,)) for fault in ordered]
    return by_kind(ordered, many)[:most]


def by_kind(faults: Iterable[Fault], many: Iterable[Many] = ()) -> list[Faults]:
    """Sum faults up by kind, the costliest first; `many` are the kinds of which there are more."""
    numbers = {one.kind: one.number for one in many}
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
    """What reading a data set brought to light.

    `faults` are ordered by table, row and column, `counts` by table, as `schema` orders them. Of each kind
    the first hundred are there; `many` says how many there are of the kinds that have more. `notes` are
    things done that are no fault, such as a column read under another name. `unlocated` counts accepted
    incidents without coordinates. `unended` are the tables whose file has no line end after its last row.
    """

    faults: tuple[Fault, ...]
    counts: tuple[Count, ...]
    notes: tuple[str, ...] = ()
    unlocated: int = 0
    unended: tuple[str, ...] = ()
    many: tuple[Many, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults without the remarks."""
        return tuple(fault for fault in self.faults if fault.effect is not Effect.REMARK)

    @property
    def many_errors(self) -> tuple[Many, ...]:
        """The kinds of faults without the remarks of which there are more."""
        return tuple(one for one in self.many if one.effect is not Effect.REMARK)

    @property
    def effects(self) -> Counter[Effect]:
        """How many faults there are of each effect, with those that are not kept."""
        kept = Counter(fault.effect for fault in self.faults)
        for one in self.many:
            kept[one.effect] += one.more
        return kept

    @property
    def number_of_errors(self) -> int:
        """How many faults there are without the remarks."""
        effects = self.effects
        return effects.total() - effects[Effect.REMARK]

    def with_faults(self, more: Iterable[Fault], many: Iterable[Many] = ()) -> "Report":
        """Return the report with more faults, of kinds that it has none of yet, in the one order."""
        added = list(more)
        if not added:
            return self
        places = {count.table: place for place, count in enumerate(self.counts)}
        faults = sorted((*self.faults, *added), key=lambda fault: (places[fault.table], fault.row))
        return replace(self, faults=tuple(faults), many=(*self.many, *many))

    def unquoted(self) -> "Report":
        """Return the report without what it quotes of the rows: where faults are, not what stands there."""
        reason = notice("fault-withheld")
        bare = (replace(one, value="", reason=reason, remedy="") for one in self.faults)
        kept, numbers = first_of_each_kind(bare, lambda fault: fault.kind)
        for one in self.many:
            numbers[replace(one, reason=reason).kind] += one.more
        return replace(self, faults=tuple(kept), many=many_of(numbers), notes=())

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
            "effects": {effect.value: number for effect, number in self.effects.items()},
            "notes": list(self.notes),
            "faults": [asdict(fault) for fault in self.faults],
            "many": [asdict(one) for one in self.many],
        }


def first_of_each_kind(found: Iterable[T], kind: Callable[[T], Kind]) -> tuple[list[T], Counter[Kind]]:
    """Keep the first of each kind, and count all."""
    numbers: Counter[Kind] = Counter()
    kept = []
    for one in found:
        its_kind = kind(one)
        numbers[its_kind] += 1
        if numbers[its_kind] <= KEPT_OF_A_KIND:
            kept.append(one)
    return kept, numbers


def many_of(numbers: Counter[Kind]) -> tuple[Many, ...]:
    """Name the kinds of which there are more than are kept."""
    return tuple(
        Many(table, column, Effect(effect), reason, number)
        for (table, column, effect, reason), number in numbers.items()
        if number > KEPT_OF_A_KIND
    )
