"""The command line."""

import io
import json
import sys
import unicodedata
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from mapapp.errors import MEANINGS, MapappError
from mapapp.ingest import read_dataset
from mapapp.report import Fault, Report

MOST_SHOWN = 1_000
PLAIN_WIDTH = 160
"""Characters in a line where the output is not a terminal."""

EXIT_FAULTS = 1


class Commands(TyperGroup):
    """All commands; an error that a person can mend is one message and an exit code, not a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except MapappError as error:
            meaning = MEANINGS[type(error)]
            typer.echo(f"{meaning.title}. {visible(str(error))}", err=True)
            ctx.exit(meaning.exit_code)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def commands() -> None:
    """An interactive, evidence-grade map of conflict incidents."""


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(help="The incidents file; claims and sources are found beside it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check a data set and print every fault: row, column, value, reason, remedy.

    Exit status: 0 without any fault, 1 with faults, 2 if a file can't be read.
    """
    report = read_dataset(file).report
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=2))
    else:
        _print_report(report)
    raise typer.Exit(EXIT_FAULTS if report.faults else 0)


def _print_report(report: Report) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    shown = report.faults[:MOST_SHOWN]
    if shown:
        console.print(_faults_table(shown, plain=not console.is_terminal))
    if len(shown) < len(report.faults):
        console.print(f"{len(shown):,} of {len(report.faults):,} faults are shown; --json prints them all.")
    for note in report.notes:
        console.print(Text(visible(note)))
    console.print(Text(_outcome(report)))


def _faults_table(faults: tuple[Fault, ...], *, plain: bool) -> Table:
    table = Table(box=box.ASCII if plain else box.SIMPLE_HEAD, show_lines=plain)
    for title in ("Table", "Row", "Column", "Value", "Reason", "Remedy", "Effect"):
        table.add_column(title, overflow="fold", justify="right" if title == "Row" else "left")
    for fault in faults:
        cells = (fault.column, fault.value, fault.reason, fault.remedy, fault.effect)
        table.add_row(fault.table, str(fault.row), *(Text(visible(cell)) for cell in cells))
    return table


def _outcome(report: Report) -> str:
    located = f" Without a location: {report.unlocated:,}." if report.unlocated else ""
    return report.summary() + located


def visible(text: str) -> str:
    """Spell out what a terminal would obey or hide: control characters, direction marks, odd line ends."""
    return "".join(_spelled_out(letter) if _is_hidden(letter) else letter for letter in text)


def _is_hidden(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category.startswith("C") or category in {"Zl", "Zp"}


def _spelled_out(letter: str) -> str:
    return letter.encode("unicode_escape").decode()


def main() -> None:
    """Run the command line; a letter that the output's encoding lacks is spelled out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()
