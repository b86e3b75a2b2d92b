"""What is told of the tables of a data set, as a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from mapapp.ingest.draft import Draft
from mapapp.ingest.finding import Finding, in_order
from mapapp.model.report import LOSSES, Count, Report, first_of_each_kind, many_faults_of
from mapapp.model.schema import INCIDENTS


@dataclass(frozen=True, slots=True)
class TableReport:
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
    def of(cls, draft: Draft) -> "TableReport":
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

    @property
    def losses(self) -> tuple[list[Finding], list[str]]:
        """What was found that is not in what is read, and the order of the columns."""
        return [one for one in self.findings if one.effect in LOSSES], list(self.columns)


def report_of(tables: Iterable[TableReport]) -> Report:
    """Write the report of a data set's tables."""
    told = list(tables)
    found = chain.from_iterable(in_order(one.findings, one.columns) for one in told)
    faults, numbers = first_of_each_kind(found, lambda fault: fault.kind)
    return Report(
        faults=tuple(faults),
        many=many_faults_of(numbers),
        counts=tuple(Count(one.table, one.rows_in, one.accepted) for one in told),
        notes=tuple(str(note) for one in told for note in one.notes),
        unlocated=sum(one.unlocated for one in told),
        unended=tuple(one.table for one in told if not one.ended),
    )
