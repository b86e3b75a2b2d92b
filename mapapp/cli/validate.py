"""`mapapp validate`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from mapapp.cli.terminal import console, table, texts, visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.engine.description import is_prepared
from mapapp.engine.opening import open_store
from mapapp.engine.store import Store
from mapapp.ingest import read_dataset
from mapapp.ingest.mapping.mapping import read_mapping
from mapapp.messages import notice
from mapapp.model.report import Report, at_a_glance
from mapapp.model.schema import INCIDENTS

MAX_SHOWN = 200
"""If there are more problems, they are grouped by kind."""
EXIT_FAULTS = 1
COLUMNS = ("number", "table", "row", "column", "value", "reason", "remedy", "effect")
"""The columns printed of each fault; the number only if they are grouped."""


def validate(
    file: Annotated[
        Path, typer.Argument(help="The incidents file; claims and sources are found next to it.")
    ],
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the file's columns.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check a data set and print each problem: row, column, value, reason and fix.

    Exit status: 0 without problems (remarks do not count), 1 with problems, even if
    all of them are only doubtful values that are kept, 2 if a file can't be read.
    """
    warn_if_broken_off(file)
    report = open_store(file).report if is_prepared(file) else _checked(file, mapping)
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=2))
    else:
        _print_report(report)
    raise typer.Exit(EXIT_FAULTS if report.errors else 0)


def _checked(file: Path, mapping: Path | None) -> Report:
    ingested = read_dataset(file, read_mapping(mapping) if mapping else None, drafts=True)
    return Store.load(ingested).report if len(ingested.incidents) else ingested.report


def _print_report(report: Report) -> None:
    output = console()
    groups = at_a_glance(report.faults, MAX_SHOWN, report.many)
    number = report.effects.total()
    is_summed_up = bool(report.many) or number > MAX_SHOWN
    if groups:
        titles = [notice("validate-column", column=column) for column in COLUMNS[not is_summed_up :]]
        faults_table = table(*titles, ascii_only=not output.is_terminal)
        for group in groups:
            fault = group.first
            cells = (fault.column, "; ".join(group.values), fault.reason, fault.remedy, fault.effect)
            number_cell = [f"{group.number:,}"] * is_summed_up
            faults_table.add_row(*number_cell, fault.table, str(fault.row), *texts(cells))
        output.print(faults_table)
    if is_summed_up:
        output.print(notice("validate-summed-up", count=number))
    for note in report.notes:
        output.print(Text(visible(note)))
    output.print(Text(_outcome(report)))


def _outcome(report: Report) -> str:
    unlocated = [notice("validate-unlocated", count=report.unlocated)] if report.unlocated else []
    empty = [] if report.rows_in(INCIDENTS.name) else [notice("validate-no-rows")]
    return " ".join([report.summary(), *unlocated, *empty])
