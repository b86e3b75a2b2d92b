"""What `mapapp import` tells of a file that it has read: each kind of problem, with its rows."""

from collections.abc import Iterator
from pathlib import Path

import typer

from mapapp.cli.terminal import visible
from mapapp.messages import notice
from mapapp.model.report import Faults, Report, by_kind


def tell(report: Report, file: Path) -> None:
    """Say on standard output how many rows can be used, and on standard error why others can't."""
    for note in report.notes:
        typer.echo(visible(note), err=True)
    typer.echo(visible(f"{file}: {report.summary()}"))
    for line in _problems(report, file):
        typer.echo(visible(line), err=True)


def _problems(report: Report, file: Path) -> Iterator[str]:
    if report.errors:
        yield notice("import-problems", count=report.number_of_errors, file=str(file))
    yield from map(_of_a_kind, by_kind(report.errors, report.many_errors))


def _of_a_kind(one: Faults) -> str:
    rows = ", ".join(map(str, one.rows)) + (" …" if one.number > len(one.rows) else "")
    return notice(
        "import-of-a-kind",
        count=one.number,
        rows=rows,
        table=one.first.table,
        column=one.first.column or "none",
        reason=one.first.reason,
        remedy=one.first.remedy,
        effect=one.first.effect,
    )
