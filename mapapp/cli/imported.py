"""What `mapapp import` reports about a file it has read: each kind of problem, with its rows."""

from collections.abc import Iterator
from pathlib import Path

import typer

from mapapp.cli.terminal import visible
from mapapp.messages import notice
from mapapp.model.report import Faults, Report, by_kind


def report_use(report: Report, file: Path) -> None:
    """Report on standard output how many rows can be used, and on standard error why others can't."""
    for note in report.notes:
        typer.echo(visible(note), err=True)
    typer.echo(visible(f"{file}: {report.summary()}"))
    for line in _problems(report, file):
        typer.echo(visible(line), err=True)


def _problems(report: Report, file: Path) -> Iterator[str]:
    if report.errors:
        yield notice("import-problems", count=report.number_of_errors, file=str(file))
    yield from map(_kind_of_problem, by_kind(report.errors, report.many_errors))


def _kind_of_problem(faults: Faults) -> str:
    rows = ", ".join(map(str, faults.rows)) + (" …" if faults.number > len(faults.rows) else "")
    return notice(
        "import-of-a-kind",
        count=faults.number,
        rows=rows,
        table=faults.first.table,
        column=faults.first.column or "none",
        reason=faults.first.reason,
        remedy=faults.first.remedy,
        effect=faults.first.effect,
    )
