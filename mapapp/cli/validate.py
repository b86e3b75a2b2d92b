"""`mapapp validate`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from mapapp.cli.terminal import console, table, texts, visible
from mapapp.engine.store import Store
from mapapp.ingest import Ingested, read_dataset
from mapapp.model.report import Report, at_a_glance

MAX_SHOWN = 200
"""More faults than that are summed up by kind."""
EXIT_FAULTS = 1


def validate(
    file: Annotated[Path, typer.Argument(help="The incidents file; claims and sources are found beside it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check a data set and print every fault: row, column, value, reason, remedy.

    Exit status: 0 without any fault (remarks are none), 1 with faults, 2 if a file can't be read.
    """
    report = _checked(read_dataset(file))
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=2))
    else:
        _print_report(report)
    raise typer.Exit(EXIT_FAULTS if report.errors else 0)


def _checked(ingested: Ingested) -> Report:
    return Store.load(ingested).report if len(ingested.incidents) else ingested.report


def _print_report(report: Report) -> None:
    output = console()
    shown = at_a_glance(report.faults, MAX_SHOWN)
    summed_up = len(report.faults) > MAX_SHOWN
    if shown:
        titles = ("Table", "Row", "Column", "Value", "Reason", "Remedy", "Effect")
        listed = table(*(["Number"] * summed_up), *titles, plain=not output.is_terminal)
        for faults in shown:
            fault = faults.first
            cells = (fault.column, "; ".join(faults.values), fault.reason, fault.remedy, fault.effect)
            number = [f"{faults.number:,}"] * summed_up
            listed.add_row(*number, fault.table, str(fault.row), *texts(cells))
        output.print(listed)
    if summed_up:
        output.print(
            f"{len(report.faults):,} faults and remarks, summed up by kind: the first of each is shown; "
            "--json prints them all."
        )
    for note in report.notes:
        output.print(Text(visible(note)))
    output.print(Text(_outcome(report)))


def _outcome(report: Report) -> str:
    located = f" Without a location: {report.unlocated:,}." if report.unlocated else ""
    return report.summary() + located
