"""What there is to report of the tables of a data set, and the report on all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from mapapp.ingest.draft import Draft
from mapapp.ingest.finding import Finding, in_order
from mapapp.model.report import LOSSES, Count, Report, first_of_each_kind, many_faults_of
from mapapp.model.schema import INCIDENTS


@dataclass(frozen=True, slots=True)
class TableReport:
    """What there is to report of a table: how many rows it has, how many are used, and what is wrong with it.

    `columns` are in the order in which faults of a row are reported. `unlocated` is a number of incidents.
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
        """Return the report of a settled draft."""
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
        """The findings by which data are lost, and the order of the columns."""
        return [finding for finding in self.findings if finding.effect in LOSSES], list(self.columns)


def report_of(tables: Iterable[TableReport]) -> Report:
    """Return the report on the tables of a data set."""
    reports = list(tables)
    in_sequence = chain.from_iterable(in_order(report.findings, report.columns) for report in reports)
    faults, numbers = first_of_each_kind(in_sequence, lambda fault: fault.kind)
    return Report(
        faults=tuple(faults),
        many=many_faults_of(numbers),
        counts=tuple(Count(report.table, report.rows_in, report.accepted) for report in reports),
        notes=tuple(str(note) for report in reports for note in report.notes),
        unlocated=sum(report.unlocated for report in reports),
        unended=tuple(report.table for report in reports if not report.ended),
    )
